"""How often a stranger may try: counted in the database, so that a restart forgets nothing."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from xieli.core.clock import now
from xieli.core.ids import digest_of
from xieli.customers.models import Limit

DAY = timedelta(days=1)


class TooOften(Exception):
    """Tried more often than allowed; `retry_at` (aware) is when the next try is possible."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(_("操作太频繁，请稍后再试。"))
        self.retry_at = retry_at


def spend(kind: str, key: str, most: int, per: timedelta) -> int:
    """Count one try of `key` (an address, a phone, a token) and return how many are left in this window.

    Raises TooOften beyond `most` tries per window. Windows begin at whole multiples of `per` since 1970.
    Only the key's digest is stored. Call it outside the transaction of the act it guards: a rolled-back
    try must still count.
    """
    window = _window(now(), per)
    sql = """insert into customers_limit as l (kind, digest, "window", count) values (%s, %s, %s, 1)
             on conflict (kind, digest, "window") do update set count = l.count + 1 returning count"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, digest_of(f"{kind}:{key}"), window])
        count = cursor.fetchone()[0]
    if count > most:
        raise TooOften(window + per)
    return int(most - count)


def _window(moment: datetime, per: timedelta) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)


def forget_old() -> int:
    """Drop the counts of windows that began over two days ago; returns how many."""
    return Limit.objects.filter(window__lt=now() - 2 * DAY).delete()[0]
