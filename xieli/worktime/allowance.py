"""How long somebody may take: amounts of working time, calendar time or working days, and how they are said."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from django.utils.translation import gettext as _

Unit = Literal["W", "C", "WD"]
UNITS: tuple[Unit, ...] = ("W", "C", "WD")

_SECONDS = {"s": 1, "min": 60, "h": 3600, "D": 86_400}
_WRITTEN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:(s|min|h|D)\s*([WC])|(WD))\s*$")


@dataclass(frozen=True)
class Allowance:
    """`amount` is seconds for W (working time) and C (calendar time), working days for WD; always positive."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.amount <= 0:
            raise ValueError(f"{self.amount} {self.unit} is not an allowance")

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """Read `2 h W`, `20 min C`, `7 D C`, `1 WD`. ValueError when it is none of these."""
        match = _WRITTEN.match(text)
        if match is None:
            raise ValueError(f"“{text}” is not an allowance: write 2 h W, 20 min C, 7 D C or 1 WD")
        number, scale, unit, days = match.groups()
        if scale == "D" and unit == "W":
            raise ValueError(f"“{text}”: days of working time are written WD")
        amount = float(number) * (1 if days else _SECONDS[scale])
        if amount != int(amount):
            raise ValueError(f"“{text}” is not a whole number of {'working days' if days else 'seconds'}")
        return cls(int(amount), cast(Unit, days or unit))

    def __str__(self) -> str:
        """The written form, the inverse of `parse`."""
        if self.unit == "WD":
            return f"{self.amount} WD"
        scales = [("D", 86_400), ("h", 3600), ("min", 60)] if self.unit == "C" else [("h", 3600), ("min", 60)]
        for name, size in scales:
            if self.amount % size == 0:
                return f"{self.amount // size} {name} {self.unit}"
        return f"{self.amount} s {self.unit}"

    def label(self) -> str:
        """As people read it: 2 小时（工作时间）, 20 分钟, 1 工作日."""
        text = duration_label(self.amount, self.unit)
        return _("%(time)s（工作时间）") % {"time": text} if self.unit == "W" else text


def duration_label(amount: int, unit: str = "W") -> str:
    """A length of time in at most two steps: 45 秒, 6 分钟, 1 小时 20 分, 2 天 3 小时, 3 工作日.

    `amount` is seconds for W and C and working days for WD. Days are only told of calendar time: a day of working
    time has another length in every calendar.
    """
    if unit == "WD":
        return _("%(n)s 工作日") % {"n": amount}
    seconds = abs(int(amount))
    if seconds < 60:
        return _("%(n)s 秒") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)s 分钟") % {"n": seconds // 60}
    if unit == "C" and seconds >= 86_400:
        return _two(seconds // 3600, 24, _("%(n)s 天"), _("%(days)s 天 %(hours)s 小时"), ("days", "hours"))
    return _two(seconds // 60, 60, _("%(n)s 小时"), _("%(hours)s 小时 %(minutes)s 分"), ("hours", "minutes"))


def humanize(amount: int, unit: str = "W") -> str:
    """Time left, or past when negative, as people say it: 剩 1 小时 20 分, 超 6 分钟, 剩 3 工作日."""
    length = {"time": duration_label(abs(amount), unit)}
    return _("超 %(time)s") % length if amount < 0 else _("剩 %(time)s") % length


def _two(amount: int, base: int, whole: str, parts: str, names: tuple[str, str]) -> str:
    large, small = divmod(amount, base)
    return parts % dict(zip(names, (large, small), strict=True)) if small else whole % {"n": large}
