"""How long somebody may take: working time, calendar time or working days, and how that is said."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from django.utils.translation import gettext as _

from xieli.core import durations

Unit = Literal["W", "C", "WD"]
UNITS: tuple[Unit, ...] = ("W", "C", "WD")

_SECONDS = {"s": 1, "min": 60, "h": 3600, "D": 86_400}
_NEVER = 10**12  # seconds of a day so long that none is ever full
_WRITTEN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:(s|min|h|D)\s*([WC])|(WD))\s*$")


@dataclass(frozen=True)
class Allowance:
    """`amount` is seconds for W (working time) and C (calendar time), days for WD; always positive."""

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
        """As people read it: 2 小时（工作时间）, 20 分钟, 7 天, 1 工作日."""
        if self.unit == "WD":
            return durations.working_days(self.amount)
        if self.unit == "C":
            return durations.spoken(self.amount, "C")
        # In hours only: a day of working time has another length in every calendar.
        hours = durations.spoken(self.amount, "W", day_seconds=_NEVER)
        return _("%(time)s（工作时间）") % {"time": hours}
