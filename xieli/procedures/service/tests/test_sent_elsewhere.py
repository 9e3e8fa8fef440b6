"""What was dispatched is sent elsewhere, returned, or complained about (4.3.a)."""

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Clock
from xieli.matters.scene import Scene
from xieli.procedures.service.tests.conftest import Play
from xieli.procedures.service.tests.test_way import MINUTE, due

pytestmark = pytest.mark.django_db


def test_what_was_sent_on_can_be_sent_elsewhere_and_who_did_does_not_call_back(
    play: Play, cast: Cast
) -> None:
    play.to("dispatched")
    with clock.turned_to(play.now):
        offered = {
            one.name: one for one in available_actions(Scene.load(play.case, play.now), Actor.of(cast.linwan))
        }
    assert "dispatch" not in offered
    assert not offered["redispatch"].primary
    on_site = Clock.objects.get(matter=play.case, name="on_site").due_at
    play.act(cast.zhaoxiaotang, "redispatch", department=str(cast.rd.uid), urgency="fault")
    assert (play.case.lead_department, play.details.dispatches) == (cast.rd, 2)
    assert Clock.objects.get(matter=play.case, name="on_site").due_at == on_site
    play.act(cast.fangqiming, "accept")
    play.act(cast.fangqiming, "contact", text="已联系")
    play.act(cast.fangqiming, "resolve", cause="platform", result="已恢复")
    play.act(cast.linwan, "passed")
    with pytest.raises(NotAllowed):
        play.act(cast.zhaoxiaotang, "satisfied", rating=5)


def test_a_fault_returned_is_dispatched_again_within_twenty_minutes(play: Play) -> None:
    play.to("dispatched")
    play.act(play.cast.guchangchuan, "return_", ground="wrong_addressee", reason="平台问题")
    assert due(play, "dispatch") == 20 * MINUTE


def test_a_complaint_about_a_demand_is_not_named_like_the_demand(play: Play) -> None:
    assert (
        play.record(kind="complaint", demand="wrong_charge").title
        == "云港高铁东站 07 号桩 · 投诉（扣费异常）"
    )
    assert play.record(kind="opinion", demand="other", phone="").title == "云港高铁东站 07 号桩 · 意见建议"
