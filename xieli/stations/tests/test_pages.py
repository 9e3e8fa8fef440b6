"""The pages about stations: every employee reads, dispatchers and the service's leaders write."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.stations import commands
from xieli.stations.models import Charger, Station

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


@pytest.fixture
def east() -> Station:
    one = commands.save_station(Station(code="YG-CS-0012", name="云港高铁东站", address="东站路 1 号"))
    for n in range(1, 4):
        commands.save_charger(Charger(station=one, code=f"YG-CS-0012-{n:02d}", power_kw=120), 2)
    return one


@pytest.fixture
def dispatcher(cast: Cast, client_of: Login) -> Client:
    return client_of(cast.fengtao)


def test_every_employee_reads_stations(cast: Cast, client_of: Login, east: Station) -> None:
    client = client_of(cast.fangqiming)
    assert "云港高铁东站" in client.get(reverse("stations:list")).content.decode()
    page = client.get(reverse("stations:detail", args=[east.uid])).content.decode()
    assert "YG-CS-0012-02" in page
    assert "添加充电桩" not in page


def test_a_stranger_is_asked_to_log_in(east: Station, client: Client) -> None:
    assert client.get(reverse("stations:list")).status_code == 302


@pytest.mark.parametrize("name", ["new", "import", "import_chargers"])
def test_only_those_who_dispatch_or_lead_the_service_write(cast: Cast, client_of: Login, name: str) -> None:
    assert client_of(cast.fangqiming).get(reverse(f"stations:{name}")).status_code == 404
    assert client_of(cast.fengtao).get(reverse(f"stations:{name}")).status_code == 200
    assert client_of(cast.hejing).get(reverse(f"stations:{name}")).status_code == 200


def test_the_list_costs_the_same_however_many_stations(
    dispatcher: Client, east: Station, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(20, 60):
        commands.save_station(Station(code=f"YG-CS-00{n}", name=f"测试站 {n}", address="某路"))
    dispatcher.get(reverse("stations:list"))
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        page = dispatcher.get(reverse("stations:list")).content.decode()
    assert "page=2" in page


def test_a_search_answers_with_the_rows_only(dispatcher: Client, east: Station) -> None:
    answer = dispatcher.get(reverse("stations:list"), {"q": "gaotie"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "云港高铁东站" in answer.content.decode()


def test_a_new_station_and_charger_are_kept(dispatcher: Client) -> None:
    data = {
        "code": "yg-cs-0013",
        "name": "青澜广场B2站",
        "address": "青澜路 8 号",
        "zone": "urban",
        "status": "open",
    }
    answer = dispatcher.post(reverse("stations:new"), data)
    station = Station.objects.get(code="YG-CS-0013")
    assert answer["Location"] == reverse("stations:detail", args=[station.uid])
    machine = {
        "code": "YG-CS-0013-01",
        "kind": "dc",
        "power_kw": "60",
        "connectors": "2",
        "status": "in_service",
    }
    assert dispatcher.post(reverse("stations:new_charger", args=[station.uid]), machine).status_code == 303
    assert Charger.objects.get().connectors.count() == 2


def test_a_charger_of_another_station_is_refused_beside_its_field(dispatcher: Client, east: Station) -> None:
    machine = {
        "code": "YG-CS-0099-01",
        "kind": "dc",
        "power_kw": "60",
        "connectors": "2",
        "status": "in_service",
    }
    answer = dispatcher.post(reverse("stations:new_charger", args=[east.uid]), machine)
    assert answer.status_code == 422
    assert "应以所属站点编码" in answer.content.decode()


def test_a_notice_appears_on_the_page_and_goes_with_an_empty_text(dispatcher: Client, east: Station) -> None:
    url = reverse("stations:banner", args=[east.uid])
    dispatcher.post(url, {"text": "停运检修"})
    assert "停运检修" in dispatcher.get(reverse("stations:detail", args=[east.uid])).content.decode()
    dispatcher.post(url, {"text": ""})
    east.refresh_from_db()
    assert east.banner == ""


def test_stickers_of_the_chosen_chargers_come_as_a_pdf(dispatcher: Client, east: Station) -> None:
    one = east.chargers.first()
    assert one
    answer = dispatcher.get(
        reverse("stations:stickers", args=[east.uid]), {"per_page": 8, "charger": str(one.uid)}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    wrong = dispatcher.get(reverse("stations:stickers", args=[east.uid]), {"per_page": 5})
    assert wrong.status_code == 422


def test_the_template_is_an_excel_file(dispatcher: Client) -> None:
    answer = dispatcher.get(reverse("stations:import"), {"template": "1"})
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_that_is_no_table_is_refused_in_a_sentence(dispatcher: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = dispatcher.post(
        reverse("stations:import"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken")}
    )
    assert answer.status_code == 422
    assert "打不开这个 Excel 文件" in answer.content.decode()
