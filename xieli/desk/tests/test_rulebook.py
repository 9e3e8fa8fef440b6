"""时限 and 职责清单: edited in the product, every version kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.desk.views.levels import said
from xieli.matters import limits, registry
from xieli.matters.commands.rulebook import duties_in_force, set_service_level
from xieli.matters.errors import Invalid
from xieli.matters.models import Clock, ClockChange, DutyEntry, Matter, ServiceLevel, WorkItem
from xieli.matters.tests.scenes import submitted

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]
ACCEPT = "/service-levels/toy/accept/?condition="


def running() -> Clock:
    return Clock.objects.get(name="accept", stopped_at=None)


def in_force(name: str) -> str:
    return next(
        one.allowance
        for one in limits.in_force(registry.get("toy"))
        if one.limit.name == name and one.limit.condition == ""
    )


def test_everybody_reads_the_limits_and_those_who_keep_the_rules_change_them(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    page = client_of(cast.linwan).get("/service-levels/").content.decode()
    assert "玩具流程" in page
    assert "2 工作日" in page
    assert ">修改</a>" not in page
    assert client_of(cast.linwan).get(ACCEPT).status_code == 404
    assert ">修改</a>" in client_of(cast.jiangyifan).get("/service-levels/").content.decode()


def test_a_change_holds_from_now_on_and_running_clocks_keep_their_promise(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("旧", cast.rd)
    promised = running().due_at
    client_of(cast.jiangyifan).post(ACCEPT, {"allowance": "1 WD", "reason": "提速"})
    assert in_force("accept") == "1 WD"
    assert running().due_at == promised


def test_running_clocks_move_when_that_is_asked_and_the_move_is_recorded(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("旧", cast.rd)
    promised = running().due_at
    client_of(cast.jiangyifan).post(ACCEPT, {"allowance": "1 WD", "reason": "提速", "move": "on"})
    moved = running()
    assert moved.due_at < promised
    assert moved.original_due_at == promised
    change = ClockChange.objects.get()
    assert (change.kind, change.old_due, change.new_due) == ("rule", promised, moved.due_at)
    assert WorkItem.objects.get(closed_at=None).due_at == moved.due_at


def test_another_condition_s_clocks_do_not_move(submit: Submit, cast: Cast) -> None:
    submit("急", cast.rd, amount=5000)
    promised = running().due_at
    moved = set_service_level(
        registry.get("toy"), "accept", "", "1 WD", "提速", cast.jiangyifan, move_running=True
    )
    assert moved == 0
    assert running().due_at == promised


def test_setting_back_to_the_default_keeps_the_history(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.jiangyifan)
    client.post(ACCEPT, {"allowance": "1 WD", "reason": "提速"})
    client.post(ACCEPT, {"allowance": "", "reason": "做不到"})
    assert in_force("accept") == "2 WD"
    assert ServiceLevel.objects.filter(to_at=None).count() == 1
    page = client.get(ACCEPT).content.decode()
    assert "提速" in page
    assert "做不到" in page


@pytest.mark.parametrize("text", ["3 工作日", "2 h", "-1 WD", "WD", "2 WD, at most soon"])
def test_what_is_no_allowance_is_refused_with_a_sentence(
    toy: str, cast: Cast, client_of: LoggedIn, text: str
) -> None:
    response = client_of(cast.jiangyifan).post(ACCEPT, {"allowance": text, "reason": "试"})
    assert response.status_code == 422
    assert "看不懂" in response.content.decode()
    assert not ServiceLevel.objects.exists()


def test_a_condition_that_cannot_be_read_is_refused(toy: str, cast: Cast) -> None:
    with pytest.raises(Invalid):
        set_service_level(registry.get("toy"), "accept", "amount", "1 WD", "试", cast.jiangyifan)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 WD", "2 工作日"),
        ("30 min C", "30 分钟"),
        ("rest of total, else 4 h W", "总时限的剩余部分，否则 4 小时（工作时间）"),
        ("50 % of first solve, at most 2 WD", "首次时限的 50%，最多 2 工作日"),
        ("60 % of parent total", "上级时限的 60%"),
        ("date needed_by, else 5 WD", "到约定的日期，否则 5 工作日"),
    ],
)
def test_an_allowance_is_said_as_people_say_it(text: str, words: str) -> None:
    assert said(text) == words


def duty(cast: Cast, lead: Any, **more: Any) -> dict[str, Any]:
    return {"subject": "toy:", "lead": str(lead.uid), "reason": "办公会定", **more}


def test_the_list_of_duties_keeps_one_line_in_force_for_each_subject(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.jiangyifan)
    client.post("/duties/edit/", duty(cast, cast.rd))
    client.post("/duties/edit/", duty(cast, cast.om, assisting=[str(cast.rd.uid), str(cast.om.uid)]))
    [entry] = duties_in_force("toy")
    assert (entry.lead, entry.assisting) == (cast.om, [cast.rd.pk])
    assert DutyEntry.objects.count() == 2
    page = client_of(cast.linwan).get("/duties/").content.decode()
    assert "运维检修中心" in page
    assert "平台研发部" in page


def test_only_those_who_keep_the_rules_change_the_list(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    assert client_of(cast.linwan).post("/duties/edit/", duty(cast, cast.rd)).status_code == 404
    assert not DutyEntry.objects.exists()


def test_a_line_without_a_lead_is_refused(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    response = client_of(cast.jiangyifan).post("/duties/edit/", {"subject": "toy:", "reason": "x"})
    assert response.status_code == 422


def test_precedents_are_shown_to_those_who_may_see_the_matter(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    from xieli.matters.models import Ruling

    matter = submit("谁来修", cast.rd)
    Ruling.objects.create(
        matter=matter,
        procedure="toy",
        department=cast.om,
        ruled_by=cast.jiangyifan,
        reason="设备归运维",
        at=MONDAY,
    )
    assert "设备归运维" in client_of(cast.bailu).get("/duties/").content.decode()
    Matter.objects.filter(pk=matter.pk).update(audience=[-cast.linwan.pk])
    assert "设备归运维" not in client_of(cast.bailu).get("/duties/").content.decode()


def test_common_phrases_are_one_s_own(cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    for _ in range(2):
        client.post("/phrases/", {"text": "已现场核实。"})
    assert client.get("/phrases/").content.decode().count("已现场核实。") == 1
    assert "已现场核实。" not in client_of(cast.bailu).get("/phrases/").content.decode()
    phrase = cast.linwan.phrases.get()
    assert client_of(cast.bailu).post(f"/phrases/{phrase.pk}/delete/").status_code == 404
    client.post(f"/phrases/{phrase.pk}/delete/")
    assert not cast.linwan.phrases.exists()


def test_who_keeps_no_phrases_is_offered_those_that_fit_the_act(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    address = submitted(cast).get_absolute_url()
    urging = client_of(cast.linwan).get(f"{address}act/urge/").content.decode()
    agreeing = client_of(cast.fangqiming).get(f"{address}act/accept/").content.decode()
    assert "请尽快办理。" in urging and "同意。" not in urging
    assert "请尽快办理。" not in agreeing


def test_the_end_of_a_version_is_the_beginning_of_the_next(toy: str, cast: Cast) -> None:
    from xieli.core import clock

    procedure = registry.get("toy")
    set_service_level(procedure, "accept", "", "1 WD", "一", cast.jiangyifan)
    with clock.turned_to(MONDAY + timedelta(hours=1)):
        set_service_level(procedure, "accept", "", "3 WD", "二", cast.jiangyifan)
    first, second = ServiceLevel.objects.order_by("from_at")
    assert first.to_at == second.from_at
    assert second.to_at is None
