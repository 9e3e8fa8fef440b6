"""A changed calendar moves running clocks, and only those it touches."""

from datetime import date, timedelta

import pytest

from xieli.alerts import reprojecting, watcher
from xieli.alerts.tests.scenes import MONDAY, accepted, step_clock, submitted
from xieli.core import clock
from xieli.matters.models import Alert, ClockChange
from xieli.worktime.commands import change_exception
from xieli.worktime.models import CalendarChange, DayKind

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 9, 10)


def closed_on(day, at=MONDAY):
    with clock.turned_to(at):
        change_exception(day, DayKind.HOLIDAY, calendar="office", name="台风停工", by="系统管理员")


def sweep(at=MONDAY):
    with clock.turned_to(at):
        return watcher.sweep(at)


def test_a_day_off_inside_the_span_moves_the_due_moment_and_keeps_the_old_one(cast, toy):
    matter = accepted(cast)
    before = step_clock(matter, "work")
    closed_on(THURSDAY)
    assert sweep().reprojected >= 1
    after = step_clock(matter, "work")
    assert (before.due_at, after.due_at) == (clock.at(2026, 9, 14, 17, 30), clock.at(2026, 9, 15, 17, 30))
    assert after.original_due_at == before.due_at
    assert matter.items.get(closed_at=None).due_at == after.due_at
    change = ClockChange.objects.get(clock=after, kind="calendar")
    assert (change.old_due, change.new_due) == (before.due_at, after.due_at)


def test_the_matters_own_due_moment_moves_along(cast, toy):
    matter = accepted(cast)
    matter.refresh_from_db()
    before = matter.due_at
    closed_on(THURSDAY)
    sweep()
    matter.refresh_from_db()
    assert matter.due_at > before
    assert matter.due_at == step_clock(matter, "total").due_at


def test_a_day_off_outside_the_span_moves_nothing(cast, toy):
    matter = submitted(cast)
    before = step_clock(matter, "accept").due_at
    closed_on(date(2026, 12, 10))
    assert sweep().reprojected == 0
    assert step_clock(matter, "accept").due_at == before
    assert not CalendarChange.objects.filter(applied_at=None).exists()


def test_a_change_is_applied_once(cast, toy):
    accepted(cast)
    closed_on(THURSDAY)
    sweep()
    changes = ClockChange.objects.count()
    assert sweep().reprojected == 0
    assert ClockChange.objects.count() == changes


def test_hours_by_the_wall_clock_and_other_calendars_stay(cast, toy):
    matter = accepted(cast)
    on_site = step_clock(matter, "on_site")
    closed_on(MONDAY.date())
    sweep()
    assert step_clock(matter, "on_site").due_at == on_site.due_at


def test_what_was_already_warned_of_is_not_warned_of_again_where_nothing_moved(cast, toy):
    matter = accepted(cast)
    amber = step_clock(matter, "work").next_at
    sweep(amber)
    count = Alert.objects.filter(clock__name="work").count()
    closed_on(date(2026, 9, 20), at=amber)
    sweep(amber)
    assert Alert.objects.filter(clock__name="work").count() == count


def test_many_clocks_are_moved_in_batches(cast, toy, monkeypatch):
    monkeypatch.setattr(reprojecting, "BATCH", 2)
    matters = [accepted(cast) for _n in range(5)]
    closed_on(THURSDAY)
    sweep()
    assert {step_clock(matter, "work").due_at for matter in matters} == {clock.at(2026, 9, 15, 17, 30)}


def test_a_stopped_clock_keeps_its_moment(cast, toy):
    matter = accepted(cast)
    stopped = matter.clocks.get(name="accept")
    closed_on(date(2026, 9, 8), at=MONDAY + timedelta(hours=1))
    sweep(MONDAY + timedelta(hours=1))
    stopped.refresh_from_db()
    assert stopped.due_at == clock.at(2026, 9, 9, 17, 30)
