"""Sessions in the database, with their account (SESSION_ENGINE)."""

from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from xieli.accounts.models.session import Session
from xieli.core.composed import composed

# Written by the middleware into the session's data, copied into columns here.
SEEN = "seen"
STARTED = "started"
ADDRESS = "address"
AGENT = "agent"

_VALID = composed(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(DatabaseStore):
    """Django's own store; only the row knows more."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _VALID.first(self.session_key, timezone.now())
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


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
