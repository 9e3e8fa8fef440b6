"""Start-up checks: no URL without a policy."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, register

from xieli.accounts import policy


@register("policy")
def every_url_has_a_policy(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An error for every URL of ours or others' that nobody declared a policy for."""
    return [
        Error(
            f"URL {row.route!r} has no policy",
            hint="Mark its view with a decorator of xieli.accounts.policy, or patterns with policy.under().",
            id="accounts.E001",
        )
        for row in policy.table()
        if row.policy is None
    ]
