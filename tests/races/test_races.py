"""Many at once against the running product: one wins, the others are told so, a repeated submission acts once.

XIELI_RACES=200 is the long lane: so many rounds of each race.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.live import Product, running
from tests.races.crowd import ROUNDS, events, rush, won
from tests.wire import at_once, post_form, post_json

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("races")]


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


@pytest.mark.parametrize("action", ["accept", "claim"])
def test_of_fifty_who_take_the_same_case_one_wins_and_the_others_are_told(
    action: str, product: Product, crew: list[str]
) -> None:
    for _ in range(ROUNDS):
        address = dispatched(product)
        won(rush(product, crew, [f"{address}act/{action}/"]))
        assert events(product, address, action) == 1


def test_of_those_who_pass_a_case_on_and_those_who_act_on_it_at_the_same_moment_one_wins(
    product: Product, crew: list[str]
) -> None:
    from xieli.matters.models import Matter

    handler = product.cast.people["guchangchuan"]
    sessions = [crew[0], product.session(handler)]  # the head may pass it on, its handler may act
    other = product.cast.people["qinling"].uid
    for _ in range(ROUNDS):
        address = dispatched(product)
        assert post_form(product, sessions[1], f"{address}act/accept/").status == 303
        with product.database():
            matter = Matter.objects.get(uid=address.split("/")[2])
            item = matter.items.get(closed_at=None, main=True).pk
        paths = [f"{address}act/{action}/" for action in ("reassign", "contact")]
        fields = {"item": item, "rev": matter.rev, "person": other, "text": "已电话联系", "reason": "更近"}
        won(rush(product, sessions, paths, **fields))
        assert events(product, address, "reassign", "contact") == 1


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


@pytest.fixture(scope="module")
def countersigned(
    product: Product, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """A second product, which also runs the toy procedure: no written one has a countersign yet."""
    from xieli.matters import registry
    from xieli.matters.tests.toy import procedure

    added = {"DJANGO_SETTINGS_MODULE": "tests.races.served"}
    registry.add(procedure())
    with running(f"{product.name}_toys", tmp_path_factory.mktemp("toys"), django_db_blocker, added) as second:
        yield second
    registry.remove("toy")


def waits_for_three(product: Product) -> str:
    """The address of a matter that three heads must countersign."""
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter, perform

    cast = product.cast
    with product.database():
        data = {"title": "会签", "amount": 5, "lead_department": str(cast.rd.uid)}
        matter = open_matter("toy", Actor.of(cast.linwan), "submit", data)
        engineer = Actor.of(cast.fangqiming)
        for action in ("accept", "claim", "deliver"):
            perform(matter.pk, action, engineer, {})
        return matter.get_absolute_url()


def test_of_fifty_votes_on_one_countersign_each_signer_has_one(countersigned: Product) -> None:
    from xieli.matters.models import Matter, Seat

    signers = [countersigned.cast.people[name] for name in ("qianwenbo", "jiangyifan", "wujia")]
    sessions = [countersigned.session(person) for person in signers]
    for _ in range(ROUNDS):
        address = waits_for_three(countersigned)
        answers = rush(countersigned, sessions, [f"{address}act/approve/"], opinion="同意")
        won(answers, winners=len(signers))
        with countersigned.database():
            matter = Matter.objects.get(uid=address.split("/")[2])
            seats = Seat.objects.filter(round__matter=matter, round__step="sign")
            assert matter.state == "filed"
            assert sorted(seats.values_list("person", "verdict")) == sorted(
                (signer.pk, "approve") for signer in signers
            )


def test_of_a_yes_and_a_no_on_the_same_seat_one_counts(countersigned: Product) -> None:
    from xieli.matters.models import Matter, Seat

    signer = countersigned.session(countersigned.cast.people["wujia"])
    for _ in range(ROUNDS):
        address = waits_for_three(countersigned)
        paths = [f"{address}act/{action}/" for action in ("approve", "refuse")]
        won(rush(countersigned, [signer], paths, opinion="意见", reason="意见"))
        with countersigned.database():
            matter = Matter.objects.get(uid=address.split("/")[2])
            assert Seat.objects.filter(round__matter=matter).exclude(verdict="").count() == 1


def test_numbers_taken_by_many_at_once_have_no_gap(product: Product, token: str) -> None:
    body = {"data": request_data(product, "并发")}
    calls = [lambda: post_json(product, token, "/api/v1/collaboration/send", body) for _ in range(30)]
    numbers = sorted(int(answer.json()["number"].rsplit("-", 1)[1]) for answer in at_once(calls))
    assert numbers == list(range(numbers[0], numbers[0] + 30))
