"""文号: the official number of a document in the manner of GB/T 9704, `绿充项〔2026〕12号`."""

from datetime import datetime
from typing import NamedTuple

from xieli.core import clock

from .counting import take

# Set after a document's series where its numbers are counted, so that no series of matters can be meant.
MARK = "〔〕"


class Number(NamedTuple):
    """A 文号 and what it is made of."""

    series: str
    year: int
    n: int

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.n}号"


def series_of(company: str, code: str, *, hidden: bool) -> str:
    """The series of a kind of document; 机密 ones have their own, so that gaps in the open one tell nothing."""
    return f"{company}{code}{'机' if hidden else ''}"


def next_number(series: str, now: datetime) -> Number:
    """Take the next number of the year. The last lock of a transaction."""
    year = clock.local(now).year
    return Number(series, year, take(series + MARK, str(year)))
