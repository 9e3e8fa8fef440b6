"""The watcher as it runs: beside acts, beside other watchers, through a lost database."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from tests.cast import build
from xieli.alerts import acting, raising, watcher
from xieli.alerts.tests.scenes import MONDAY, accepted, filed, step_clock, submitted
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Alert, Clock, Event, Matter
from xieli.notifications.models import Notification

BLUE = MONDAY + timedelta(hours=1)


@contextmanager
def beside(work):
    """Run `work` in a thread with a database connection of its own; joined at the end, its error raised here."""
    failed = []

    def whole():
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=whole)
    thread.start()
    yield
    thread.join(timeout=20)
    assert not thread.is_alive()
    if failed:
        raise failed[0]


def sweep(at):
    with clock.turned_to(at):
        return watcher.sweep(at)


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


@pytest.mark.django_db(transaction=True)
def test_a_sweep_never_waits_for_an_act_and_takes_up_later_what_it_skipped(toy):
    busy, free = submitted(cast := build(), urgent=True), submitted(cast, urgent=True)
    with transaction.atomic():
        Matter.objects.select_for_update().get(pk=busy.pk)  # somebody is acting on it

        with beside(lambda: sweep(BLUE)):
            pass
    assert set(Alert.objects.values_list("matter", flat=True)) == {free.pk}
    sweep(BLUE)
    assert set(Alert.objects.values_list("matter", flat=True)) == {busy.pk, free.pk}


@pytest.mark.django_db(transaction=True)
def test_acts_and_sweeps_on_the_same_matters_never_block_one_another_in_a_circle(toy):
    cast = build()
    matters = [submitted(cast, urgent=True) for _n in range(12)]
    engineer = Actor.of(cast.fangqiming)

    def act():
        for matter in matters:
            with clock.turned_to(BLUE):
                perform(matter.pk, "accept", engineer, {})

    def watch():
        for minute in range(40):
            sweep(BLUE + timedelta(minutes=minute))

    with beside(act), beside(watch):
        watch()
    assert Event.objects.filter(action="accept").count() == 12
    for matter in matters:
        doubled = Alert.objects.filter(matter=matter).values_list("clock", "level", "due_at")
        assert len(doubled) == len(set(doubled))


@pytest.mark.django_db
def test_a_part_that_fails_silences_no_warning(toy, monkeypatch):
    submitted(build(), urgent=True)
    monkeypatch.setattr(watcher.reprojecting, "apply_changes", lambda now: 1 // 0)
    with pytest.raises(ExceptionGroup):
        sweep(BLUE)
    assert Alert.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_watchers_raise_every_warning_once(toy):
    cast = build()
    for _n in range(30):
        submitted(cast, urgent=True)
    late = MONDAY + timedelta(days=2)
    with beside(lambda: sweep(late)), beside(lambda: sweep(late)):
        sweep(late)
    assert Alert.objects.filter(clock__name="accept").count() == 30 * 5
    assert Notification.objects.filter(kind="alert_blue").count() == 30


@pytest.mark.django_db(transaction=True)
def test_two_watchers_make_a_timed_transition_once(toy):
    matter = filed(build())
    due = step_clock(matter, "over").due_at
    with beside(lambda: sweep(due)):
        sweep(due)
    assert Event.objects.filter(matter=matter, action="timer:over").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_running_watcher_raises_a_warning_within_a_second_of_its_moment_also_after_the_line_was_cut(toy):
    cast, stop = build(), threading.Event()
    with beside(lambda: watcher.run(stop)):
        try:
            for cut in (False, True):
                if cut:
                    _cut_other_connections()
                matter = submitted(cast, urgent=True, at=clock.now() - timedelta(hours=1))
                moment = clock.now() + timedelta(seconds=0.4)
                Clock.objects.filter(matter=matter, name="accept").update(
                    next_at=moment, calendar="round_the_clock"
                )
                wait_until(lambda key=matter.pk: Alert.objects.filter(matter=key, level=0).exists())
                alert = Alert.objects.get(matter=matter, clock__name="accept", level=0)
                assert alert.raised_at >= alert.moment
                if not cut:
                    assert alert.raised_at - alert.moment < timedelta(seconds=1)
        finally:
            stop.set()


def _cut_other_connections():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.django_db
def test_an_act_that_is_refused_is_tried_again_later_and_does_not_spin(cast, toy, monkeypatch):
    monkeypatch.setattr(acting, "_postponed", {})
    matter = filed(cast)
    due = step_clock(matter, "over").due_at
    tried = []

    def refuse(*arguments, **options):
        tried.append(options["now"])
        raise NotAllowed("not now")

    monkeypatch.setattr(acting, "perform", refuse)
    for seconds in (0, 1, 299, 300):
        sweep(due + timedelta(seconds=seconds))
    assert tried == [due, due + timedelta(seconds=300)]


@pytest.mark.django_db
def test_a_moment_inside_the_present_second_is_neither_refused_nor_put_off(cast, toy, monkeypatch):
    monkeypatch.setattr(acting, "_postponed", {})
    matter = filed(cast)
    timer = step_clock(matter, "over")
    within = timer.due_at + timedelta(milliseconds=400)
    Clock.objects.filter(pk=timer.pk).update(due_at=within, next_at=within)
    assert sweep(within + timedelta(milliseconds=500)).moved == 0
    assert acting._postponed == {}
    assert sweep(timer.due_at + timedelta(seconds=1)).moved == 1


@pytest.mark.django_db
def test_sleeping_ends_at_the_next_moment_and_never_lasts_longer_than_half_a_second(cast, toy):
    assert watcher._pause() == watcher.LONGEST_SLEEP
    submitted(cast, urgent=True)
    first = watcher.next_moment()
    with clock.turned_to(first - timedelta(seconds=0.2)):
        assert watcher._pause() == pytest.approx(0.2)
    with clock.turned_to(first - timedelta(days=1)):
        assert watcher._pause() == watcher.LONGEST_SLEEP
    with clock.turned_to(first + timedelta(days=1)):
        assert 0 < watcher._pause() < 0.1


@pytest.mark.django_db
def test_after_a_long_outage_everything_missed_is_raised_at_once_with_its_own_moment(cast, toy):
    matter = accepted(cast)
    late = MONDAY + timedelta(days=60)
    sweep(late)
    rows = Alert.objects.filter(matter=matter, clock__name="work").order_by("level")
    assert [row.raised_at for row in rows] == [late] * 4
    assert [row.moment for row in rows] == sorted(row.moment for row in rows)
    assert all(row.moment < late for row in rows)
    assert not Clock.objects.filter(next_at__lte=late).exists()


@pytest.mark.django_db
def test_a_clock_that_cannot_be_warned_of_does_not_silence_the_others(cast, toy):
    bad, good, later = (submitted(cast, urgent=True) for _n in range(3))
    Clock.objects.filter(matter=bad, name="accept").update(warnings="nonsense")
    sweep(BLUE)
    assert set(Alert.objects.values_list("matter", flat=True)) == {good.pk, later.pk}
    Clock.objects.filter(matter=bad, name="accept").update(warnings="urgent")
    sweep(BLUE)
    assert Alert.objects.filter(matter=bad).exists()


@pytest.mark.django_db
def test_a_fault_in_one_timed_act_does_not_stop_the_others(cast, toy, monkeypatch):
    monkeypatch.setattr(acting, "_postponed", {})
    bad, good = filed(cast), filed(cast)
    real = acting.perform

    def perform_one(matter, *arguments, **options):
        if matter == bad.pk:
            raise KeyError("fault")
        return real(matter, *arguments, **options)

    monkeypatch.setattr(acting, "perform", perform_one)
    assert sweep(step_clock(good, "over").due_at).moved == 1


@pytest.mark.django_db
def test_a_batch_is_all_or_nothing(cast, toy, monkeypatch):
    submitted(cast, urgent=True)
    monkeypatch.setattr(raising, "_tell", lambda warned: 1 / 0)
    sweep(BLUE)
    assert not Alert.objects.exists()
    assert Clock.objects.filter(next_at__lte=BLUE).exists()
