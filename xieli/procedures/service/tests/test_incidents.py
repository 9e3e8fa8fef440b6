"""群体事件: many cases of one cause get one answer (4.3)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.notifications.models import SmsMessage
from xieli.procedures.service import grouping
from xieli.procedures.service.tests.conftest import Play
from xieli.stations.commands import set_banner
from xieli.stations.queries import notices

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def three_cases(play: Play) -> list[Matter]:
    return [play.record(phone=f"1990000000{n}") for n in range(3)]


def test_one_answer_reaches_every_case_of_an_incident(play: Play, cast: Cast) -> None:
    lead, *others = three_cases(play)
    station = play.charger.station
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "本站停电，正在抢修", [station])
        assert grouping.join_all(incident, others, cast.linwan) == 2
        assert set(Matter.objects.filter(case__incident=incident).values_list("state", flat=True)) == {
            "grouped"
        }
        assert not WorkItem.objects.filter(matter__in=others, closed_at=None).exists()
        assert grouping.answer_all(incident, cast.linwan, "供电已恢复，可正常充电") == 2
    for case in others:
        case.refresh_from_db()
        assert (case.state, case.case.result) == ("followed", "供电已恢复，可正常充电")
    assert SmsMessage.objects.filter(template="result").count() == 2
    lead.refresh_from_db()
    assert lead.state == "recorded"


def test_a_station_tells_of_its_open_incidents_beside_its_own_notice(play: Play, cast: Cast) -> None:
    first, second, _third = three_cases(play)
    station = play.charger.station
    set_banner(station, "本站 9 月装修，出入口改在北侧")
    with clock.turned_to(play.now):
        power = grouping.begin(first, cast.linwan, "本站停电", [station])
        grouping.begin(second, cast.linwan, "支付系统故障", [station])
        assert set(notices(station)) == {"本站停电", "支付系统故障", "本站 9 月装修，出入口改在北侧"}
        grouping.answer_all(power, cast.linwan, "已恢复")
        assert notices(station) == ["支付系统故障", "本站 9 月装修，出入口改在北侧"]


def test_answering_again_reaches_only_who_was_not_answered(play: Play, cast: Cast) -> None:
    lead, *others = three_cases(play)
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "停电", [play.charger.station])
        grouping.join_all(incident, others, cast.linwan)
        perform(others[0].pk, "group_answer", Actor.of(cast.linwan), {"result": "已恢复"})
        assert grouping.answer_all(incident, cast.linwan, "已恢复") == 1
        assert grouping.answer_all(incident, cast.linwan, "已恢复") == 0


def test_a_dissatisfied_member_goes_to_the_incidents_handler(play: Play, cast: Cast) -> None:
    lead, member, _third = three_cases(play)
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "停电", [play.charger.station])
        grouping.join_all(incident, [member], cast.linwan)
    play.case = lead
    play.dispatch()
    play.act(cast.guchangchuan, "accept")
    with clock.turned_to(play.now):
        grouping.answer_all(incident, cast.linwan, "已恢复")
    play.case = member
    play.act(Actor.customer(member.customer_id), "reopen", text="我这台还是不行")
    assert play.case.state == "resolving"
    assert WorkItem.objects.get(matter=member, closed_at=None).person == cast.guchangchuan


def test_a_case_can_not_wait_for_itself_nor_lead_twice(play: Play, cast: Cast) -> None:
    lead, *_others = three_cases(play)
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "停电", [play.charger.station])
        with pytest.raises(ActionError):
            perform(lead.pk, "group", Actor.of(cast.linwan), {"incident": str(incident.uid)})
        with pytest.raises(ValidationError):
            grouping.begin(lead, cast.linwan, "停电", [play.charger.station])


def test_a_case_with_a_cause_of_its_own_leaves_the_incident(play: Play, cast: Cast) -> None:
    lead, member, _third = three_cases(play)
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "停电", [play.charger.station])
        grouping.join_all(incident, [member], cast.linwan)
    play.case = member
    play.act(cast.linwan, "ungroup", reason="是枪的问题")
    assert (play.case.state, play.details.incident) == ("recorded", None)


def test_an_incident_is_begun_joined_and_answered_on_its_pages(
    play: Play, cast: Cast, client_of: Login
) -> None:
    lead, member, _third = three_cases(play)
    client = client_of(cast.linwan)
    with clock.turned_to(play.now):
        data = {"stations": [play.charger.station.uid], "banner": "本站停电"}
        answer = client.post(reverse("service:begin_incident", args=[lead.uid]), data)
        page = client.get(answer["Location"]).content.decode()
        assert (member.number or "") in page
        page = client.post(f"{answer['Location']}join/", {"case": [str(member.uid)]}, follow=True)
        assert "已并入 1 张工单" in page.content.decode()
        assert client.post(f"{answer['Location']}answer/", {"answer": " "}).status_code == 422
        page = client.post(f"{answer['Location']}answer/", {"answer": "已恢复"}, follow=True)
        assert "已答复 1 张工单" in page.content.decode()
        assert (member.number or "") in page.content.decode()
        assert "已结束" in client.get(reverse("service:incidents")).content.decode()
    member.refresh_from_db()
    assert member.state == "followed"
