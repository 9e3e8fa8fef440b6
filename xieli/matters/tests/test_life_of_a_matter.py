"""From submission to the end: who owes what at each point, what is recorded, what is told."""

from datetime import timedelta
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import ledger
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import available_actions, open_matter, perform
from xieli.matters.errors import AlreadyDone, Invalid, NotAllowed, Stale
from xieli.matters.models import Clock, Event, Matter, WorkItem
from xieli.matters.scene import Scene

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


def submitted(cast: Any, amount: int = 5) -> Matter:
    with clock.turned_to(MONDAY):
        return open_matter(
            "toy",
            Actor.of(cast.linwan),
            "submit",
            {"title": "查日志", "amount": amount, "lead_department": str(cast.rd.uid)},
        )


def holders(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(item.step, item.person.name if item.person else item.department.code) for item in items]


def test_submitting_gives_a_number_and_a_holder(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    assert matter.number == "WJ-2026-0001"
    assert holders(matter) == [("accept", "RD")]
    # Ten working days; Sunday the 20th is worked for the holidays after it (调休).
    assert matter.due_at is not None and clock.local(matter.due_at) == clock.at(2026, 9, 20, 17, 30)


def test_the_whole_way_leaves_one_event_for_each_act_and_a_whole_chain(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    fang = Actor.of(cast.fangqiming)
    perform(matter, "accept", fang, {})
    perform(matter, "deliver", fang, {})
    for signer in (cast.qianwenbo, cast.jiangyifan):
        perform(matter, "approve", Actor.of(signer), {"opinion": "同意"})
    hr = WorkItem.objects.get(matter=matter, closed_at=None).person
    assert hr is not None
    perform(matter, "approve", Actor.of(hr))
    assert matter.state == "filed" and matter.idle
    perform(matter, "timer:over", SYSTEM, now=clock.now() + timedelta(days=7))
    assert matter.closed_at is not None and matter.outcome == "done"
    events = list(Event.objects.filter(matter=matter).order_by("seq"))
    assert [event.action for event in events] == [
        "submit",
        "accept",
        "deliver",
        "approve",
        "approve",
        "approve",
        "timer:over",
    ]
    assert ledger.broken_links(events) == []
    folded = ledger.fold(events)
    assert (folded.state, folded.open_items, folded.number) == ("done", {}, matter.number)
    assert not Clock.objects.filter(matter=matter, stopped_at=None).exists()


def test_one_refusal_under_all_ends_the_round_and_leaves_nobody_stuck(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    fang = Actor.of(cast.fangqiming)
    perform(matter, "accept", fang, {})
    perform(matter, "deliver", fang, {})
    perform(matter, "refuse", Actor.of(cast.qianwenbo), {"reason": "没有凭证"})
    assert matter.state == "sent"
    assert holders(matter) == [("accept", "RD")]


def test_a_stale_page_is_refused_and_nothing_is_changed(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    fang = Actor.of(cast.fangqiming)
    perform(matter, "accept", fang, {}, rev=1)
    with pytest.raises(Stale):
        perform(matter, "deliver", fang, {}, rev=1)


def test_a_second_click_on_a_closed_item_says_who_was_faster(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    item = WorkItem.objects.get(matter=matter)
    perform(matter, "accept", Actor.of(cast.fangqiming), {}, item=item.pk)
    with pytest.raises(AlreadyDone, match="方启明"):
        perform(matter, "accept", Actor.of(cast.yezhen), {}, item=item.pk)


def test_a_stranger_can_neither_act_nor_see_buttons(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    scene = Scene.load(matter, MONDAY)
    names = [one.name for one in available_actions(scene, Actor.of(cast.guchangchuan))]
    assert "accept" not in names and "reassign" not in names
    with pytest.raises(NotAllowed):
        perform(matter, "accept", Actor.of(cast.guchangchuan), {})


def test_bad_input_names_each_field_and_changes_nothing(cast: Any, toy: str) -> None:
    with pytest.raises(Invalid) as wrong:
        open_matter("toy", Actor.of(cast.linwan), "submit", {"title": "", "amount": "-1"})
    assert set(wrong.value.errors) == {"title", "amount", "lead_department"}
    assert not Matter.objects.exists()


def test_the_same_key_acts_once_and_gives_the_same_answer(cast: Any, toy: str) -> None:
    matter = submitted(cast)
    fang = Actor.of(cast.fangqiming)
    first = perform(matter, "accept", fang, {}, key="k1")
    assert perform(matter, "accept", fang, {}, key="k1").pk == first.pk
    assert Event.objects.filter(matter=matter).count() == 2
