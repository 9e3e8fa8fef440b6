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
    return [Visit(row.session_key, row.account.pk, row.account.person.pk) for row in rows if _stands(row)]


def _stands(row: Session) -> bool:
    account = row.account
    if account is None or not account.is_active:
        return False
    session_hash: str = row.get_decoded().get(HASH_SESSION_KEY, "")
    return constant_time_compare(session_hash, account.get_session_auth_hash())
