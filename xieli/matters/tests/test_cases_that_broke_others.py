"""Return × countersign × parallel × timer: the cases in which other engines broke, one test each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import perform
from xieli.matters.commands.rulebook import set_service_level
from xieli.matters.errors import ActionError, AlreadyDone, NotAllowed, Stale
from xieli.matters.models import Clock, ClockChange, WorkItem
from xieli.matters.procedure import Return
from xieli.worktime import calendars

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
    sign_by,
    signing,
    submitted,
    verdicts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def test_a_return_inside_a_countersign_keeps_what_was_signed_and_asks_the_others_again(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    do(matter, "return_", cast.jiangyifan, ground="missing")
    assert matter.state == "working" and holders(matter) == [("work", "RD")]
    do(matter, "resubmit", cast.fangqiming)
    assert matter.state == "signing" and verdicts(matter) == ["approve", "", ""]
    assert holders(matter) == [("sign", "jiangyifan"), ("sign", "wujia")]
    assert main_round(matter).need == 3


def test_content_changed_on_the_way_makes_every_signature_stale(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    do(matter, "return_", cast.jiangyifan, ground="wrong_fact")
    do(matter, "correct", cast.linwan, field="amount", value="9")
    do(matter, "resubmit", cast.fangqiming)
    assert verdicts(matter) == ["", "", ""]


def test_the_declared_act_that_leads_back_is_a_resubmission_too(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    do(matter, "return_", cast.jiangyifan, ground="missing")
    do(matter, "deliver", cast.fangqiming)
    assert verdicts(matter) == ["approve", "", ""] and main_round(matter).payload == {"returns": 1}


def test_a_reminder_does_not_vanish_after_a_return(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "return_", cast.jiangyifan, now=TUESDAY, ground="missing")
    step = clock_of(matter, "work")
    assert step.next_at is not None and step.level == 0
    assert clock_of(matter, "total").next_at is not None


def test_one_rejection_leaves_nobody_stuck(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "refuse", cast.qianwenbo)
    assert matter.state == "sent" and holders(matter) == [("accept", "RD")]
    outcomes = WorkItem.objects.filter(matter=matter, step="sign").values_list("person__pinyin", "outcome")
    assert dict(outcomes) == {"qianwenbo": "done", "jiangyifan": "superseded", "wujia": "superseded"}


def test_the_old_departments_clock_does_not_survive_a_transfer(cast: Any) -> None:
    matter = submitted(cast)
    old = clock_of(matter, "accept")
    do(
        matter,
        "reassign",
        cast.fangqiming,
        now=TUESDAY,
        department=str(cast.fi.uid),
        ground="wrong_addressee",
    )
    old.refresh_from_db()
    new = clock_of(matter, "accept")
    assert old.stopped_at == TUESDAY and old.outcome == "met" and old.next_at is None
    assert new.pk != old.pk and new.used == 0 and new.due_at > old.due_at
    item = open_item(matter)
    assert (item.department, item.due_at) == (cast.fi, new.due_at)


def test_a_breach_stays_with_the_department_that_passed_it_on_late(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, now=MONDAY + timedelta(days=7), department=str(cast.fi.uid))
    assert Clock.objects.get(matter=matter, name="accept", stopped_at__isnull=False).outcome == "late"


def test_a_transfer_inside_the_department_keeps_the_clock_and_splits_what_was_used(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "reassign", cast.fangqiming, now=TUESDAY, person=str(cast.yezhen.uid))
    assert clock_of(matter, "work").item == open_item(matter, cast.yezhen)
    do(matter, "deliver", cast.yezhen, now=WEDNESDAY)
    used = WorkItem.objects.filter(matter=matter, step="work").order_by("id").values_list("used", flat=True)
    day = calendars.get("office").day_seconds
    assert list(used) == [day, day]


def test_a_pause_is_not_lost_when_the_service_level_changes(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T09:00")
    with clock.turned_to(TUESDAY):
        set_service_level(registry.get("toy"), "work", "", "8 WD", "旺季", None, move_running=True)
    step = clock_of(matter, "work")
    assert step.paused_at == MONDAY and step.pause_until == step.next_at == WEDNESDAY
    perform(matter, "resume", SYSTEM, now=WEDNESDAY)
    step.refresh_from_db()
    assert step.paused_at is None and step.allowed == 8
    assert step.due_at == clock.at(2026, 9, 18, 17, 30)  # eight closes from Wednesday on


def test_nobody_approves_out_of_order(cast: Any) -> None:
    sign_by(cast, "order", "qianwenbo", "jiangyifan", "wujia")
    matter = signing(cast)
    assert holders(matter) == [("sign", "qianwenbo")]
    with pytest.raises(NotAllowed):
        do(matter, "approve", cast.jiangyifan)
    for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
        do(matter, "approve", signer)
    assert matter.state == "filed"


def test_nobody_approves_twice(cast: Any) -> None:
    matter = signing(cast)
    item = open_item(matter, cast.qianwenbo).pk
    do(matter, "approve", cast.qianwenbo)
    with pytest.raises(AlreadyDone, match="钱文博"):
        do(matter, "approve", cast.qianwenbo, item=item)
    with pytest.raises(AlreadyDone, match="钱文博"):
        do(matter, "refuse", cast.qianwenbo)
    assert verdicts(matter) == ["approve", "", ""]


def test_a_refusal_without_veto_under_all_ends_the_round_at_once(cast: Any) -> None:
    sign_by(cast, "all", "qianwenbo", "jiangyifan", "wujia", veto=False)
    matter = signing(cast)
    do(matter, "approve", cast.jiangyifan)
    do(matter, "refuse", cast.qianwenbo)
    assert matter.state == "sent"


def test_a_refusal_without_veto_elsewhere_waits_until_the_need_cannot_be_met(cast: Any) -> None:
    sign_by(cast, "share", "qianwenbo", "jiangyifan", "wujia", share=0.5)
    matter = signing(cast)
    do(matter, "refuse", cast.qianwenbo)
    assert matter.state == "signing"
    do(matter, "refuse", cast.jiangyifan)
    assert matter.state == "sent"


def test_a_veto_decides_alone(cast: Any) -> None:
    sign_by(cast, "any", "qianwenbo", "jiangyifan", veto=True)
    matter = signing(cast)
    do(matter, "refuse", cast.qianwenbo)
    assert matter.state == "sent"


def test_nothing_is_reassigned_to_somebody_already_a_signer(cast: Any) -> None:
    matter = signing(cast)
    with pytest.raises(ActionError, match="已在本轮名单中"):
        do(
            matter,
            "reassign",
            cast.jiangyifan,
            person=str(cast.qianwenbo.uid),
            item=open_item(matter, cast.jiangyifan).pk,
        )
    with pytest.raises(ActionError, match="已在本轮名单中"):
        do(matter, "add_signer", cast.jiangyifan, person=str(cast.qianwenbo.uid), where="beside")


def test_a_return_into_a_countersign_does_not_turn_all_into_one_signer(cast: Any) -> None:
    matter = signing(cast)
    for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
        do(matter, "approve", signer)
    toy = registry.get("toy")
    do(matter, "object_", cast.linwan)
    back = Return(toy.states["working"], (toy.states["signing"],))
    registry.add(replace(toy, verbs=replace(toy.verbs, return_=(*toy.verbs.return_, back))))
    do(matter, "correct", cast.linwan, field="amount", value="9")
    do(matter, "return_", cast.fangqiming, ground="outdated")
    assert matter.state == "signing" and main_round(matter).need == 3
    assert [who for _step, who in holders(matter)] == ["qianwenbo", "jiangyifan", "wujia"]
    for signer in (cast.qianwenbo, cast.jiangyifan):
        do(matter, "approve", signer)
        assert matter.state == "signing"
    do(matter, "approve", cast.wujia)
    assert matter.state == "working"  # straight back to who returned it


def test_a_return_into_a_countersign_asks_only_those_whose_signature_is_stale(cast: Any) -> None:
    toy = registry.get("toy")
    back = Return(toy.states["working"], (toy.states["signing"],))
    registry.add(replace(toy, verbs=replace(toy.verbs, return_=(*toy.verbs.return_, back))))
    matter = signing(cast)
    do(matter, "approve", cast.jiangyifan)
    do(matter, "correct", cast.linwan, field="amount", value="9")
    do(matter, "approve", cast.qianwenbo)
    do(matter, "approve", cast.wujia)
    do(matter, "object_", cast.linwan)
    do(matter, "return_", cast.fangqiming, ground="outdated")
    assert verdicts(matter) == ["approve", "", "approve"] and main_round(matter).need == 3
    assert holders(matter) == [("sign", "jiangyifan")]
    do(matter, "approve", cast.jiangyifan)
    assert matter.state == "working"  # straight back to who returned it


def test_neither_a_return_nor_a_transfer_touches_the_total(cast: Any) -> None:
    matter = submitted(cast)
    total = clock_of(matter, "total")
    do(matter, "reassign", cast.fangqiming, now=TUESDAY, department=str(cast.fi.uid), ground="not_mine")
    do(matter, "return_", cast.qianwenbo, now=TUESDAY, ground="missing")
    do(matter, "resubmit", cast.linwan, now=WEDNESDAY)
    after = clock_of(matter, "total")
    assert (after.pk, after.due_at, after.run_from, after.used) == (
        total.pk,
        total.due_at,
        total.run_from,
        total.used,
    )


def test_a_last_vote_always_has_a_destination(cast: Any) -> None:
    """Also when everybody abstains: nobody agreed, so it is refused."""
    matter = signing(cast)
    for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
        do(matter, "abstain", signer)
    assert matter.state == "sent"


def test_no_pause_is_left_behind_when_the_state_is_left(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T18:00")
    do(matter, "deliver", cast.fangqiming, now=TUESDAY)
    assert not Clock.objects.filter(matter=matter).exclude(paused_at=None).exists()
    assert not ClockChange.objects.filter(clock__matter=matter, kind="pause", ended_at=None).exists()
    assert clock_of(matter, "total").next_at is not None


def test_a_pause_of_the_state_ends_with_the_state(cast: Any) -> None:
    matter = accepted(cast)
    total = clock_of(matter, "total").due_at
    do(matter, "ask", cast.fangqiming)
    assert clock_of(matter, "total").paused_at == MONDAY
    do(matter, "answered", cast.fangqiming, now=WEDNESDAY)
    assert clock_of(matter, "total").due_at == clock.at(2026, 9, 21, 17, 30) > total


def test_warnings_are_not_lost_after_a_resume(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T18:00")
    do(matter, "resume", cast.fangqiming, now=WEDNESDAY)
    step = clock_of(matter, "work")
    assert step.next_at is not None and WEDNESDAY < step.next_at < step.due_at


def test_two_tabs_cannot_save_stale_details(cast: Any) -> None:
    matter = accepted(cast)
    rev = matter.rev
    do(matter, "correct", cast.linwan, field="title", value="第一页")
    with pytest.raises(Stale):
        perform(
            matter,
            "correct",
            Actor.of(cast.linwan),
            {"field": "title", "value": "第二页", "reason": "…"},
            rev=rev,
            now=MONDAY,
        )
    matter.refresh_from_db()
    assert matter.title == "第一页"


def test_votes_and_comments_do_not_make_a_page_stale(cast: Any) -> None:
    matter = signing(cast)
    rev = matter.rev
    do(matter, "comment", cast.linwan)
    do(matter, "approve", cast.qianwenbo)
    assert matter.rev == rev
