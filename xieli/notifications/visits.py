"""Whose session a stream belongs to, and whether it still stands.

Same rules as for a page: session, account, person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from xieli.accounts.models import Session
from xieli.core import clock


@dataclass(frozen=True, slots=True)
class Visit:
    """A logged-in person's session, by keys."""

    session: str
    account: int
    person: int


def of_session(session: str) -> Visit | None:
    """The visit behind a session cookie, or None when nobody (or no employee) is logged in with it."""
    found = _visits([session])
    return found[0] if found else None


def alive(visits: Iterable[Visit]) -> set[Visit]:
    """Those visits that still stand: one statement whatever their number."""
    known = set(visits)
    return known & set(_visits([visit.session for visit in known])) if known else set()


def _visits(keys: list[str]) -> list[Visit]:
    rows = Session.objects.select_related("account__person").filter(
        session_key__in=keys, expire_date__gt=clock.now(), account__person__isnull=False
    )
    return [visit for row in rows if (visit := _standing(row))]


def _standing(row: Session) -> Visit | None:
    account = row.account
    if account is None or account.person is None or not account.is_active:
        return None
    session_hash: str = row.get_decoded().get(HASH_SESSION_KEY, "")
    if not constant_time_compare(session_hash, account.get_session_auth_hash()):
        return None
    return Visit(row.session_key, account.pk, account.person.pk)
