"""Every warning at its moment, to the right people, exactly once (I3, I4, 6.1.c)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.alerts import queries, raising, watcher
from xieli.alerts.tests.scenes import MONDAY, accepted, filed, step_clock, submitted
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Alert, Clock, ClockChange, Event
from xieli.notifications.models import Notification

pytestmark = pytest.mark.django_db
LONG_AFTER = timedelta(days=90)


def sweep(at):
    with clock.turned_to(at):
        return watcher.sweep(at)


def alerts(matter, name):
    rows = Alert.objects.filter(matter=matter, clock__name=name).order_by("level")
    return [(row.level, row.colour, row.moment) for row in rows]


def told(matter, kind):
    rows = Notification.objects.filter(matter=matter.pk, kind=kind).order_by("id")
    return [row.recipient.name for row in rows]


def test_nothing_is_raised_before_its_moment(cast, toy):
    submitted(cast)
    assert not sweep(MONDAY)
    assert watcher.next_moment() > MONDAY
    assert not sweep(watcher.next_moment() - timedelta(microseconds=1))
    assert sweep(watcher.next_moment()).raised == 1


def test_an_urgent_step_is_blue_amber_red_and_escalated_twice_each_at_its_moment(cast, toy):
    matter = submitted(cast, urgent=True)
    sweep(MONDAY + LONG_AFTER)
    at = [MONDAY + timedelta(hours=hours) for hours in (1, 1.6, 2, 3)]
    found = alerts(matter, "accept")
    assert [(level, colour) for level, colour, _moment in found] == [
        (0, "blue"),
        (1, "amber"),
        (2, "red"),
        (3, "escalated"),
        (4, "escalated"),
    ]
    assert [moment for _level, _colour, moment in found][:3] == at[:3]


def test_a_normal_step_of_working_days_is_amber_red_and_escalated_after_one_and_three_working_days(cast, toy):
    matter = accepted(cast)
    due = step_clock(matter, "work").due_at
    sweep(MONDAY + LONG_AFTER)
    found = alerts(matter, "work")
    assert [colour for _level, colour, _moment in found] == ["amber", "red", "escalated", "escalated"]
    assert found[1][2] == due == clock.at(2026, 9, 14, 17, 30)
    assert [moment for _l, _c, moment in found][2:] == [
        clock.at(2026, 9, 15, 17, 30),
        clock.at(2026, 9, 17, 17, 30),
    ]


def test_sweeping_again_raises_nothing_twice(cast, toy):
    submitted(cast, urgent=True)
    sweep(MONDAY + LONG_AFTER)
    counts = Alert.objects.count(), Notification.objects.count()
    assert not sweep(MONDAY + LONG_AFTER)
    assert (Alert.objects.count(), Notification.objects.count()) == counts


def test_a_warning_whose_alert_is_already_there_tells_nobody_again(cast, toy):
    matter = submitted(cast)
    first = watcher.next_moment()
    sweep(first)
    row = step_clock(matter, "accept")
    told_before = Notification.objects.count()
    Clock.objects.filter(pk=row.pk).update(level=0, next_at=first)  # as if the advance had been lost
    sweep(first)
    assert Alert.objects.filter(clock=row, level=0).count() == 1
    assert Notification.objects.count() == told_before
    row.refresh_from_db()
    assert row.level == 1


def test_the_chain_goes_from_the_holder_over_the_head_to_the_executive_and_the_general_manager(cast, toy):
    matter = accepted(cast)
    sweep(MONDAY + LONG_AFTER)
    alert = {row.level: row.recipients for row in Alert.objects.filter(clock__name="work")}
    holder, head = cast.fangqiming.pk, cast.tangyue.pk
    executive, general_manager = cast.hanliren.pk, cast.luchengyuan.pk
    assert alert == {0: [holder], 1: [holder, head], 2: [head, executive], 3: [executive, general_manager]}
    assert set(told(matter, "alert_amber")) >= {"方启明"}
    assert set(told(matter, "alert_escalated")) >= {"唐越", "韩立人", "陆承远"}


def test_an_item_nobody_has_claimed_warns_the_head(cast, toy):
    matter = submitted(cast)
    sweep(watcher.next_moment())
    assert told(matter, "alert_amber") == ["唐越"]


def test_a_team_leader_hears_of_an_urgent_amber(cast, toy):
    with clock.turned_to(MONDAY):
        matter = submitted(cast, urgent=True)
        matter.lead_department = cast.om
        matter.save()
    item = matter.items.get()
    item.department, item.person = cast.om, cast.guchangchuan
    item.save()
    sweep(MONDAY + timedelta(hours=1, minutes=40))
    assert set(told(matter, "alert_amber")) == {"顾长川", "丁建"}


def test_nobody_who_may_not_see_the_matter_is_told(cast, toy):
    matter = accepted(cast)
    matter.classification, matter.audience = "confidential", [-cast.fangqiming.pk]
    matter.save()
    sweep(MONDAY + LONG_AFTER)
    rows = Notification.objects.filter(matter=matter.pk, kind__startswith="alert")
    assert {row.recipient_id for row in rows} == {cast.fangqiming.pk}
    assert rows.filter(kind="alert_escalated").exists()


def test_only_urgent_warnings_may_push_at_night(cast, toy):
    urgent, normal = submitted(cast, urgent=True), accepted(cast)
    sweep(MONDAY + LONG_AFTER)
    assert set(
        Notification.objects.filter(matter=normal.pk, kind="alert_red", text__contains="期限")
        .exclude(params__clock={"t": "到场"})
        .values_list("urgency", flat=True)
    ) >= {"normal"}
    step = Alert.objects.filter(matter=urgent, clock__name="accept").values_list("level", flat=True)
    assert len(step) == 5
    rows = Notification.objects.filter(matter=urgent.pk, kind="alert_blue")
    assert {row.urgency for row in rows} == {"urgent"}


def test_a_stopped_clock_warns_no_more(cast, toy):
    matter = submitted(cast, urgent=True)
    with clock.turned_to(MONDAY + timedelta(minutes=5)):
        perform(matter, "accept", Actor.of(cast.fangqiming), {})
    sweep(MONDAY + LONG_AFTER)
    assert alerts(matter, "accept") == []


def test_an_extended_clock_warns_again_for_its_new_due_moment(cast, toy):
    matter = accepted(cast)
    row = step_clock(matter, "work")
    sweep(row.next_at)
    with clock.turned_to(row.next_at):
        new_due = clock.at(2026, 9, 21, 17, 30)
        perform(
            matter,
            "give_notice",
            Actor.of(cast.fangqiming),
            {"new_due": clock.local(new_due).strftime("%Y-%m-%dT%H:%M"), "reason": "等备件"},
        )
        side = matter.items.get(closed_at=None, main=False)
        perform(matter, "approve", Actor.of(side.person), {}, item=side.pk)
    sweep(MONDAY + LONG_AFTER)
    ambers = Alert.objects.filter(clock=row, level=0).order_by("due_at")
    assert [one.due_at for one in ambers] == [row.due_at, new_due]


def test_a_pause_ends_at_its_date_by_itself_and_the_warnings_go_on(cast, toy):
    matter = accepted(cast)
    until = clock.at(2026, 9, 8, 15, 0)
    with clock.turned_to(MONDAY):
        perform(
            matter,
            "pause",
            Actor.of(cast.fangqiming),
            {
                "cause": "customer",
                "until": clock.local(until).strftime("%Y-%m-%dT%H:%M"),
                "reason": "客户请稍等",
            },
        )
    assert step_clock(matter, "work").paused_at is not None
    assert sweep(until - timedelta(seconds=1)).resumed == 0
    assert sweep(until).resumed == 1
    assert step_clock(matter, "work").paused_at is None
    assert Event.objects.filter(matter=matter, action="resume").count() == 1
    assert not ClockChange.objects.filter(kind="pause", ended_at=None).exists()
    sweep(MONDAY + LONG_AFTER)
    assert len(alerts(matter, "work")) == 4


def test_a_timed_transition_is_made_at_its_moment_by_the_system(cast, toy):
    matter = filed(cast)
    timer = step_clock(matter, "over")
    assert sweep(timer.due_at - timedelta(seconds=1)).moved == 0
    assert sweep(timer.due_at).moved == 1
    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == ("done", "done")
    event = Event.objects.filter(matter=matter).order_by("-seq").first()
    assert event.action == "timer:over"


def test_many_due_at_once_are_raised_in_batches_of_few_statements(cast, toy, django_assert_max_num_queries):
    for _n in range(8):
        submitted(cast, urgent=True)
    blue = MONDAY + timedelta(hours=1)
    with clock.turned_to(blue):
        assert len(raising.raise_batch(blue, 3)) == 3
        with django_assert_max_num_queries(8):
            assert len(raising.raise_batch(blue, 100)) == 5
    assert Alert.objects.filter(colour="blue").count() == 8


def test_every_alert_names_its_clock_matter_item_and_department(cast, toy):
    matter = accepted(cast)
    row = step_clock(matter, "work")
    sweep(row.next_at)
    alert = Alert.objects.get(clock=row)
    assert (alert.matter_id, alert.item_id, alert.department_id) == (matter.pk, row.item_id, cast.rd.pk)
    assert alert.raised_at == row.next_at
    assert alert.due_at == row.due_at


def test_the_invariants_name_what_was_not_raised_in_time(cast, toy):
    matter = submitted(cast, urgent=True)
    row = step_clock(matter, "accept")
    assert queries.unraised(row.next_at + timedelta(seconds=60)) == []
    assert row.pk in queries.unraised(row.next_at + timedelta(seconds=61))
    sweep(MONDAY + LONG_AFTER)
    assert queries.unraised(MONDAY + LONG_AFTER + timedelta(days=1)) == []
    assert queries.doubled() == []


def test_a_rehearsal_does_all_that_a_warning_takes_and_leaves_nothing(cast, toy):
    matter = submitted(cast, urgent=True)
    before = list(Clock.objects.values())
    with CaptureQueriesContext(connection) as rehearsed, clock.turned_to(MONDAY):
        raising.rehearse(MONDAY)
    assert list(Clock.objects.values()) == before
    assert not Alert.objects.exists() and not told(matter, "alert_blue")
    assert any("INSERT INTO matters_alert" in one["sql"] for one in rehearsed)
    assert any("INSERT INTO notifications_notification" in one["sql"] for one in rehearsed)
    assert sweep(watcher.next_moment()).raised == 1


def test_what_is_about_to_fall_due_is_read_once_and_nothing_changes(cast, toy):
    matter = submitted(cast, urgent=True)
    moment, before = watcher.next_moment(), list(Clock.objects.values())
    soon = moment - watcher.AHEAD / 2
    with clock.turned_to(soon), CaptureQueriesContext(connection) as looked:
        assert raising.look_ahead(soon, moment - timedelta(microseconds=1)) == 0
        assert raising.look_ahead(soon, moment) == 1
        seen = watcher.look_ahead(soon)
    assert seen == soon + watcher.AHEAD
    with clock.turned_to(moment):
        assert raising.look_ahead(seen, moment + timedelta(seconds=1)) == 0  # looked at before
    assert not any("UPDATE" in one["sql"] for one in looked)
    assert list(Clock.objects.values()) == before
    assert not Alert.objects.exists() and not told(matter, "alert_blue")
    assert sweep(moment).raised == 1
