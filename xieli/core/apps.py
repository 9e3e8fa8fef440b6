from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "xieli.core"
    label = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        """Every process remembers its texts."""
        from xieli.core import translating

        translating.install()
