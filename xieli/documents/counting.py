"""The one counter behind all official numbers: gapless in each series and period, taken last of all locks.

Numbers of matters (`XZ-2026-0412`) and 文号 of documents (`绿充项〔2026〕12号`) are counted here alike.
"""

from xieli.core.database import prepared

_TAKE = """
insert into documents_counter (series, period, last) values (%s, %s, 1)
on conflict (series, period) do update set last = documents_counter.last + 1
returning last
"""


def take(series: str, period: str) -> int:
    """The next number of a series and period. Holds the counter's row until the transaction ends."""
    with prepared() as cursor:
        cursor.execute(_TAKE, [series, period])
        return int(cursor.fetchone()[0])
