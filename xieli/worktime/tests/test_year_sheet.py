"""A year on one sheet says of every day what it is and why."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from xieli.worktime import calendars, commands
from xieli.worktime.models import DayKind
from xieli.worktime.year_sheet import SheetDay, exceptions_of, year_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def from_the_database() -> Iterator[None]:
    calendars.forget()
    yield
    calendars.forget()


def days_of(code: str, year: int = 2026) -> dict[date, SheetDay]:
    return {day.on: day for _month, weeks in year_sheet(code, year) for week in weeks for day in week if day}


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_day_of_the_year_stands_on_the_sheet_once_under_its_weekday(year: int) -> None:
    first = date(year, 1, 1)
    wanted = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert list(days_of("office", year)) == wanted
    for _month, weeks in year_sheet("office", year):
        for week in weeks:
            assert [day.on.weekday() for day in week if day] == [n for n, day in enumerate(week) if day]


@pytest.mark.parametrize(
    ("day", "kind", "mark", "label"),
    [
        ("2026-11-23", "work", "", "2026-11-23 08:30-12:00、13:30-17:30"),
        ("2026-11-22", "rest", "", "2026-11-22 休息"),
        ("2026-10-01", "holiday", "休", "2026-10-01 国庆节 休息"),
        ("2026-10-10", "shifted", "班", "2026-10-10 国庆节 08:30-12:00、13:30-17:30"),
    ],
)
def test_a_day_is_told_by_kind_mark_and_words(day: str, kind: str, mark: str, label: str) -> None:
    shown = days_of("office")[date.fromisoformat(day)]
    assert (shown.kind, shown.mark, shown.label) == (kind, mark, label)


def test_the_companys_own_arrangement_wins_over_the_holiday_it_falls_on() -> None:
    commands.change_exception(date(2026, 10, 1), DayKind.WORKING, name="保供值守", by="admin")
    shown = days_of("office")[date(2026, 10, 1)]
    assert (shown.kind, shown.reason) == ("exception", "保供值守")
    assert shown.hours


def test_a_general_exception_stands_only_where_holidays_are_kept() -> None:
    commands.change_exception(date(2026, 11, 23), DayKind.HOLIDAY, name="纪念日", by="admin")
    assert set(exceptions_of("big_small_week", 2026)) == {date(2026, 11, 23)}
    assert exceptions_of("two_shift", 2026) == {}
    assert days_of("two_shift")[date(2026, 11, 23)].kind == "work"


def test_a_calendars_own_exception_hides_the_general_one() -> None:
    day = date(2026, 11, 23)
    commands.change_exception(day, DayKind.HOLIDAY, name="纪念日", by="admin")
    commands.change_exception(day, DayKind.WORKING, name="照常", calendar="office", by="admin")
    assert exceptions_of("office", 2026)[day].name == "照常"
    assert exceptions_of("big_small_week", 2026)[day].name == "纪念日"


def test_an_imported_year_names_its_days_and_a_provisional_one_has_none() -> None:
    assert {day.kind for day in days_of("office", 2027).values()} == {"work", "rest"}
    commands.import_announcement(
        2027, [commands.ShiftedDay(date(2027, 1, 1), "元旦", False)], source="x", by="admin"
    )
    assert days_of("office", 2027)[date(2027, 1, 1)].reason == "元旦"


def test_a_sheet_costs_the_same_however_many_exceptions_it_shows(django_assert_max_num_queries: Any) -> None:
    for n in range(40):
        commands.change_exception(date(2026, 3, 1) + timedelta(n), DayKind.HOLIDAY, name="x", by="admin")
    calendars.get("office")
    with django_assert_max_num_queries(4):
        year_sheet("office", 2026)
