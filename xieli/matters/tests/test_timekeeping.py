"""提前说明 / 延期, 挂起 / 恢复, 催办: saying beforehand that it will be late, and stopping the clock (5.2.b, §0)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError, AlreadyDone, NotAllowed
from xieli.matters.forms import NoticeForm
from xieli.matters.models import Clock, ClockChange, Event, Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.organisation import commands as organisation

from .scenes import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    accepted,
    clock_of,
    do,
    holders,
    main_round,
    open_item,
    signing,
    submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
FRIDAY = clock.at(2026, 9, 11, 10, 0)  # the work is due on Monday the 14th at 17:30
WORK_DUE = clock.at(2026, 9, 14, 17, 30)


def ask(matter: Matter, cast: Any, now: datetime, until: str = "2026-09-18T17:30") -> bool:
    """方启明 gives notice; whether it counted as early."""
    do(matter, "give_notice", cast.fangqiming, now=now, new_due=until)
    return bool(Event.objects.filter(matter=matter, action="give_notice").latest("seq").facts["early"])


def test_whoever_gives_notice_reads_until_when_it_is_due_now(cast: Any) -> None:
    scene = Scene.load(Matter.objects.get(pk=accepted(cast).pk), FRIDAY)
    scene.item = scene.items[0]
    assert "2026-09-14 17:30" in str(NoticeForm(scene=scene).fields["new_due"].help_text)


def test_an_agreed_extension_moves_the_due_moment_and_keeps_the_original(cast: Any) -> None:
    matter = accepted(cast)
    assert clock_of(matter, "work").due_at == WORK_DUE
    assert ask(matter, cast, TUESDAY)
    assert holders(matter) == [("work", "RD"), ("decide_extension", "linwan")]
    do(matter, "approve", cast.linwan, now=TUESDAY)
    step, item = clock_of(matter, "work"), open_item(matter)
    assert (step.due_at, step.original_due_at) == (clock.at(2026, 9, 18, 17, 30), WORK_DUE)
    assert (item.due_at, item.original_due_at) == (step.due_at, WORK_DUE)
    assert ClockChange.objects.get(clock=step).kind == "extension"


def test_a_refused_extension_leaves_the_old_date_and_it_may_be_asked_again(cast: Any) -> None:
    matter = accepted(cast)
    ask(matter, cast, TUESDAY)
    do(matter, "refuse", cast.linwan, now=TUESDAY)
    assert clock_of(matter, "work").due_at == WORK_DUE
    ask(matter, cast, TUESDAY)


def test_the_second_extension_is_the_executives_and_there_is_no_third(cast: Any) -> None:
    matter = accepted(cast)
    ask(matter, cast, TUESDAY)
    do(matter, "approve", cast.linwan, now=TUESDAY)
    ask(matter, cast, TUESDAY, "2026-09-23T17:30")
    assert holders(matter)[1] == ("decide_extension", "hanliren")
    do(matter, "approve", cast.hanliren, now=TUESDAY)
    with pytest.raises(NotAllowed):
        ask(matter, cast, TUESDAY, "2026-09-30T17:30")


def test_one_request_at_a_time_before_the_deadline_and_to_a_later_date(cast: Any) -> None:
    matter = accepted(cast)
    with pytest.raises(ActionError, match="晚于"):
        ask(matter, cast, TUESDAY, "2026-09-10T17:30")
    with pytest.raises(NotAllowed):
        ask(matter, cast, WORK_DUE + timedelta(minutes=1))
    ask(matter, cast, TUESDAY)
    with pytest.raises(NotAllowed):
        ask(matter, cast, TUESDAY)


@pytest.mark.parametrize(
    ("moment", "early"),
    [
        (FRIDAY, True),
        (clock.at(2026, 9, 11, 17, 30), True),  # one whole working day before due
        (clock.at(2026, 9, 14, 9, 30), False),  # less than a day left
    ],
)
def test_notice_is_early_with_a_fifth_and_a_working_day_left(
    cast: Any, moment: datetime, early: bool
) -> None:
    assert ask(accepted(cast), cast, moment) is early


@pytest.mark.parametrize(("minutes", "early"), [(90, True), (96, True), (97, False)])
def test_short_limits_need_only_a_fifth(cast: Any, minutes: int, early: bool) -> None:
    matter = submitted(cast, amount=5000)  # two working hours
    do(
        matter,
        "give_notice",
        cast.fangqiming,
        now=MONDAY + timedelta(minutes=minutes),
        new_due="2026-09-08T17:30",
    )
    assert Event.objects.filter(matter=matter).latest("seq").facts["early"] is early


def test_nobody_agrees_to_their_own_delay(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "return_", cast.fangqiming, ground="missing")
    do(matter, "give_notice", cast.linwan, new_due="2026-09-18T17:30")
    assert ("decide_extension", "zhoumin") in holders(matter)


def test_a_head_who_raised_it_does_not_agree_to_their_own_delay_either(cast: Any) -> None:
    matter = submitted(cast, by="zhoumin")  # head of customer service
    do(matter, "return_", cast.fangqiming, ground="missing")
    do(matter, "give_notice", cast.zhoumin, new_due="2026-09-18T17:30")
    assert ("decide_extension", "suwanqing") in holders(matter)


def test_a_head_does_not_decide_on_their_own_long_pause(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "pause", cast.qianwenbo, cause="customer", until="2026-10-30T09:00")
    assert ("decide_pause", "hanliren") in holders(matter)
    with pytest.raises(NotAllowed):  # one request at a time
        do(matter, "pause", cast.qianwenbo, cause="customer", until="2026-10-30T09:00")


def test_nobody_agrees_to_their_own_request_as_a_deputy(cast: Any) -> None:
    matter = accepted(cast)
    with clock.turned_to(MONDAY):
        organisation.delegate(cast.linwan, cast.fangqiming, MONDAY, WEDNESDAY, "出差")
    ask(matter, cast, TUESDAY)
    decision = WorkItem.objects.get(matter=matter, step="decide_extension", closed_at=None)
    assert decision.person == cast.linwan and decision.deputy != cast.fangqiming
    WorkItem.objects.filter(pk=decision.pk).update(deputy=cast.fangqiming)  # called in later
    with pytest.raises(NotAllowed):
        do(matter, "approve", cast.fangqiming, now=TUESDAY, item=decision.pk)


def test_an_extension_may_be_asked_for_in_a_pause_and_counts_from_its_end(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T18:00")
    with pytest.raises(ActionError, match="晚于"):  # what stands still moves the date by itself: to the 16th
        ask(matter, cast, TUESDAY, "2026-09-16T17:30")
    ask(matter, cast, TUESDAY, "2026-09-21T17:30")
    do(matter, "approve", cast.linwan, now=TUESDAY)
    perform(matter, "resume", SYSTEM, now=clock.at(2026, 9, 9, 18, 0))
    assert clock_of(matter, "work").due_at == open_item(matter).due_at == clock.at(2026, 9, 21, 17, 30)


def test_a_date_asked_for_lies_ahead_however_long_it_stood_still(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T18:00")
    Clock.objects.filter(matter=matter, paused_at__isnull=False).update(pause_until=None, next_at=None)
    with pytest.raises(
        ActionError, match="晚于现在"
    ):  # beyond the 14th, at which it stands, and over all the same
        ask(matter, cast, clock.at(2026, 9, 22, 9, 0), "2026-09-21T17:30")


def test_an_extension_granted_in_a_pause_is_as_if_granted_before_it(cast: Any) -> None:
    matter = accepted(cast)
    ask(matter, cast, MONDAY)  # from the 14th to the 18th: four working days more
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-10T09:00", now=TUESDAY)
    do(matter, "approve", cast.linwan, now=WEDNESDAY)
    step = clock_of(matter, "work")
    assert step.paused_at == TUESDAY and step.pause_until == step.next_at
    assert ClockChange.objects.get(clock=step, kind="extension").new_due == clock.at(2026, 9, 18, 17, 30)
    perform(matter, "resume", SYSTEM, now=clock.at(2026, 9, 10, 9, 0))
    step.refresh_from_db()
    assert step.due_at == clock.at(2026, 9, 21, 17, 30)  # two closes stood still; Sunday the 20th is worked
    assert step.original_due_at == WORK_DUE


def test_an_extension_asked_by_one_signer_moves_no_other_signers_clock(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "give_notice", cast.jiangyifan, new_due="2026-09-18T17:30")
    do(matter, "approve", cast.linwan)
    due = {
        item.person.pinyin: clock.local(item.due_at).day
        for item in WorkItem.objects.filter(matter=matter, closed_at=None)
    }
    assert due == {"qianwenbo": 8, "jiangyifan": 18, "wujia": 8}


def test_a_short_pause_is_the_holders_own_and_ends_at_its_date(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T09:00")
    assert holders(matter) == [("work", "RD")] and clock_of(matter, "total").paused_at == MONDAY
    with pytest.raises(AlreadyDone):
        perform(matter, "resume", SYSTEM, now=TUESDAY)
    perform(matter, "resume", SYSTEM, now=clock.at(2026, 9, 9, 9, 0))
    assert clock_of(matter, "work").due_at == clock.at(2026, 9, 15, 17, 30)


def test_work_done_in_a_pause_is_judged_with_the_pause_taken_off(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T12:00")
    do(matter, "deliver", cast.fangqiming, now=clock.at(2026, 9, 9, 9, 0))
    step = Clock.objects.get(matter=matter, name="work")
    assert step.outcome == "met" and step.due_at == WORK_DUE + timedelta(days=1)
    assert WorkItem.objects.get(matter=matter, step="work").due_at == step.due_at


def test_a_long_pause_is_decided_by_the_head(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="outside_cause", until="2026-09-18T09:00")
    assert holders(matter)[1] == ("decide_pause", "tangyue") and clock_of(matter, "work").paused_at is None
    do(matter, "approve", cast.tangyue, now=TUESDAY)
    assert clock_of(matter, "work").pause_until == clock.at(2026, 9, 18, 9, 0)


def test_a_pause_needs_a_declared_reason_and_a_date_ahead(cast: Any) -> None:
    matter = accepted(cast)
    with pytest.raises(ActionError, match="事由"):
        do(matter, "pause", cast.fangqiming, cause="tired", until="2026-09-09T09:00")
    with pytest.raises(ActionError, match="晚于现在"):
        do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-01T09:00")


def test_one_signers_pause_stops_no_other_signers_clock(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "pause", cast.qianwenbo, cause="customer", until="2026-09-09T09:00")
    paused = [
        item.clocks.get().paused_at is not None for item in main_round(matter).items.order_by("seat__ordinal")
    ]
    assert paused == [True, False, False]


def test_any_signers_pause_ends_by_itself_at_its_date(cast: Any) -> None:
    matter = signing(cast)
    for signer in (cast.jiangyifan, cast.wujia):
        do(matter, "pause", signer, cause="customer", until="2026-09-08T09:00")
    perform(matter, "resume", SYSTEM, now=TUESDAY)
    assert not Clock.objects.filter(matter=matter, paused_at__isnull=False).exists()


def test_a_transfer_while_paused_does_not_leave_the_total_standing_for_ever(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T18:00")
    do(matter, "reassign", cast.fangqiming, now=TUESDAY, department=str(cast.fi.uid), ground="not_mine")
    assert clock_of(matter, "total").paused_at is not None and clock_of(matter, "work").paused_at is None
    do(matter, "resume", cast.zhengheyun, now=TUESDAY)
    assert clock_of(matter, "total").paused_at is None


def test_urging_is_recorded_and_at_most_once_in_four_hours_for_each_item(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "urge", cast.linwan)
    with pytest.raises(ActionError, match="四小时"):
        do(matter, "urge", cast.zhoumin, now=MONDAY + timedelta(hours=3))
    do(matter, "urge", cast.zhoumin, now=MONDAY + timedelta(hours=4))
    do(matter, "accept", cast.fangqiming, now=MONDAY + timedelta(hours=5))
    do(matter, "urge", cast.linwan, now=MONDAY + timedelta(hours=5))


def test_a_customer_urges_and_comments_on_their_own_matter_only(cast: Any) -> None:
    matter = submitted(cast)
    stranger = Actor.customer(4711)
    for verb in ("urge", "comment"):
        with pytest.raises(NotAllowed):
            perform(matter, verb, stranger, {"text": "…"}, now=MONDAY)
    own = Actor.customer(None, matter_id=matter.pk)
    perform(matter, "urge", own, {}, now=MONDAY)
    perform(matter, "comment", own, {"text": "还没有人联系我"}, now=MONDAY)
    comment = matter.comments.get()
    assert comment.customer and comment.for_customer and comment.author is None


def test_whoever_decides_reads_the_date_asked_for_and_who_sits_for_whom(cast: Any, client_of: Any) -> None:
    matter = submitted(cast)
    do(matter, "return_", cast.fangqiming, ground="missing")
    do(matter, "give_notice", cast.linwan, new_due="2026-09-18T17:30")
    client = client_of(cast.zhoumin)
    with clock.turned_to(MONDAY):
        page = client.get(matter.get_absolute_url()).content.decode()
    assert "申请延期至 9月18日 17:30" in page and "本人回避，改由上级 周敏 办理" in page
    do(matter, "approve", cast.zhoumin)
    with clock.turned_to(MONDAY):
        page = client.get(matter.get_absolute_url()).content.decode()
    assert "延期至 9月18日 17:30" in page
