"""Owners of accounts hear of every change of a way in: in the product and by letter, whatever they chose to hear."""

from typing import Any

from django.urls import reverse

from xieli.accounts.models import Account
from xieli.notifications.commands import Notice, notify


def tell_owner(account: Account, text: Any, params: dict[str, Any]) -> None:
    """One notice, at night too, when thieves work; an administrator's account has nobody to tell."""
    if account.person_id:
        notify([Notice(account.person_id, "security", "urgent", text, params, reverse("accounts:profile"))])
