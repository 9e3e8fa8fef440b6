"""撤回, 撤销, 作废, 更正: what can be undone, and what stays in the record."""

from dataclasses import replace
from typing import Any

import pytest

from xieli.matters import registry
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Clock, Event, WorkItem
from xieli.matters.predicates import holder
from xieli.matters.procedure import Action, Move
from xieli.matters.verify import OF_MATTERS, breaches

from .scenes import MONDAY, TUESDAY, WEDNESDAY, accepted, clock_of, do, holders, open_item, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def test_the_last_act_is_taken_back_and_the_interval_is_the_actors(cast: Any) -> None:
    matter = accepted(cast)
    before = clock_of(matter, "work")
    do(matter, "deliver", cast.fangqiming, now=TUESDAY)
    do(matter, "take_back", cast.fangqiming, now=WEDNESDAY)
    after = clock_of(matter, "work")
    assert matter.state == "working" and holders(matter) == [("work", "RD")]
    assert (after.pk, after.due_at, after.used) == (before.pk, before.due_at, 0)
    signed = WorkItem.objects.filter(matter=matter, step="sign")
    assert set(signed.values_list("outcome", flat=True)) == {"withdrawn"}
    assert not Clock.objects.filter(item__in=signed, stopped_at=None).exists()
    assert list(breaches(None, OF_MATTERS, WEDNESDAY)) == []


def test_taking_back_clears_what_was_judged(cast: Any) -> None:
    matter = accepted(cast)
    assert WorkItem.objects.get(matter=matter, step="accept").info_ok is True
    do(matter, "take_back", cast.fangqiming)
    assert open_item(matter).info_ok is None


@pytest.mark.parametrize("touch", ["seen", "acted", "claimed"])
def test_nothing_is_taken_back_once_somebody_touched_it(cast: Any, touch: str) -> None:
    matter = signing(cast)
    if touch == "seen":
        WorkItem.objects.filter(matter=matter, person=cast.qianwenbo, closed_at=None).update(seen_at=TUESDAY)
    elif touch == "acted":
        do(matter, "approve", cast.qianwenbo)
    else:
        do(matter, "reassign", cast.jiangyifan, person=str(cast.shenruozhou.uid))
    with pytest.raises(NotAllowed):
        do(matter, "take_back", cast.fangqiming)


def test_words_beside_the_work_do_not_stand_in_the_way(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "comment", cast.linwan)
    do(matter, "take_back", cast.fangqiming)
    assert matter.state == "working"


def test_only_who_acted_takes_it_back_and_only_where_declared(cast: Any) -> None:
    matter = signing(cast)
    with pytest.raises(NotAllowed):
        do(matter, "take_back", cast.linwan)
    matter = submitted(cast)
    with pytest.raises(NotAllowed):
        do(matter, "take_back", cast.linwan)  # it gave a number


def test_an_act_that_paused_or_resumed_clocks_is_taken_back_with_them(cast: Any) -> None:
    toy = registry.get("toy")
    registry.add(replace(toy, verbs=replace(toy.verbs, take_back=("ask", "answered"))))
    matter = accepted(cast)
    due = clock_of(matter, "total").due_at, clock_of(matter, "work").due_at
    do(matter, "ask", cast.fangqiming, now=TUESDAY)
    do(matter, "take_back", cast.fangqiming, now=WEDNESDAY)
    assert (clock_of(matter, "total").due_at, clock_of(matter, "work").due_at) == due
    assert matter.state == "working" and clock_of(matter, "total").paused_at is None
    do(matter, "ask", cast.fangqiming, now=WEDNESDAY)
    do(matter, "answered", cast.fangqiming, now=WEDNESDAY)
    do(matter, "take_back", cast.fangqiming, now=WEDNESDAY)
    assert matter.state == "waiting" and clock_of(matter, "total").paused_at == WEDNESDAY
    assert list(breaches(None, OF_MATTERS, WEDNESDAY)) == []


def test_the_initiator_withdraws_the_whole_matter_where_declared(cast: Any) -> None:
    matter = submitted(cast)
    with pytest.raises(NotAllowed):
        do(matter, "withdraw", cast.fangqiming)
    do(matter, "withdraw", cast.linwan, now=TUESDAY)
    assert (matter.state, matter.outcome, matter.closed_at, matter.due_at) == ("void", "void", TUESDAY, None)
    assert WorkItem.objects.get(matter=matter).outcome == "superseded"
    outcomes = Clock.objects.filter(matter=matter).values_list("outcome", flat=True)
    assert "late" not in outcomes and "" not in outcomes


def test_work_under_way_is_not_withdrawn(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        do(accepted(cast), "withdraw", cast.linwan)


def test_void_supersedes_everything_and_clears_what_was_judged(cast: Any) -> None:
    matter = signing(cast)
    with pytest.raises(NotAllowed):
        do(matter, "void", cast.linwan)
    do(matter, "void", cast.shenruozhou)
    assert matter.outcome == "void" and holders(matter) == []
    assert not WorkItem.objects.filter(matter=matter, info_ok__isnull=False).exists()
    assert matter.number is not None  # voided numbers are kept
    with pytest.raises(NotAllowed):
        do(matter, "void", cast.shenruozhou)


def test_an_act_that_ends_undone_supersedes_and_judges_nothing_like_the_verb(cast: Any) -> None:
    toy = registry.get("toy")
    drop = Action(Move((toy.states["working"],), toy.states["void"]), "作废", by=holder, name="drop")
    registry.add(replace(toy, actions={**toy.actions, "drop": drop}))
    matter = accepted(cast)
    do(matter, "drop", cast.fangqiming, now=TUESDAY)
    assert WorkItem.objects.get(matter=matter, step="work").outcome == "superseded"
    assert not WorkItem.objects.filter(matter=matter, info_ok__isnull=False).exists()
    running = Clock.objects.filter(matter=matter).exclude(name="accept")
    assert set(running.values_list("outcome", flat=True)) == {"superseded"}


def test_a_wrong_fact_is_corrected_by_a_new_line_with_a_reason(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "correct", cast.linwan, field="title", value="查三天的日志")
    event = Event.objects.filter(matter=matter).latest("seq")
    assert event.facts["correction"] == {"field": "title", "old": "查日志", "new": "查三天的日志"}
    assert event.texts.get().text == "说明" and matter.title == "查三天的日志"


def test_only_declared_facts_are_corrected_and_only_by_who_has_to_do_with_it(cast: Any) -> None:
    matter = accepted(cast)
    with pytest.raises(ActionError, match="不能更正"):
        do(matter, "correct", cast.linwan, field="state", value="done")
    with pytest.raises(NotAllowed):
        do(matter, "correct", cast.guchangchuan, field="title", value="x")


def test_the_opener_raises_the_classification_and_the_owners_head_alone_lowers_it(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "classify", cast.linwan, classification="secret")
    assert 0 not in matter.audience
    with pytest.raises(ActionError, match="降低密级"):
        do(matter, "classify", cast.linwan, classification="company")
    do(matter, "classify", cast.tangyue, classification="internal")
    assert sorted(matter.departments) == sorted({cast.cs.pk, cast.rd.pk})


def test_time_never_runs_backwards_on_a_matter(cast: Any) -> None:
    matter = accepted(cast, now=TUESDAY)
    do(matter, "deliver", cast.fangqiming, now=MONDAY)
    assert Event.objects.filter(matter=matter).latest("seq").at == TUESDAY
