"""Procedures are known by key; start-up refuses matters that stand where nothing is declared any more."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from xieli.matters import registry
from xieli.matters.models import Matter, Round
from xieli.matters.procedure import Item

from .scenes import accepted, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def check() -> None:
    call_command("check", "--tag", "database", databases=["default"], verbosity=0)


def test_declared_states_pass_and_so_do_closed_matters_of_forgotten_procedures(cast: Any) -> None:
    submitted(cast)
    gone = accepted(cast)
    do(gone, "void", cast.shenruozhou)
    Matter.objects.filter(pk=gone.pk).update(procedure="gone")
    check()


@pytest.mark.parametrize("what", [{"procedure": "gone"}, {"state": "forgotten"}])
def test_a_live_state_that_is_declared_no_more_refuses_the_start(cast: Any, what: dict[str, str]) -> None:
    Matter.objects.filter(pk=submitted(cast).pk).update(**what)
    with pytest.raises(SystemCheckError, match=r"matters\.E001"):
        check()


def test_a_live_step_that_is_declared_no_more_refuses_the_start(cast: Any) -> None:
    Round.objects.filter(matter=submitted(cast)).update(step="forgotten")
    assert registry.undeclared_live_states() == [("toy", "sent/forgotten", 1)]


def test_a_question_beside_the_state_that_is_declared_no_more_refuses_the_start(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "give_notice", cast.fangqiming, new_due="2026-09-18T17:30")
    assert registry.undeclared_live_states() == []
    Round.objects.filter(matter=matter, main=False).update(purpose="receipt")
    assert registry.undeclared_live_states() == [("toy", "…/receipt", 1)]


def test_a_rename_is_declared_as_moved_and_work_goes_on(cast: Any) -> None:
    matter = submitted(cast)
    toy = registry.get("toy")
    states = {("delivered_to" if name == "sent" else name): state for name, state in toy.states.items()}
    states["delivered_to"] = replace(toy.states["sent"], name="delivered_to")
    accept = replace(toy.actions["accept"], move=states["delivered_to"] >> toy.states["working"])
    moved = replace(
        toy, states=states, actions={**toy.actions, "accept": accept}, moved={"sent": "delivered_to"}
    )
    registry.add(moved)
    check()
    do(matter, "accept", cast.fangqiming)
    assert matter.state == "working"


def test_a_renamed_step_is_found_under_its_old_name(cast: Any) -> None:
    submitted(cast)
    toy = registry.get("toy")
    owed = toy.states["sent"].owed
    assert isinstance(owed, Item)
    sent = replace(toy.states["sent"], owed=replace(owed, step="take_on"))
    registry.add(replace(toy, states={**toy.states, "sent": sent}, moved={"accept": "take_on"}))
    check()


def test_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        registry.get("nothing")
