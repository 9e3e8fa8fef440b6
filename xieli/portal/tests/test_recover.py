"""A lost link is found again by a code to the telephone, and tells a stranger nothing."""

from datetime import timedelta

import pytest

from xieli.core import clock
from xieli.notifications.models import SmsMessage
from xieli.portal import access
from xieli.portal.commands import CODE_LASTS, SESSION_LASTS
from xieli.portal.tests.customers import Visitor

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
NOON = clock.at(2026, 11, 24, 12)


@pytest.fixture
def reported(visitor):
    """A case of the telephone, its link lost."""
    with clock.turned_to(NOON - timedelta(days=3)):
        visitor.report()
    return visitor


def ask(visitor, phone=PHONE, at=NOON):
    with clock.turned_to(at):
        return visitor.client.post("/p/find", {"key": "k", "phone": phone})


def enter(visitor, code, phone=PHONE, at=NOON):
    with clock.turned_to(at):
        return visitor.client.post("/p/code", {"key": "k", "phone": phone, "code": code})


def sent_code():
    return SmsMessage.objects.filter(template="code").latest("id").params["code"]


def test_the_right_code_lists_the_telephones_cases_and_gives_a_fresh_link(reported):
    ask(reported)
    response = enter(reported, sent_code())
    assert response.status_code == 303
    listing = response["Location"]
    with clock.turned_to(NOON):
        page = reported.page(listing)
        number = "GD20261121-00001"
        assert number in page
        link = reported.client.post(f"{listing}/{number}")["Location"]
        assert number in reported.page(link)


def test_a_known_and_an_unknown_telephone_get_the_same_answer(reported):
    def without_phone_and_key(response):
        text = response.content.decode().replace(PHONE, "").replace("19900009999", "")
        return [line for line in text.splitlines() if 'name="key"' not in line and "csrf" not in line]

    known, unknown = ask(reported), ask(Visitor(), "19900009999")
    assert known.status_code == unknown.status_code == 200
    assert without_phone_and_key(known) == without_phone_and_key(unknown)
    assert SmsMessage.objects.filter(template="code").count() == 1


@pytest.mark.parametrize("code", ["000000", "999999"])
def test_a_wrong_code_opens_nothing(reported, code):
    ask(reported)
    if code == sent_code():
        pytest.skip("one chance in a million")
    response = enter(reported, code)
    assert response.status_code == 422
    assert "验证码不对或已过期" in response.content.decode()


def test_a_code_works_once(reported):
    ask(reported)
    code = sent_code()
    assert enter(reported, code).status_code == 303
    assert enter(reported, code).status_code == 422


def test_a_code_ends_after_five_minutes(reported):
    ask(reported)
    assert enter(reported, sent_code(), at=NOON + CODE_LASTS).status_code == 422


def test_the_list_ends_after_half_an_hour(reported):
    ask(reported)
    listing = enter(reported, sent_code())["Location"]
    with clock.turned_to(NOON + SESSION_LASTS):
        assert reported.get(listing).status_code == 404


def test_a_code_fits_its_own_telephone_only(reported):
    other = Visitor()
    with clock.turned_to(NOON - timedelta(days=1)):
        other.report(phone="19900005555", key="other")
    ask(reported)
    assert enter(other, sent_code(), phone="19900005555").status_code == 422


def test_guessing_codes_of_one_telephone_ends_after_five_tries_from_wherever(reported):
    ask(reported)
    answers = [enter(Visitor(REMOTE_ADDR=f"192.0.2.{n}"), "000001").status_code for n in range(7)]
    assert answers[:5] == [422] * 5
    assert answers[5:] == [429] * 2


def test_one_address_asks_for_codes_only_so_often(reported, monkeypatch):
    monkeypatch.setitem(access.LIMITS, "code_sent", (2, access.HOUR))
    answers = [ask(reported, phone=f"1990000000{n}").status_code for n in range(3)]
    assert answers == [200, 200, 429]


def test_a_second_code_within_a_minute_is_not_sent_and_the_first_stays_good(reported):
    ask(reported)
    first = sent_code()
    ask(reported, at=NOON + timedelta(seconds=20))
    assert enter(reported, first, at=NOON + timedelta(seconds=30)).status_code == 303


def test_another_customers_case_cannot_be_opened_from_ones_list(reported):
    other = Visitor()
    with clock.turned_to(NOON - timedelta(days=1)):
        other.report(phone="19900005555", key="other")
    ask(reported)
    listing = enter(reported, sent_code())["Location"]
    with clock.turned_to(NOON):
        assert reported.client.post(f"{listing}/GD20261123-00001").status_code == 404


def test_trying_links_ends_in_too_often(monkeypatch):
    monkeypatch.setitem(access.LIMITS, "bad_link", (3, access.HOUR))
    visitor = Visitor()
    assert [visitor.get(f"/p/t/{n}").status_code for n in range(5)] == [404, 404, 404, 429, 429]
