"""Many at once against the running product: one wins, the others are told so, a repeated submission acts once."""

import uuid
from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import cycle, islice

import pytest

from tests.live import Product
from tests.wire import at_once, post_form, post_json

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("live")]
CLIENTS = 50
ROUNDS = 2


@pytest.fixture(scope="module")
def crew(product: Product) -> list[str]:
    """Sessions of everybody in the maintenance centre."""
    names = ("maguoqiang", "fengtao", "dingjian", "guchangchuan", "qinling", "luodayong")
    return [product.session(product.cast.people[name]) for name in names]


@pytest.fixture(scope="module")
def agent(product: Product) -> str:
    return product.session(product.cast.linwan)


@pytest.fixture(scope="module")
def token(product: Product) -> str:
    """A token with which a program acts for 林晚."""
    from xieli.accounts import tokens
    from xieli.accounts.audit import By
    from xieli.accounts.models import Account
    from xieli.core import clock

    with product.database():
        account = Account.objects.get(person=product.cast.linwan)
        scopes = ["matters:read", "matters:act"]
        return tokens.create(
            scopes, clock.now() + timedelta(days=1), By(account), person=product.cast.linwan
        )[1]


def dispatched(product: Product) -> str:
    """The address of a case that waits in the queue of the maintenance centre."""
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter, perform

    cast = product.cast
    with product.database():
        actor = Actor.of(cast.linwan)
        data = {"kind": "fault", "demand": "connector_stuck", "text": "枪拔不出来"}
        case = open_matter("service", actor, "record", data)
        perform(case.pk, "dispatch", actor, {"department": str(cast.om.uid), "urgency": "fault"})
        return case.get_absolute_url()


def request_data(product: Product, title: str) -> dict[str, str]:
    return {
        "title": title,
        "content": "请核对账单",
        "lead_department": str(product.cast.fi.uid),
        "urgency": "ordinary",
    }


def events(product: Product, address: str, action: str) -> int:
    """How many lines of this act stand in the matter's ledger."""
    from xieli.matters.models import Event

    with product.database():
        return Event.objects.filter(matter__uid=address.split("/")[2], action=action).count()


@pytest.mark.parametrize("action", ["accept", "claim"])
def test_of_fifty_who_take_the_same_case_one_wins_and_the_others_are_told(
    action: str, product: Product, crew: list[str]
) -> None:
    for _ in range(ROUNDS):
        address = dispatched(product)
        answers = at_once([
            partial(post_form, product, session, f"{address}act/{action}/")
            for session in islice(cycle(crew), CLIENTS)
        ])  # fmt: skip
        codes = Counter(answer.status for answer in answers)
        assert codes[303] == 1, codes
        assert codes[409] == CLIENTS - 1, codes
        assert all("已" in answer.text for answer in answers if answer.status == 409)
        assert events(product, address, action) == 1


def test_a_form_sent_ten_times_at_once_opens_one_matter(product: Product, agent: str) -> None:
    from xieli.matters.models import Matter

    title, key = f"双击 {uuid.uuid4()}", uuid.uuid4().hex
    data = {**request_data(product, title), "act": "send", "key": key}
    answers = at_once([lambda: post_form(product, agent, "/new/collaboration/", **data)] * 10)
    assert {answer.status for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    with product.database():
        assert Matter.objects.filter(title=title).count() == 1


def test_a_call_repeated_with_its_key_acts_once_and_answers_the_same(product: Product, token: str) -> None:
    from xieli.matters.models import Matter

    title, key = f"重发 {uuid.uuid4()}", uuid.uuid4().hex
    body = {"data": request_data(product, title)}
    answers = at_once([lambda: post_json(product, token, "/api/v1/collaboration/send", body, key=key)] * 10)
    assert {answer.status for answer in answers} == {200}, answers[0].text
    assert len({answer.text for answer in answers}) == 1
    with product.database():
        assert Matter.objects.filter(title=title).count() == 1


def test_the_same_key_with_other_content_is_refused(product: Product, token: str) -> None:
    key = uuid.uuid4().hex
    first, other = ({"data": request_data(product, title)} for title in ("甲", "乙"))
    assert post_json(product, token, "/api/v1/collaboration/send", first, key=key).status == 200
    answer = post_json(product, token, "/api/v1/collaboration/send", other, key=key)
    assert (answer.status, answer.json()["code"]) == (422, "key_reused")


def test_numbers_taken_by_many_at_once_have_no_gap(product: Product, token: str) -> None:
    body = {"data": request_data(product, "并发")}
    calls = [lambda: post_json(product, token, "/api/v1/collaboration/send", body) for _ in range(30)]
    numbers = sorted(int(answer.json()["number"].rsplit("-", 1)[1]) for answer in at_once(calls))
    assert numbers == list(range(numbers[0], numbers[0] + 30))
