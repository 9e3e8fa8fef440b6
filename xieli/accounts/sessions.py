"""Sessions in the database, with their account (SESSION_ENGINE)."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from xieli.accounts.models import Account
from xieli.accounts.models.session import Session
from xieli.core import clock
from xieli.core.composed import composed

# Written by the middleware into the session's data, copied into columns here.
SEEN = "seen"
STARTED = "started"
ADDRESS = "address"
AGENT = "agent"

# By the database's time: what a session may last is counted in real hours, whatever the product's clock shows.
_VALID = composed(lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()))


class SessionStore(DatabaseStore):
    """Django's own store; only the row knows more."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _VALID.first(self.session_key)
        if found is None:
            self._session_key = None  # a key nobody gave out is never taken up
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account else None
        row.address = data.get(ADDRESS)
        row.agent = data.get(AGENT, "")[:200]
        row.started_at = _moment(data.get(STARTED))
        row.seen_at = _moment(data.get(SEEN))
        return row


def of(account: Account, idle: int) -> QuerySet[Session]:
    """The visits that still stand, those seen last first: neither run out nor idle for longer than `idle` seconds."""
    now = clock.now()
    fresh = Q(seen_at=None) | Q(seen_at__gt=now - timedelta(seconds=idle))  # not seen yet: just logged in
    return Session.objects.filter(fresh, account=account, expire_date__gt=now).order_by("-seen_at")


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
