from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceConfig(AppConfig):
    name = "xieli.procedures.service"
    label = "service"
    verbose_name = _("客户需求")

    def ready(self) -> None:
        """Erasing a customer reaches the cases too."""
        from xieli.customers.merging import forgetters
        from xieli.procedures.service.forgetting import forget

        forgetters.append(forget)
