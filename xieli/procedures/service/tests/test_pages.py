"""The other pages of service: the dispatcher's view, knowledge, calls, incidents, opinions; and a matter's own page."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock, sheets
from xieli.customers.models import Customer
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, perform
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Clock, Follow, Matter, WorkItem
from xieli.notifications.models import Notification, SmsMessage
from xieli.procedures.service import grouping, knowledge
from xieli.procedures.service.calls import CALL_IMPORT
from xieli.procedures.service.calls import SHEET as CALLS
from xieli.procedures.service.models import Article, CallRecord
from xieli.procedures.service.opinion_effects import begin_due_digest, opinions_of
from xieli.procedures.service.tests.conftest import TUESDAY, Play
from xieli.stations.models import Station

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def test_the_cases_page_tells_the_demand_and_its_handling(play: Play, cast: Cast, client_of: Login) -> None:
    play.to("followed")
    with clock.turned_to(play.now):
        page = client_of(cast.linwan).get(play.case.get_absolute_url()).content.decode()
    for words in ("枪拔不出来", "云港高铁东站", "199****1234", "手动解锁", "电话回访"):
        assert words in page
    assert "19900001234" not in page


def test_other_departments_do_not_see_a_case(play: Play, cast: Cast, client_of: Login) -> None:
    play.to("resolving")
    assert client_of(cast.fangqiming).get(play.case.get_absolute_url()).status_code == 404
    assert client_of(cast.maguoqiang).get(play.case.get_absolute_url()).status_code == 200


# Knowledge


def article(cast: Cast, title: str = "枪拔不出来怎么办", **values: object) -> Article:
    body = {"body": "先在应用点结束充电，再按住解锁键三秒。", "demand": "connector_stuck", **values}
    return knowledge.save(Article(title=title, **body), cast.hejing)


def test_an_article_is_found_by_two_characters_of_a_customers_words(cast: Cast) -> None:
    wanted = article(cast, keywords="卡枪 锁死")
    article(cast, title="怎么开发票", body="应用内申请", demand="invoice")
    for words in ("卡枪", "解锁", "拔不出来"):
        assert list(knowledge.find(words)) == [wanted]


def test_without_words_the_demands_most_used_articles_are_suggested(cast: Cast) -> None:
    seldom, often = article(cast, title="甲"), article(cast, title="乙")
    Article.objects.filter(pk=often.pk).update(uses=9)
    article(cast, title="停用", active=False)
    assert knowledge.suggest("", "connector_stuck") == [often, seldom]


def test_each_change_of_an_article_is_a_version_of_its_author(cast: Cast) -> None:
    one = article(cast)
    one.body = "改了"
    knowledge.save(one, cast.sunlixin)
    assert (one.version, one.changed_by) == (2, cast.sunlixin)


def test_everybody_reads_articles_and_leaders_write_them(cast: Cast, client_of: Login) -> None:
    one = article(cast)
    reader, writer = client_of(cast.fangqiming), client_of(cast.hejing)
    assert "枪拔不出来" in reader.get(reverse("service:articles")).content.decode()
    assert "解锁键" in reader.get(reverse("service:article", args=[one.uid])).content.decode()
    assert reader.get(reverse("service:new_article")).status_code == 404
    assert (
        reader.post(reverse("service:article", args=[one.uid]), {"title": "x", "body": "y"}).status_code
        == 404
    )
    answer = writer.post(
        reverse("service:new_article"), {"title": "占位费怎么算", "body": "每分钟 0.5 元", "active": "on"}
    )
    assert answer.status_code == 303
    assert Article.objects.filter(title="占位费怎么算").exists()


# Calls


def book(*rows: list[str]) -> BytesIO:
    return BytesIO(sheets.write("通话记录", [column.title for column in CALLS.columns], rows))


def test_calls_come_in_once_and_find_their_case_and_caller(play: Play, cast: Cast) -> None:
    play.record()
    started = clock.local(TUESDAY - timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S")
    line = ["199-0000-1234", started, "12", "186", cast.linwan.number, "https://example.cn/1.wav", ""]
    for _ in range(2):
        rows = CALL_IMPORT.precheck(book(line))
        assert rows[0].errors == []
        CALL_IMPORT.confirm(CALL_IMPORT.pack(rows, cast.hejing.pk), cast.hejing)
    call = CallRecord.objects.get()
    assert (call.matter, call.customer, call.agent) == (play.case, play.case.customer, cast.linwan)
    assert (call.queue_seconds, call.duration_seconds) == (12, 186)


def test_a_call_with_an_unknown_agent_case_or_link_is_refused(cast: Cast) -> None:
    rows = CALL_IMPORT.precheck(
        book(["19900001234", "2026-11-24 09:00", "", "", "QY9999", "ftp://x/1.wav", "GD20200101-00001"])
    )
    assert len(rows[0].errors) == 3


def test_agents_see_calls_masked_and_those_nobody_recorded(cast: Cast, client_of: Login) -> None:
    CallRecord.objects.create(number="19900001234", started_at=TUESDAY, duration_seconds=60)
    page = client_of(cast.linwan).get(reverse("service:calls"), {"unbound": "1"}).content.decode()
    assert "199****1234" in page
    assert "19900001234" not in page
    assert client_of(cast.guchangchuan).get(reverse("service:calls")).status_code == 404


# Incidents


def three_cases(play: Play) -> list[Matter]:
    return [play.record(phone=f"1990000000{n}") for n in range(3)]


def test_one_answer_reaches_every_case_of_an_incident(play: Play, cast: Cast) -> None:
    lead, *others = three_cases(play)
    station = play.charger.station
    with clock.turned_to(play.now):
        incident = grouping.begin(lead, cast.linwan, "本站停电，正在抢修", [station])
        assert Station.objects.get().banner_at(play.now) == "本站停电，正在抢修"
        assert grouping.join_all(incident, others, cast.linwan) == 2
        assert set(Matter.objects.filter(case__incident=incident).values_list("state", flat=True)) == {
            "grouped"
        }
        assert not WorkItem.objects.filter(matter__in=others, closed_at=None).exists()
        assert grouping.answer_all(incident, cast.linwan, "供电已恢复，可正常充电") == 2
    for case in others:
        case.refresh_from_db()
        assert (case.state, case.case.result) == ("followed", "供电已恢复，可正常充电")
    assert Station.objects.get().banner_at(play.now) == ""
    assert SmsMessage.objects.filter(template="result").count() == 2
    lead.refresh_from_db()
    assert lead.state == "recorded"


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
        client.post(f"{answer['Location']}join/", {"case": [str(member.uid)]})
        assert client.post(f"{answer['Location']}answer/", {"answer": " "}).status_code == 422
        assert client.post(f"{answer['Location']}answer/", {"answer": "已恢复"}).status_code == 303
        assert "已结束" in client.get(reverse("service:incidents")).content.decode()
    member.refresh_from_db()
    assert member.state == "followed"


# Opinions


def opinion(play: Play, *, grave: bool = False) -> Matter:
    data = {"text": "站内没有照明，晚上充电不安全", **({"grave": "on"} if grave else {})}
    with clock.turned_to(play.now):
        return open_child(play.case, "opinion", Actor.of(play.cast.linwan), "submit", data)


def test_an_opinion_is_followed_to_its_answer(play: Play, cast: Cast) -> None:
    play.to("resolving")
    one = opinion(play)
    assert one.number == "KY-2026-0001"
    with clock.turned_to(play.now):
        perform(one, "assign", Actor.of(cast.hejing), {"department": str(cast.om.uid)})
        item = WorkItem.objects.get(matter=one, closed_at=None)
        assert (item.step, item.department) == ("answer_opinion", cast.om)
        assert Clock.objects.get(item=item).allowed == 10
        perform(one, "answer", Actor.of(cast.maguoqiang), {"adopted": "adopted", "answer": "月底前加装照明"})
        perform(one, "tell", Actor.of(cast.linwan), {"told": "已短信告知"})
    assert (one.state, one.customer) == ("closed", play.case.customer)


def test_a_grave_opinion_is_assigned_in_a_quarter_of_an_hour_and_told_to_leaders(
    play: Play, cast: Cast
) -> None:
    play.to("resolving")
    one = opinion(play, grave=True)
    due = WorkItem.objects.get(matter=one, closed_at=None).due_at
    assert due == play.now + timedelta(minutes=15)
    told = set(Notification.objects.filter(matter=one.pk, kind="urged").values_list("recipient", flat=True))
    assert {cast.zhoumin.pk, cast.suwanqing.pk, cast.luchengyuan.pk} <= told


def test_only_leaders_of_the_service_assign_opinions(play: Play, cast: Cast) -> None:
    play.to("resolving")
    one = opinion(play)
    with pytest.raises(NotAllowed), clock.turned_to(play.now):
        perform(one, "assign", Actor.of(cast.linwan), {"department": str(cast.om.uid)})


def test_the_digest_of_last_month_begins_by_itself_once(cast: Cast) -> None:
    with clock.turned_to(clock.at(2026, 12, 1, 0, 5)):
        digest = begin_due_digest()
        assert digest is not None
        assert begin_due_digest() is None
    assert (digest.title, digest.number) == ("2026-11 客户意见汇编", "YH-2026-01")
    item = WorkItem.objects.get(matter=digest, closed_at=None)
    assert (item.person, Clock.objects.get(item=item).allowed) == (cast.zhoumin, 3)
    with clock.turned_to(clock.at(2026, 12, 2, 10)):
        perform(digest, "issue", Actor.of(cast.zhoumin), {"foreword": "本月意见集中在照明与占位费。"})
    readers = set(Follow.objects.filter(matter=digest).values_list("person", flat=True))
    assert {cast.maguoqiang.pk, cast.suwanqing.pk} <= readers


def test_the_digests_page_tells_only_what_the_reader_may_know(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("resolving")
    opinion(play)
    url, month = reverse("service:opinions"), {"month": "2026-11"}
    assert "没有照明" in client_of(cast.linwan).get(url, month).content.decode()
    page = client_of(cast.fangqiming).get(url, month).content.decode()
    assert "没有照明" not in page
    assert "另有 1 条" in page
    assert opinions_of(clock.local(play.now).date()).count() == 1


def test_an_erased_customer_leaves_the_case_without_a_name(play: Play, cast: Cast) -> None:
    from xieli.customers.merging import erase

    play.to("followed")
    customer = Customer.objects.get()
    erase(customer, cast.hejing, "客户要求")
    details = play.details
    assert (details.phone, details.caller_name, details.plate) == ("", "", "")
    assert play.case.customer == customer


def test_the_handler_sees_the_number_to_call_and_it_is_noted(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("resolving")
    url = reverse("service:phone", args=[play.case.uid])
    page = client_of(cast.guchangchuan).post(url).content.decode()
    assert 'href="tel:19900001234"' in page
    trace = play.case.customer.traces.get()
    assert (trace.person, trace.reason) == (cast.guchangchuan, f"办理 {play.case.number}")


@pytest.mark.parametrize("who", ["luodayong", "fangqiming"])
def test_who_need_not_call_does_not_see_the_number(
    play: Play, cast: Cast, client_of: Login, who: str
) -> None:
    play.to("resolving")
    assert (
        client_of(getattr(cast, who)).post(reverse("service:phone", args=[play.case.uid])).status_code == 404
    )
