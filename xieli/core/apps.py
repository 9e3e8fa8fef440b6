from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "xieli.core"
    label = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        """Every process remembers its texts; components take tags inside their attributes."""
        from django_cotton.nested_tag_support import enable_nested_tag_support

        from xieli.core import drawing, resolving, tokens, translating

        translating.install()
        drawing.install()
        tokens.install()
        resolving.install()
        enable_nested_tag_support()
