"""The pages about customers: for those who serve them, numbers masked, every search within a few queries."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import models as django_models
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import sheets
from xieli.customers import commands, limits, queries, tokens
from xieli.customers import models as customer_models
from xieli.customers.imports import CUSTOMER_IMPORT, SHEET
from xieli.customers.models import Contact, Customer, CustomerToken
from xieli.customers.privacy import KEPT

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


@pytest.fixture
def chen() -> Customer:
    return commands.meet("19900001234", name="陈思远", member_id="M0001", plate="云AD12345")


@pytest.fixture
def agent(cast: Cast, client_of: Login) -> Client:
    return client_of(cast.linwan)


@pytest.mark.parametrize("typed", ["陈思", "chensiyuan", "csy", "1234", "云AD12", "m0001", "陈 1234"])
def test_a_customer_is_found_by_what_an_agent_types(agent: Client, chen: Customer, typed: str) -> None:
    commands.meet("19900005678", name="李向阳")
    page = agent.get(reverse("customers:list"), {"q": typed}).content.decode()
    assert "陈思远" in page
    assert "李向阳" not in page


def test_an_organisation_is_found_by_a_contacts_phone_tail(agent: Client) -> None:
    fleet = commands.save(Customer(kind="organisation", name="云港公交"))
    commands.save_contact(Contact(customer=fleet, name="王调度", phone="19900007777"))
    assert "云港公交" in agent.get(reverse("customers:list"), {"q": "7777"}).content.decode()


def test_lists_and_pages_show_masked_numbers_only(agent: Client, chen: Customer) -> None:
    for url in (reverse("customers:list"), reverse("customers:detail", args=[chen.uid])):
        page = agent.get(url).content.decode()
        assert "19900001234" not in page
        assert "199****1234" in page


def test_a_form_shows_the_number_on_file_masked_and_keeps_it(agent: Client) -> None:
    chen = commands.meet("13812345678", name="陈思远")
    url = reverse("customers:edit", args=[chen.uid])
    page = agent.get(url).content.decode()
    assert "13812345678" not in page
    assert 'value="138****5678"' in page
    agent.post(url, {"kind": "person", "name": "陈先生", "phone": "138****5678"})
    chen.refresh_from_db()
    assert (chen.name, chen.phone) == ("陈先生", "13812345678")
    assert agent.post(url, {"kind": "person", "name": "陈先生", "phone": "139****5678"}).status_code == 422
    agent.post(url, {"kind": "person", "name": "陈先生", "phone": ""})
    chen.refresh_from_db()
    assert chen.phone == ""


def test_a_reason_shows_the_whole_number_once(agent: Client, chen: Customer) -> None:
    url = reverse("customers:reveal", args=[chen.uid])
    refused = agent.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "19900001234" not in refused.content.decode()
    assert "19900001234" in agent.post(url, {"reason": "回拨"}).content.decode()


def test_beyond_the_hours_number_none_is_shown(
    agent: Client, cast: Cast, chen: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "REVEALS_PER_HOUR", 0)
    answer = agent.post(reverse("customers:reveal", args=[chen.uid]), {"reason": "回拨"})
    assert answer.status_code == 429
    assert "19900001234" not in answer.content.decode()
    assert limits.Limit.objects.get().count == 1


def test_the_list_costs_the_same_however_many_customers(
    agent: Client, chen: Customer, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(35):
        commands.meet(f"199111100{n:02d}", plate=f"云AD111{n:02d}")
    agent.get(reverse("customers:list"))
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = agent.get(reverse("customers:list")).content.decode()
    assert page.count("199****") == 30
    assert "page=2" in page


@pytest.mark.parametrize("who", ["guchangchuan", "bailu", "shenruozhou"])
def test_other_departments_do_not_see_customers(
    cast: Cast, client_of: Login, chen: Customer, who: str
) -> None:
    client = client_of(getattr(cast, who))
    for name, args in (("list", []), ("detail", [chen.uid]), ("privacy", []), ("import", [])):
        assert client.get(reverse(f"customers:{name}", args=args)).status_code == 404


def test_an_agent_neither_imports_nor_erases(agent: Client, chen: Customer) -> None:
    assert agent.get(reverse("customers:import")).status_code == 404
    assert agent.post(reverse("customers:erase", args=[chen.uid]), {"reason": "要求"}).status_code == 404


def test_what_only_leaders_may_do_is_shown_to_leaders_only(
    cast: Cast, client_of: Login, agent: Client, chen: Customer
) -> None:
    places = (
        (reverse("customers:list"), reverse("customers:import")),
        (
            reverse("customers:detail", args=[chen.uid]),
            reverse("customers:erase", args=[chen.uid]),
        ),
    )
    for page, act in places:
        assert act not in agent.get(page).content.decode()
        assert act in client_of(cast.hejing).get(page).content.decode()


def test_a_contact_is_changed_and_put_out_of_use_with_every_link_they_hold(agent: Client) -> None:
    fleet = commands.save(Customer(kind="organisation", name="云港公交"))
    contact = commands.save_contact(Contact(customer=fleet, name="王调度", phone="19900007777"))
    token = tokens.issue(
        CustomerToken.Purpose.INVITATION, fleet, lasting=timedelta(days=1), matter=1, contact=contact
    )
    url = reverse("customers:edit_contact", args=[fleet.uid, contact.uid])
    assert url in agent.get(reverse("customers:detail", args=[fleet.uid])).content.decode()
    assert 'value="19900007777"' not in agent.get(url).content.decode()
    assert agent.post(url, {"name": "", "phone": "12"}).status_code == 422
    assert agent.post(url, {"name": "王主任", "phone": "199****7777", "active": "on"}).status_code == 303
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("王主任", "19900007777")
    assert tokens.find(CustomerToken.Purpose.INVITATION, token) is not None
    agent.post(url, {"name": "王主任", "phone": "199 0000 8888"})
    contact.refresh_from_db()
    assert (contact.active, contact.phone) == (False, "19900008888")
    assert tokens.find(CustomerToken.Purpose.INVITATION, token) is None
    assert queries.by_phone("19900008888") == []


def test_a_new_file_is_kept_with_its_plates(agent: Client) -> None:
    data = {"kind": "person", "name": "周小满", "phone": "199 0000 4321", "plates": "云AD54321，云AF00001"}
    answer = agent.post(reverse("customers:new"), data)
    customer = Customer.objects.get(name="周小满")
    assert answer.status_code == 303
    assert answer["Location"] == reverse("customers:detail", args=[customer.uid])
    assert (customer.phone, customer.plates.count()) == ("19900004321", 2)


def test_a_taken_phone_is_told_beside_its_field(agent: Client, chen: Customer) -> None:
    answer = agent.post(
        reverse("customers:new"), {"kind": "person", "name": "另一位", "phone": "19900001234"}
    )
    assert answer.status_code == 422
    assert "已属于另一位客户" in answer.content.decode()


def test_a_merged_file_leads_to_the_kept_one(agent: Client, cast: Cast, chen: Customer) -> None:
    other = commands.meet("19900005678", name="陈思远")
    page = agent.get(reverse("customers:detail", args=[chen.uid])).content.decode()
    assert "可能是同一位客户" in page
    agent.post(reverse("customers:merge", args=[chen.uid]), {"dropped": other.uid, "reason": "换号"})
    answer = agent.get(reverse("customers:detail", args=[other.uid]))
    assert answer["Location"] == reverse("customers:detail", args=[chen.uid])


def test_every_kept_field_has_a_purpose_and_a_term() -> None:
    """A new column for personal data needs an entry in privacy.KEPT; keys, moments and switches are none."""
    neutral = {"uid", "kind", "purpose", "act", "window", "count", "facts", "matter"}
    holders = ("Customer", "Contact", "Plate", "CustomerToken", "CustomerTrace", "Limit")
    texts = {
        f"{name}.{field.name}"
        for name in holders
        for field in getattr(customer_models, name)._meta.fields
        if isinstance(field, django_models.CharField | django_models.TextField | django_models.JSONField)
        and field.name not in neutral
    }
    named = {entry.field for entry in KEPT}
    assert texts - {"Limit.kind"} <= named
    assert all(entry.purpose and entry.retention for entry in KEPT)


def sheet_of(*rows: list[str]) -> BytesIO:
    return BytesIO(sheets.write("客户", [column.title for column in SHEET.columns], rows))


def test_an_import_tells_every_error_and_brings_in_the_rest(
    cast: Cast, client_of: Login, chen: Customer
) -> None:
    client, url = client_of(cast.hejing), reverse("customers:import")
    file = sheet_of(
        ["单位", "云港公交", "0518-85001234", "", "云AD00001 云AD00002", ""],
        ["个人", "", "199", "", "", ""],
        ["个人", "陈思远", "19900001234", "", "", "老客户"],
    )
    file.name = "客户.xlsx"
    page = client.post(url, {"file": file}).content.decode()
    assert "电话号码不对" in page
    assert "“姓名或名称”没有填" in page
    parcel = re.search(r'name="parcel" value="([^"]+)"', page)
    assert parcel
    assert "新建 1 条，更新 1 条" in client.post(url, {"parcel": parcel[1]}).content.decode()
    chen.refresh_from_db()
    assert (chen.note, chen.member_id) == ("老客户", "M0001")


def test_a_parcel_is_good_for_the_one_who_uploaded_only(cast: Cast, client_of: Login) -> None:
    rows = CUSTOMER_IMPORT.precheck(sheet_of(["个人", "陈思远", "19900001234", "", "", ""]))
    parcel = CUSTOMER_IMPORT.pack(rows, cast.hejing.pk)
    answer = client_of(cast.sunlixin).post(reverse("customers:import"), {"parcel": parcel})
    assert answer.status_code == 422
    assert not Customer.objects.exists()
