"""来电受理: who calls is known before the first word; a case takes a few keystrokes; nothing is taken in twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.customers import commands as customers
from xieli.matters.models import DutyEntry, Matter
from xieli.procedures.service import knowledge, queries
from xieli.procedures.service.models import Article, ArticleUse, CaseDetails
from xieli.procedures.service.tests.conftest import STUCK, Play

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


@pytest.fixture
def agent(cast: Cast, client_of: Login) -> Client:
    return client_of(cast.linwan)


def screen(client: Client, **query: str) -> str:
    return client.get(reverse("service:console"), query).content.decode()


def test_a_number_found_by_something_else_stays_masked_and_is_the_cases_all_the_same(
    agent: Client, play: Play, cast: Cast
) -> None:
    customer = customers.meet("13812345678", name="陈思远", plate="云AD12345")
    for query in ({"q": "云AD12345"}, {"customer": str(customer.uid)}):
        page = screen(agent, **query)
        assert 'value="138****5678"' in page
        assert "13812345678" not in page
    data = {**STUCK, "phone": "138****5678", "customer": customer.uid, "key": "masked"}
    assert agent.post("/service/console/record/", data).status_code == 303
    made = Matter.objects.latest("id")
    assert (made.customer, made.case.phone) == (customer, "13812345678")
    around = agent.get("/service/console/around/", {"customer": customer.uid, "phone": "138****5678"})
    assert made.number in around.content.decode()


def test_a_call_about_something_open_is_merged_with_one_button(agent: Client, play: Play) -> None:
    kept = play.record()
    with clock.turned_to(play.now):
        around = agent.get(reverse("service:around"), {"phone": STUCK["phone"], "demand": "connector_stuck"})
        assert f'value="merge:{kept.number}"' in around.content.decode()
        data = {**STUCK, "text": "还没人来", "key": "again", "then": f"merge:{kept.number}"}
        assert agent.post(reverse("service:record"), data).status_code == 303
    merged = Matter.objects.latest("id")
    assert (merged.state, merged.case.duplicate_of) == ("merged", kept)


def test_a_contact_who_calls_is_greeted_by_name(agent: Client, play: Play) -> None:
    fleet = customers.save(customers.Customer(kind="organisation", name="云港公交", phone=""))
    customers.save_contact(customers.Contact(customer=fleet, name="王调度", phone="19900007777"))
    page = screen(agent, phone="019900007777")
    assert 'value="王调度"' in page
    assert "云港公交" in page


@pytest.mark.parametrize("path", ["console/?customer=x", "console/around/?customer=x", "dispatcher/?case=x"])
def test_an_address_that_was_cut_off_breaks_nothing(agent: Client, play: Play, path: str) -> None:
    assert agent.get(f"/service/{path}").status_code in (200, 404)


def test_the_telephone_opens_the_callers_file(agent: Client, play: Play) -> None:
    play.record(caller_name="陈思远", plate="云AD12345", order_no="DD20261124001")
    for query in (
        {"phone": "+86 199 0000 1234"},
        {"q": "云a·d12345"},
        {"q": "DD20261124001"},
        {"q": play.case.number or ""},
    ):
        page = screen(agent, **query)
        assert "陈思远" in page
        assert play.case.number in page
        assert "第一次来电" not in page


def test_an_unknown_number_is_ready_to_be_recorded(agent: Client) -> None:
    page = screen(agent, phone="199 0000 5678")
    assert 'value="19900005678"' in page
    assert "记录后自动建档" in page


def test_a_wrong_search_finds_nobody_and_breaks_nothing(agent: Client) -> None:
    assert "没有“%%%”的客户档案" in screen(agent, q="%%%")


def test_two_who_share_a_car_are_offered_to_choose_from(agent: Client) -> None:
    for phone, name in (("19900000001", "陈思远"), ("19900000002", "陈太太")):
        customers.meet(phone, name=name, plate="云AD12345")
    page = screen(agent, q="云AD12345")
    assert "请选择" in page
    assert "陈思远" in page
    assert "陈太太" in page


@pytest.mark.parametrize("who", ["guchangchuan", "fangqiming"])
def test_only_agents_take_calls(cast: Cast, client_of: Login, who: str) -> None:
    assert client_of(getattr(cast, who)).get(reverse("service:console")).status_code == 404


def test_a_case_is_recorded_with_four_fields(agent: Client, play: Play) -> None:
    answer = agent.post(reverse("service:record"), {**STUCK, "charger": play.charger.code, "key": "k1"})
    case = CaseDetails.objects.select_related("matter").get()
    assert answer["Location"] == case.matter.get_absolute_url()
    assert (case.channel, case.urgency, case.station) == ("hotline", "fault", play.charger.station)
    assert case.matter.initiator is not None


def test_the_same_submission_is_one_case(agent: Client, play: Play) -> None:
    for _ in range(3):
        agent.post(reverse("service:record"), {**STUCK, "charger": play.charger.code, "key": "k1"})
    assert Matter.objects.filter(procedure="service").count() == 1


def test_one_click_records_and_answers(agent: Client, cast: Cast) -> None:
    article = knowledge.save(Article(title="怎么开发票", body="应用内申请", demand="invoice"), cast.hejing)
    data = {
        "kind": "consultation",
        "demand": "invoice",
        "text": "怎么开票",
        "phone": "19900001234",
        "key": "k2",
    }
    agent.post(
        reverse("service:record"),
        {**data, "then": "answer", "answer": "请在应用内申请", "article": article.uid},
    )
    assert Matter.objects.get(procedure="service").state == "answered"
    article.refresh_from_db()
    assert (article.uses, ArticleUse.objects.count()) == (1, 1)


def test_one_click_records_and_dispatches(agent: Client, cast: Cast, play: Play) -> None:
    data = {**STUCK, "charger": play.charger.code, "then": "dispatch", "department": cast.om.uid, "key": "k3"}
    answer = agent.post(reverse("service:record"), data)
    assert answer.status_code == 303, answer.content.decode()
    matter = Matter.objects.get(procedure="service")
    assert (matter.state, matter.lead_department, matter.case.urgency) == ("dispatched", cast.om, "fault")


def test_without_a_department_it_goes_to_who_usually_leads(agent: Client, cast: Cast, play: Play) -> None:
    agent.post(
        reverse("service:record"), {**STUCK, "charger": play.charger.code, "then": "dispatch", "key": "k9"}
    )
    assert Matter.objects.get(procedure="service").lead_department == cast.om


def test_where_the_second_act_is_refused_nothing_is_recorded(agent: Client, play: Play) -> None:
    answer = agent.post(
        reverse("service:record"), {**STUCK, "then": "dispatch", "department": "", "key": "k4"}
    )
    assert answer.status_code == 422
    assert not Matter.objects.filter(procedure="service").exists()


def test_what_was_typed_stays_when_something_is_wrong(agent: Client) -> None:
    answer = agent.post(reverse("service:record"), {**STUCK, "charger": "YG-CS-9999-01", "key": "k5"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "没有编码为" in page
    assert "枪拔不出来" in page


def test_a_customer_chosen_on_the_screen_is_the_cases_customer(agent: Client, cast: Cast) -> None:
    fleet = customers.save(customers.Customer(kind="organisation", name="云港公交", phone=""))
    data = {**STUCK, "phone": "19900007777", "customer": fleet.uid, "key": "k6"}
    agent.post(reverse("service:record"), data)
    assert Matter.objects.get(procedure="service").customer == fleet


def test_duplicates_show_while_the_case_is_typed(agent: Client, play: Play) -> None:
    with clock.turned_to(play.now):
        play.record(phone="19900009999")
        url = reverse("service:around")
        page = agent.get(url, {"charger": play.charger.code, "phone": "19900001234"}).content.decode()
        assert "可能重复" in page
        assert (play.case.number or "") in page
    with clock.turned_to(play.now + timedelta(hours=25)):
        assert "可能重复" not in agent.get(url, {"charger": play.charger.code}).content.decode()


@pytest.mark.parametrize(
    ("asked", "hours", "found"),
    [
        ({"phone": "19900001234"}, 71, True),
        ({"phone": "19900001234"}, 73, False),
        ({"phone": "19900005678"}, 1, False),
        ({"charger": True}, 23, True),
        ({"station": True, "demand": "connector_stuck"}, 1, True),
        ({"station": True, "demand": "invoice"}, 1, False),
        ({"station": True, "demand": "connector_stuck"}, 3, False),
    ],
)
def test_what_counts_as_a_likely_duplicate(
    play: Play, cast: Cast, asked: dict[str, object], hours: int, found: bool
) -> None:
    play.record()
    asked = {**asked}
    if asked.get("charger"):
        asked["charger"] = play.charger
    if asked.get("station"):
        asked["station"] = play.charger.station
    with clock.turned_to(play.now + timedelta(hours=hours)):
        assert bool(queries.duplicates(cast.linwan, **asked)) is found  # type: ignore[arg-type]


def test_a_closed_case_is_no_duplicate(play: Play, cast: Cast) -> None:
    play.record()
    play.act(cast.linwan, "answer", answer="重启后恢复")
    play.act(cast.linwan, "confirmed", rating=5)
    Matter.objects.filter(pk=play.case.pk).update(closed_at=play.now, outcome="closed")
    with clock.turned_to(play.now):
        assert queries.duplicates(cast.linwan, phone="19900001234") == []


def test_machines_go_to_the_stations_operator_other_demands_by_the_list_of_duties(
    play: Play, cast: Cast
) -> None:
    station = play.charger.station
    assert queries.usual_lead("connector_stuck", station) == cast.om
    assert queries.usual_lead("refund", station) is None
    play.record(demand="refund")
    play.dispatch(department=str(cast.fi.uid))
    with clock.turned_to(play.now):
        assert queries.usual_lead("refund", station) == cast.fi
    DutyEntry.objects.create(procedure="service", category="refund", lead=cast.rd, from_at=play.now)
    assert queries.usual_lead("refund", station) == cast.rd


def test_chargers_are_suggested_for_a_stations_name_and_number(agent: Client, play: Play) -> None:
    rows = agent.get(reverse("service:chargers"), {"q": "gaotie 7"}).json()
    assert [row["value"] for row in rows] == ["YG-CS-0012-07"]


def test_the_screen_costs_the_same_however_long_the_history(
    agent: Client, play: Play, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(12):
        play.record()
    screen(agent, phone="19900001234")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        page = screen(agent, phone="19900001234")
    assert page.count("GD20261124-") >= 8
