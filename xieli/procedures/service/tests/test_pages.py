"""A case's own page: what it tells, to whom; the number is for who must call."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.customers.merging import erase
from xieli.customers.models import Customer
from xieli.matters.models import Matter
from xieli.procedures.service.tests.conftest import Play

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


def test_an_erased_customer_leaves_the_case_without_a_name_or_words(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("followed")
    customer = Customer.objects.get()
    erase(customer, cast.hejing, "客户要求")
    details, case = play.details, Matter.objects.get(pk=play.case.pk)
    assert (details.phone, details.caller_name, details.plate, details.text) == ("", "", "", "")
    assert (case.customer, case.summary) == (customer, "")
    assert "枪拔不出来" not in client_of(cast.linwan).get(case.get_absolute_url()).content.decode()


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


def test_only_who_may_call_is_offered_the_number(play: Play, cast: Cast, client_of: Login) -> None:
    play.to("resolving")
    offered = {}
    for who in (cast.guchangchuan, cast.linwan, cast.luodayong):
        page = client_of(who).get(play.case.get_absolute_url()).content.decode()
        assert "199****1234" in page
        offered[who.name] = (
            reverse("service:phone", args=[play.case.uid]) in page,
            reverse("customers:detail", args=[play.case.customer.uid]) in page,
        )
    assert offered == {"顾长川": (True, False), "林晚": (True, True), "罗大勇": (False, False)}


def test_an_organisations_case_says_who_called_and_from_which_number(
    play: Play, cast: Cast, client_of: Login
) -> None:
    fleet = Customer.objects.create(kind="organisation", name="云港公交集团")
    play.record(caller_name="王调度", phone="19900007777")
    Matter.objects.filter(pk=play.case.pk).update(customer=fleet)
    play.case.refresh_from_db()
    page = client_of(cast.linwan).get(play.case.get_absolute_url()).content.decode()
    for words in ("云港公交集团", "来电人 王调度", "199****7777"):
        assert words in page


def test_a_customers_and_a_stations_cases_stand_on_their_pages(
    play: Play, cast: Cast, client_of: Login, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(8):
        play.record(text=f"第 {n} 次")
    play.record(phone="19900005678", charger="", station="", kind="consultation", demand="invoice")
    other, agent = play.case, client_of(cast.linwan)
    customer, station = Matter.objects.earliest("id").customer, play.charger.station
    assert customer is not None
    places = {
        reverse("customers:detail", args=[customer.uid]): reverse(
            "service:customer_cases", args=[customer.uid]
        ),
        reverse("stations:detail", args=[station.uid]): reverse("service:station_cases", args=[station.uid]),
    }
    for page, cases in places.items():
        assert f'hx-get="{cases}"' in agent.get(page).content.decode()
        agent.get(cases)
        with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
            everything = agent.get(cases).content.decode()
        few = agent.get(cases, headers={"HX-Request": "true"}).content.decode()
        assert [text.count("枪无法拔出") for text in (everything, few)] == [8, 6]
        assert "查看全部 8 件" in few
        assert other.number not in everything
    assert "枪无法拔出" not in agent.get(f"{cases}?charger=YG-CS-0012-99").content.decode()


def test_who_may_not_know_of_a_case_does_not_find_it_at_its_station(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("dispatched")
    station = reverse("service:station_cases", args=[play.charger.station.uid])
    customer = reverse("service:customer_cases", args=[play.case.customer.uid])
    assert play.case.number in client_of(cast.guchangchuan).get(station).content.decode()
    assert play.case.number not in client_of(cast.fangqiming).get(station).content.decode()
    assert client_of(cast.guchangchuan).get(customer).status_code == 404


def test_an_engineer_who_scans_the_charger_finds_their_case_and_the_code_filled_in(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("resolving")
    sticker = f"/p/c/{play.charger.public_token}"
    with clock.turned_to(play.now):
        page = client_of(cast.guchangchuan).get(sticker).content.decode()
        address = f"/m/{play.case.uid}/act/arrive/?charger={play.charger.code}"
        assert address in page
        assert f'value="{play.charger.code}"' in client_of(cast.guchangchuan).get(address).content.decode()
        assert play.case.number not in client_of(cast.fangqiming).get(sticker).content.decode()
    play.act(cast.guchangchuan, "arrive", charger=play.charger.code)
    with clock.turned_to(play.now):
        assert play.case.number not in client_of(cast.guchangchuan).get(sticker).content.decode()


def test_help_asked_for_a_case_is_named_after_it_and_offers_no_date_of_its_own(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("resolving")
    with clock.turned_to(play.now):
        page = (
            client_of(cast.guchangchuan)
            .get(f"/new/collaboration/?parent={play.case.uid}&as=assist")
            .content.decode()
        )
        alone = client_of(cast.guchangchuan).get("/new/collaboration/").content.decode()
    assert f'value="协助：{play.case.title}"' in page
    assert 'name="needed_by"' not in page
    assert 'name="needed_by"' in alone
