from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "xieli.alerts"
    label = "alerts"
    verbose_name = _("预警")

    def ready(self) -> None:
        from xieli.alerts import topics

        topics.declare()
