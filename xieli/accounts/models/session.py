"""A session knows whose it is, so that its owner or the security administrator can list and end it."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from xieli.accounts.models.account import Account


class Session(AbstractBaseSession):
    """One visit: of whom, from where, with what, last seen when (to the minute)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        """Django asks the model for its store; imported late because the store imports the model."""
        from xieli.accounts.sessions import SessionStore

        return SessionStore
