from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "xieli.portal"
    label = "portal"
    verbose_name = _("客户门户")

    def ready(self) -> None:
        from xieli.core.errors import OUTSIDE
        from xieli.customers.merging import forgetters
        from xieli.portal import failing
        from xieli.portal.forgetting import forget

        forgetters.append(forget)
        OUTSIDE[failing.OUTSIDE.home] = failing.OUTSIDE
