"""One calendar's year as a sheet of twelve months: what each day is, and why."""

from calendar import monthcalendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.worktime import calendars
from xieli.worktime.models import DayException, StatutoryDay
from xieli.worktime.period import write_day
from xieli.worktime.statutory import published_names


@dataclass(frozen=True)
class SheetDay:
    """A day on the sheet. `kind`: work, rest, shifted (worked instead of a holiday), holiday, exception."""

    on: date
    kind: str
    reason: str
    hours: str

    @property
    def mark(self) -> str:
        """The one character beside the number, so that colour is not the only sign."""
        return {"shifted": _("班"), "holiday": _("休"), "exception": "※"}.get(self.kind, "")

    @property
    def label(self) -> str:
        """The whole of it in words, for a tooltip and for readers who don't see the sheet."""
        parts = [self.on.isoformat(), self.reason, self.hours or _("休息")]
        return " ".join(part for part in parts if part)


Week = list[SheetDay | None]


def year_sheet(code: str, year: int) -> list[tuple[int, list[Week]]]:
    """(month, weeks from Monday) of a year; days of neighbouring months are None. Four queries at most."""
    calendar = calendars.get(code)
    keeps = calendars.definition(code).keeps_holidays
    names = statutory_names(year) if keeps else {}
    own = exceptions_of(code, year)

    def shown(on: date) -> SheetDay:
        hours = listed(write_day(calendar.day(on)))
        if on in own:
            return SheetDay(on, "exception", own[on].name, hours)
        if on in names:
            return SheetDay(on, "shifted" if hours else "holiday", names[on], hours)
        return SheetDay(on, "work" if hours else "rest", "", hours)

    return [
        (
            month,
            [
                [shown(date(year, month, n)) if n else None for n in week]
                for week in monthcalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def exceptions_of(code: str, year: int) -> dict[date, DayException]:
    """The exception that counts for each day of a year; a calendar's own wins over the general one."""
    rows = DayException.objects.filter(day__year=year).select_related("calendar").order_by("day")
    general = {row.day: row for row in rows if row.calendar is None}
    own = {row.day: row for row in rows if row.calendar is not None and row.calendar.code == code}
    return (general if calendars.definition(code).keeps_holidays else {}) | own


def statutory_names(year: int) -> dict[date, str]:
    """The holiday behind each day of a year that differs from a plain week."""
    imported = dict(StatutoryDay.objects.filter(day__year=year).values_list("day", "name"))
    if StatutoryDay.objects.filter(announcement__year=year).exists():
        return imported
    return {day: name for day, name in published_names().items() if day.year == year} | imported
