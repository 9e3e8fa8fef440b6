"""How a session finds its account again; the password is checked by `accounts.login`, the only way in."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from xieli.accounts.models import Account
from xieli.core.composed import composed

_ACCOUNT = composed(lambda pk: Account.objects.filter(pk=pk))


class AccountBackend(BaseBackend):
    """An account disabled, or whose person has left, is nobody from the next request on."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Never: a login that isn't counted and locked must not exist beside the one that is."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, with its person, if it may still come in."""
        account = _ACCOUNT.first(user_id)
        return account if account and account.is_active else None
