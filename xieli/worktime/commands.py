"""The only ways to change working time. Each says which days of which calendars it touched, and leaves a
`CalendarChange` per calendar: who did what, and work for the watcher that projects running clocks anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.worktime import calendars
from xieli.worktime.models import (
    Announcement,
    Calendar,
    CalendarChange,
    CalendarPattern,
    DayException,
    DayKind,
    StatutoryDay,
)
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.period import parse_day, write_day

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)


class Affected(NamedTuple):
    """What a change touched: calendars by code, and the days from `first` to `last`."""

    codes: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True)
class ShiftedDay:
    """One line of an announcement: a day off, or a day worked instead."""

    day: date
    name: str
    working: bool


@transaction.atomic
def define_calendar(
    code: str,
    name: str,
    pattern: WeekPattern,
    *,
    keeps_holidays: bool,
    valid_from: date | None,
    by: str,
) -> Affected:
    """Name a calendar and set its weekly pattern from a date on (None: from the beginning).

    `by` is a login name. Moments before `valid_from` keep the hours they had.
    """
    known = {said.code: said for said in calendars.definitions()}.get(code)
    before = None if known is None else {"name": known.name, "keeps_holidays": known.keeps_holidays}
    row, _new = Calendar.objects.update_or_create(
        code=code, defaults={"name": name, "keeps_holidays": keeps_holidays}
    )
    old = row.patterns.filter(valid_from=valid_from).first()
    if before is not None and old is not None:
        before |= {"weeks": old.weeks, "valid_from": valid_from and valid_from.isoformat()}
    CalendarPattern.objects.update_or_create(
        calendar=row,
        valid_from=valid_from,
        defaults={"weeks": pattern.to_json(), "anchor": pattern.anchor},
    )
    after = {
        "name": name,
        "keeps_holidays": keeps_holidays,
        "valid_from": valid_from and valid_from.isoformat(),
    }
    turned = known is not None and known.keeps_holidays != keeps_holidays
    # Whether holidays are kept has no date of its own: that change reaches every day.
    first = FIRST_DAY if turned or valid_from is None else valid_from
    what = _("工作时间：%(name)s") % {"name": name}
    return _record([code], first, LAST_DAY, by, what, before, after | pattern.to_json())


@transaction.atomic
def change_exception(
    day: date,
    kind: DayKind | None,
    *,
    calendar: str | None = None,
    periods: Sequence[str] = (),
    name: str = "",
    by: str,
) -> Affected:
    """Make a day off (`holiday`) or worked (`working`, own periods or the usual); None lifts the rule.

    Without a calendar it holds for all that keep statutory holidays: who works on National Day also works on
    the company's anniversary, unless named. ValueError or ValidationError says what is wrong.
    """
    if kind is not None and not name.strip():
        raise ValidationError({"name": _("请写明事由，例如：公司成立纪念日。")})
    written = write_day(parse_day(periods))
    if kind == DayKind.HOLIDAY and written:
        raise ValidationError({"periods": _("休息的日子没有工作时段。")})
    row = _row(calendar) if calendar else None
    old = DayException.objects.filter(calendar=row, day=day).first()
    if kind is None:
        DayException.objects.filter(calendar=row, day=day).delete()
        after, what = None, _("取消 %(day)s 的安排") % {"day": day}
    else:
        facts = {"kind": kind.value, "periods": written, "name": name.strip()}
        DayException.objects.update_or_create(calendar=row, day=day, defaults=facts)
        after = facts | {"day": day.isoformat()}
        what = _("%(day)s %(kind)s：%(name)s") % {"day": day, "kind": kind.label, "name": name.strip()}
    before = old and {"kind": old.kind, "periods": old.periods, "name": old.name, "day": day.isoformat()}
    return _record([calendar] if calendar else _keeping(), day, day, by, what, before, after)


@transaction.atomic
def import_announcement(year: int, days: Sequence[ShiftedDay], *, source: str, by: str) -> Affected:
    """Put a year's announcement in the place of what was known of it. ValidationError says what is wrong."""
    _check(year, days)
    was_provisional = calendars.provisional(year)
    Announcement.objects.filter(year=year).delete()
    announcement = Announcement.objects.create(year=year, source=source, imported_at=clock.now())
    StatutoryDay.objects.bulk_create(
        StatutoryDay(announcement=announcement, day=d.day, name=d.name, working=d.working) for d in days
    )
    what = _("导入 %(year)s 年节假日安排，共 %(count)s 天") % {"year": year, "count": len(days)}
    first, last = min(date(year, 1, 1), days[0].day), max(date(year, 12, 31), days[-1].day)
    after = {"year": year, "days": {d.day.isoformat(): d.working for d in days}}
    return _record(_keeping(), first, last, by, what, {"provisional": was_provisional}, after)


def _check(year: int, days: Sequence[ShiftedDay]) -> None:
    if not days:
        raise ValidationError(_("安排里没有任何一天。"))
    order = [entry.day for entry in days]
    if order != sorted(set(order)):
        raise ValidationError(_("安排里的日期须各不相同，并按先后排列。"))
    # A New Year holiday may begin in the last days of December.
    if not date(year - 1, 12, 20) <= order[0] or not order[-1] <= date(year + 1, 1, 10):
        raise ValidationError(_("安排里有不属于 %(year)s 年的日期。") % {"year": year})


def _keeping() -> list[str]:
    return [said.code for said in calendars.definitions() if said.keeps_holidays]


def _row(code: str) -> Calendar:
    """The calendar's row, made from what is shipped where the company hasn't changed it yet."""
    said = calendars.definition(code)
    facts = {"name": said.name, "keeps_holidays": said.keeps_holidays}
    return Calendar.objects.get_or_create(code=code, defaults=facts)[0]


def _record(
    codes: Iterable[str], first: date, last: date, by: str, what: str, before: Any, after: Any
) -> Affected:
    affected = Affected(tuple(codes), first, last)
    facts = {"changed_at": clock.now(), "changed_by": by, "what": what, "before": before, "after": after}
    CalendarChange.objects.bulk_create(
        CalendarChange(calendar=code, first_day=first, last_day=last, **facts) for code in affected.codes
    )
    # At once, so that this transaction sees its own change; and again when others can see it too.
    calendars.forget()
    transaction.on_commit(calendars.forget)
    return affected
