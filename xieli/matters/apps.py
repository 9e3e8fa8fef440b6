from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "xieli.matters"
    label = "matters"
    verbose_name = _("事项")

    def ready(self) -> None:
        """Register the start-up check."""
        from . import checks  # noqa: F401
