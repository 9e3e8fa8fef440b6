"""Calendars in force: what a company changed is seen at once here, and within seconds elsewhere."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core.clock import at
from xieli.worktime import calendars, commands
from xieli.worktime.models import CalendarChange, DayKind
from xieli.worktime.pattern import WeekPattern

pytestmark = pytest.mark.django_db
NINE_TO_SIX = WeekPattern.parse({"weeks": [{day: ["09:00-18:00"] for day in ("mon", "tue", "wed")}]})


@pytest.fixture(autouse=True)
def from_the_database() -> Iterator[None]:
    calendars.forget()
    yield
    calendars.forget()


def test_a_company_that_changed_nothing_has_the_shipped_calendars() -> None:
    assert [said.code for said in calendars.definitions()] == [
        "office",
        "two_shift",
        "round_the_clock",
        "big_small_week",
    ]
    assert calendars.get("office").add(at(2026, 9, 30, 17), 3600) == at(2026, 10, 8, 9)


def test_an_unknown_calendar_is_an_error() -> None:
    with pytest.raises(KeyError):
        calendars.get("lunar")


def test_asking_again_makes_no_query() -> None:
    calendars.get("office")
    with CaptureQueriesContext(connection) as queries:
        for _n in range(1000):
            calendars.get("office")
    assert len(queries) == 0


def test_loading_takes_a_handful_of_queries_however_many_exceptions_there_are() -> None:
    for day in range(1, 29):
        commands.change_exception(date(2026, 2, day), DayKind.HOLIDAY, name="停产检修", by="admin")
    with CaptureQueriesContext(connection) as queries:
        calendars.get("office")
    assert len(queries) <= 6


def test_another_process_sees_a_change_when_the_check_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    assert calendars.get("office").is_working_day(date(2026, 11, 23))
    stale = calendars._held
    commands.change_exception(date(2026, 11, 23), DayKind.HOLIDAY, name="停电", by="admin")
    monkeypatch.setattr(calendars, "_held", stale)  # what another process still holds
    assert calendars.get("office").is_working_day(date(2026, 11, 23))
    monkeypatch.setattr(calendars, "monotonic", lambda: stale[2] + 1 if stale else 0)
    assert not calendars.get("office").is_working_day(date(2026, 11, 23))


def test_an_unchanged_list_of_changes_keeps_the_day_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = calendars.get("office")
    held = calendars._held
    monkeypatch.setattr(calendars, "monotonic", lambda: held[2] + 1 if held else 0)
    assert calendars.get("office") is kept


def test_a_held_snapshot_is_never_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    calendars.hold(calendars.shipped())
    monkeypatch.setattr(calendars, "monotonic", lambda: 1e12)
    with CaptureQueriesContext(connection) as queries:
        calendars.get("office")
    assert len(queries) == 0


def test_years_without_an_announcement_are_provisional() -> None:
    assert [year for year in range(2003, 2029) if calendars.provisional(year)] == [2003, 2027, 2028]


def test_an_imported_announcement_ends_the_provisional_state_and_shapes_the_year() -> None:
    days = [
        commands.ShiftedDay(date(2027, 1, 1), "元旦", False),
        commands.ShiftedDay(date(2027, 1, 2), "元旦", True),
    ]
    affected = commands.import_announcement(2027, days, source="通知", by="admin")
    assert affected == (("office", "big_small_week"), date(2027, 1, 1), date(2027, 12, 31))
    assert not calendars.provisional(2027)
    office = calendars.get("office")
    assert not office.is_working_day(date(2027, 1, 1))
    assert office.is_working_day(date(2027, 1, 2))
    assert calendars.get("two_shift").is_working_day(date(2027, 1, 1))


def test_an_imported_year_takes_the_place_of_the_published_one() -> None:
    days = [commands.ShiftedDay(date(2026, 10, 1), "国庆节", False)]
    commands.import_announcement(2026, days, source="更正", by="admin")
    office = calendars.get("office")
    assert not office.is_working_day(date(2026, 10, 1))
    assert office.is_working_day(date(2026, 10, 2))
    assert not office.is_working_day(date(2026, 10, 10))
    assert office.is_working_day(date(2025, 9, 28))


def test_an_announcement_may_reach_into_the_last_days_of_the_year_before() -> None:
    days = [
        commands.ShiftedDay(date(2026, 12, 31), "元旦", False),
        commands.ShiftedDay(date(2027, 1, 1), "元旦", False),
    ]
    affected = commands.import_announcement(2027, days, source="通知", by="admin")
    assert affected.first == date(2026, 12, 31)
    assert not calendars.get("office").is_working_day(date(2026, 12, 31))
    assert not calendars.get("office").is_working_day(date(2026, 10, 1))


def test_a_calendar_of_the_companys_own_is_found_by_its_code() -> None:
    commands.define_calendar(
        "night", "夜班", NINE_TO_SIX, keeps_holidays=False, valid_from=date(2026, 5, 1), by="admin"
    )
    assert calendars.definition("night").name == "夜班"
    assert calendars.get("night").day_seconds == 9 * 3600
    assert calendars.get("night").is_working_day(date(2020, 1, 1))  # a Wednesday


def test_new_hours_leave_the_days_before_their_date_alone() -> None:
    commands.define_calendar(
        "office", "办公时间", NINE_TO_SIX, keeps_holidays=True, valid_from=date(2026, 11, 24), by="admin"
    )
    office = calendars.get("office")
    assert office.nth_close(at(2026, 11, 23, 8), 2) == at(2026, 11, 24, 18)
    assert office.nth_close(at(2026, 11, 23, 8), 1) == at(2026, 11, 23, 17, 30)


def test_every_change_is_kept_with_who_made_it() -> None:
    commands.change_exception(date(2026, 11, 23), DayKind.HOLIDAY, name="停电", by="wang")
    commands.change_exception(date(2026, 11, 23), None, by="li")
    rows = CalendarChange.objects.filter(calendar="office").order_by("id")
    assert [(row.changed_by, row.before and row.before["kind"]) for row in rows] == [
        ("wang", None),
        ("li", "holiday"),
    ]
