from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "xieli.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        """Register the start-up checks, and the record of who changes the organisation."""
        from xieli.accounts import (
            audit,
            checks,  # noqa: F401  (registers itself)
        )
        from xieli.organisation import hooks

        hooks.kept.append(audit.organisation_changed)
