"""Claiming and settling what is to be sent (decision 0060): at least once, nothing stuck, nothing without
a plan.
"""

from datetime import timedelta
from typing import TypeVar

from django.db import connection

from xieli.core import clock
from xieli.notifications.models import Outgoing, OutgoingState

MAX_ATTEMPTS = 8  # the last about two hours after the first
_FIRST_RETRY = timedelta(seconds=60)

Sent = TypeVar("Sent", bound=Outgoing)


def backoff(attempts: int) -> timedelta:
    """How long after the attempt of this number (from 1) the next one comes: 1, 2, 4 … 64 minutes."""
    return _FIRST_RETRY * int(2 ** (min(attempts, 7) - 1))


def claim(model: type[Sent], limit: int, *, also: str = "true") -> list[Sent]:
    """Take up to `limit` due rows, oldest first, planning the next attempt of each before this one is made.

    A sender killed in the middle therefore leaves nothing behind that would have to be rescued: the plan
    stands. Rows being claimed by another worker are skipped. `also` is a further condition in SQL.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    claimed = model._default_manager.raw(
        f"""
        UPDATE {table}
           SET attempts = attempts + 1, send_at = %(now)s + %(first)s * power(2, least(attempts, 6))
         WHERE id IN (SELECT id FROM {table} WHERE state = 'waiting' AND send_at <= %(now)s AND {also}
                       ORDER BY send_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
        RETURNING *
        """,  # noqa: S608 - the table's name comes from the model, the condition from this app
        {"now": clock.now(), "first": _FIRST_RETRY, "limit": limit},
    )
    return list(claimed)


def still_ours(row: Outgoing) -> bool:
    """Whether nobody else may have claimed the row meanwhile: its planned next attempt is not yet due."""
    return clock.now() < row.send_at


def sent(rows: "list[int]", model: type[Outgoing]) -> None:
    """These went out."""
    model._default_manager.filter(pk__in=rows).update(state=OutgoingState.SENT, sent_at=clock.now(), error="")


def failed(rows: "list[int]", model: type[Outgoing], error: str, *, for_good: bool) -> None:
    """These didn't: dead when for good or after the last attempt, else the plan made at the claim stands."""
    waiting = model._default_manager.filter(pk__in=rows, state=OutgoingState.WAITING)
    waiting.update(error=error[:500])
    over = waiting if for_good else waiting.filter(attempts__gte=MAX_ATTEMPTS)
    over.update(state=OutgoingState.DEAD)


def revive(model: type[Outgoing], pk: int) -> bool:
    """Try a dead one again from the start, asked by an administrator; False when it isn't dead."""
    dead = model._default_manager.filter(pk=pk, state=OutgoingState.DEAD)
    return bool(dead.update(state=OutgoingState.WAITING, attempts=0, send_at=clock.now()))
