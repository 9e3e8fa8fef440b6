"""Changing working time: what is refused, what it touches, what is kept."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from xieli.core import clock
from xieli.core.clock import at
from xieli.worktime import calendars, commands
from xieli.worktime.models import CalendarChange, DayException, DayKind
from xieli.worktime.pattern import WeekPattern

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
WEEK = WeekPattern.parse({"weeks": [{"mon": ["09:00-18:00"]}]})


@pytest.fixture(autouse=True)
def from_the_database() -> Iterator[None]:
    calendars.forget()
    yield
    calendars.forget()


def test_a_day_off_for_all_closes_the_calendars_that_keep_holidays_and_no_other() -> None:
    affected = commands.change_exception(DAY, DayKind.HOLIDAY, name="公司纪念日", by="admin")
    assert affected == (("office", "big_small_week"), DAY, DAY)
    assert not calendars.get("office").is_working_day(DAY)
    assert calendars.get("two_shift").is_working_day(DAY)


def test_a_named_calendar_has_its_own_exception_which_wins_over_the_general_one() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, name="公司纪念日", by="admin")
    affected = commands.change_exception(
        DAY, DayKind.WORKING, calendar="office", periods=["09:00-12:00"], name="值守", by="admin"
    )
    assert affected == (("office",), DAY, DAY)
    assert calendars.get("office").elapsed(at(2026, 11, 23), at(2026, 11, 24)) == 3 * 3600
    assert not calendars.get("big_small_week").is_working_day(DAY)


def test_a_shift_calendar_closes_only_when_named() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, calendar="two_shift", name="停产", by="admin")
    assert not calendars.get("two_shift").is_working_day(DAY)


def test_a_worked_sunday_runs_like_the_usual_day() -> None:
    commands.change_exception(date(2026, 11, 22), DayKind.WORKING, name="赶工", by="admin")
    office = calendars.get("office")
    assert office.elapsed(at(2026, 11, 22), at(2026, 11, 23)) == office.day_seconds


def test_a_day_has_one_exception_per_calendar_and_the_last_word_counts() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="admin")
    commands.change_exception(DAY, DayKind.WORKING, periods=["08:00-10:00"], name="改半天", by="admin")
    assert DayException.objects.get().name == "改半天"
    with pytest.raises(IntegrityError), transaction.atomic():
        DayException.objects.create(day=DAY, kind="holiday", name="又一条")


def test_lifting_an_exception_brings_the_day_back() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="admin")
    affected = commands.change_exception(DAY, None, by="admin")
    assert affected.codes == ("office", "big_small_week")
    assert calendars.get("office").is_working_day(DAY)


def test_an_exception_needs_a_reason() -> None:
    with pytest.raises(ValidationError):
        commands.change_exception(DAY, DayKind.HOLIDAY, by="admin")


def test_a_day_off_has_no_hours() -> None:
    with pytest.raises(ValidationError):
        commands.change_exception(DAY, DayKind.HOLIDAY, periods=["08:00-09:00"], name="x", by="admin")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayException.objects.create(day=DAY, kind="holiday", name="x", periods=["08:00-09:00"])


def test_wrong_hours_are_refused_and_nothing_is_written() -> None:
    with pytest.raises(ValueError, match="重叠"):
        commands.change_exception(
            DAY, DayKind.WORKING, periods=["08:00-10:00", "09:00-11:00"], name="x", by="admin"
        )
    assert not CalendarChange.objects.exists()


def test_new_hours_touch_their_date_and_all_later_days() -> None:
    affected = commands.define_calendar(
        "office", "办公时间", WEEK, keeps_holidays=True, valid_from=DAY, by="admin"
    )
    assert affected == (("office",), DAY, commands.LAST_DAY)


def test_no_longer_keeping_holidays_touches_every_day() -> None:
    affected = commands.define_calendar(
        "office", "办公时间", WEEK, keeps_holidays=False, valid_from=DAY, by="admin"
    )
    assert affected.first == commands.FIRST_DAY


def test_each_change_waits_for_the_watcher_once_per_calendar() -> None:
    with clock.turned_to(at(2026, 11, 20, 9)):
        commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="wang")
    pending = CalendarChange.objects.filter(applied_at=None).order_by("calendar")
    assert [(row.calendar, row.first_day, row.last_day) for row in pending] == [
        ("big_small_week", DAY, DAY),
        ("office", DAY, DAY),
    ]
    assert pending[0].changed_at == at(2026, 11, 20, 9)


def test_applied_is_the_only_thing_that_can_be_written_on_a_change_and_only_once() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, calendar="office", name="停电", by="wang")
    rows = CalendarChange.objects.all()
    assert rows.update(applied_at=at(2026, 11, 23)) == 1
    for wrong in ({"applied_at": None}, {"applied_at": at(2026, 11, 24)}, {"changed_by": "li"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**wrong)


def test_the_history_can_be_neither_deleted_nor_emptied() -> None:
    commands.change_exception(DAY, DayKind.HOLIDAY, calendar="office", name="停电", by="wang")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CalendarChange.objects.all().delete()
    empty = connection.cursor()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        empty.execute("TRUNCATE worktime_calendarchange")


@pytest.mark.parametrize(
    "days",
    [
        [],
        [("2027-01-01", False), ("2027-01-01", True)],
        [("2027-01-02", False), ("2027-01-01", False)],
        [("2025-01-01", False)],
        [("2028-05-01", False)],
    ],
)
def test_an_announcement_that_can_not_be_is_refused(days: list[tuple[str, bool]]) -> None:
    listed = [commands.ShiftedDay(date.fromisoformat(day), "元旦", working) for day, working in days]
    with pytest.raises(ValidationError):
        commands.import_announcement(2027, listed, source="x", by="admin")
