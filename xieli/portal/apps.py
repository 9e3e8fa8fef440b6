from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "xieli.portal"
    label = "portal"
    verbose_name = _("客户门户")

    def ready(self) -> None:
        from xieli.customers.merging import forgetters
        from xieli.portal.forgetting import forget

        forgetters.append(forget)
