from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "xieli.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        """Register the start-up checks."""
        from xieli.accounts import checks  # noqa: F401  (registers itself)
