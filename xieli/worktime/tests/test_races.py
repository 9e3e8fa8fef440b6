"""Two administrators at once, and a process that looks while another writes."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from tests.meanwhile import meanwhile
from xieli.worktime import calendars, commands
from xieli.worktime.models import CalendarChange, DayException, DayKind

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def from_the_database() -> Iterator[None]:
    calendars.forget()
    yield
    calendars.forget()


def test_what_is_not_committed_is_seen_by_nobody_else_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "CHECK_EVERY", 0.0)
    seen: list[bool] = []
    with transaction.atomic():
        commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="wang")
        assert not calendars.get("office").is_working_day(DAY)
        meanwhile(lambda: seen.append(calendars.get("office").is_working_day(DAY)))
    assert seen == [True]
    assert not calendars.get("office").is_working_day(DAY)


def test_a_change_that_is_rolled_back_leaves_no_trace_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "CHECK_EVERY", 0.0)
    with transaction.atomic():
        commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="wang")
        assert not calendars.get("office").is_working_day(DAY)
        transaction.set_rollback(True)
    assert calendars.get("office").is_working_day(DAY)


def test_a_change_with_a_lower_number_committed_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "CHECK_EVERY", 0.0)
    with transaction.atomic():
        commands.change_exception(DAY, DayKind.HOLIDAY, name="停电", by="wang", calendar="office")
        other = date(2026, 11, 24)
        meanwhile(
            lambda: commands.change_exception(
                other, DayKind.HOLIDAY, name="检修", by="li", calendar="big_small_week"
            )
        )
        meanwhile(lambda: calendars.get("office"))
    meanwhile(lambda: calendars.get("office"))
    assert not calendars.get("office").is_working_day(DAY)
    assert not calendars.get("big_small_week").is_working_day(other)


def test_the_same_day_set_by_eight_at_once_has_one_exception_and_eight_lines_of_history() -> None:
    start = threading.Barrier(8)
    faults: list[Exception] = []

    def set_day(number: int) -> None:
        start.wait(20)
        try:
            commands.change_exception(
                DAY, DayKind.HOLIDAY, name=f"第{number}次", by="wang", calendar="office"
            )
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=set_day, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    assert DayException.objects.count() == 1
    assert CalendarChange.objects.count() == 8
