"""搜索: everything by its own right to be seen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.documents.commands import Issue, issue
from xieli.documents.paper import Paper
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Matter

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


def search(client: Client, typed: str) -> str:
    return client.get("/search/", {"q": typed}).content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r"data-row-link>([^<]*)</a>", page)


def test_a_two_character_word_finds_matters(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("青澜广场重复扣费", cast.rd)
    submit("备件清单", cast.om)
    assert titles(search(client_of(cast.bailu), "扣费")) == ["青澜广场重复扣费"]


def test_a_whole_number_leads_straight_there(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    matter = submit("青澜广场", cast.rd)
    response = client_of(cast.bailu).get("/search/", {"q": str(matter.number).lower()})
    assert response["Location"] == matter.get_absolute_url()


def test_what_one_may_not_see_is_not_found_not_even_by_its_number(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    matter = submit("青澜广场", cast.rd)
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    client = client_of(cast.bailu)
    assert titles(search(client, "青澜")) == []
    assert client.get("/search/", {"q": matter.number}).status_code == 200


@pytest.mark.parametrize("typed", ["顾长川", "guchangchuan", "gcc"])
def test_colleagues_are_found_by_name_and_pinyin(cast: Cast, client_of: LoggedIn, typed: str) -> None:
    assert "顾长川" in search(client_of(cast.bailu), typed)


def test_departments_are_found(cast: Cast, client_of: LoggedIn) -> None:
    assert "运维检修中心" in search(client_of(cast.bailu), "运维")


def test_customers_are_found_by_those_who_serve_them_alone(cast: Cast, client_of: LoggedIn) -> None:
    from xieli.customers.models import Customer

    Customer.objects.create(kind="organisation", name="云港出租集团")
    assert "云港出租集团" in search(client_of(cast.linwan), "出租")
    assert "云港出租集团" not in search(client_of(cast.bailu), "出租")


def test_documents_are_found_by_number_and_title_by_those_who_may_see_their_matter(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    matter = submit("青澜广场", cast.rd)
    order = Issue(
        kind="collaboration.sheet", label="协作单", code="协", paper=Paper("关于电价调整的通知", ()),
        matter=matter.pk, hidden=False, by=cast.linwan, at=clock.now(),
    )  # fmt: skip
    number = issue(order).number
    for typed in ("电价", number):
        assert number in search(client_of(cast.bailu), typed)
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    assert "关于电价调整的通知" not in search(client_of(cast.bailu), "电价")


@pytest.mark.parametrize("typed", ["", " ", "'", "%", "\\", "<script>", "@", "a" * 300])
def test_nothing_typed_breaks_the_page(cast: Cast, client_of: LoggedIn, typed: str) -> None:
    response = client_of(cast.bailu).get("/search/", {"q": typed})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_typing_refreshes_the_results_alone(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("青澜广场", cast.rd)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    page = client_of(cast.bailu).get("/search/", {"q": "青澜"}, headers=headers).content.decode()
    assert page.lstrip().startswith("<div")
    assert titles(page) == ["青澜广场"]


def test_a_search_stays_within_its_budget(
    submit: Submit, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        submit(f"青澜广场 {n}", cast.rd)
    client = client_of(cast.linwan)
    client.get("/")
    with django_assert_max_num_queries(12):
        search(client, "青澜")


def test_what_is_still_open_stands_before_what_is_over(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("青澜广场备件", cast.om)
    over = submit("青澜广场青澜广场", cast.om)
    Matter.objects.filter(pk=over.pk).update(closed_at=clock.now(), outcome="withdrawn")
    assert titles(search(client_of(cast.bailu), "青澜")) == ["青澜广场备件", "青澜广场青澜广场"]
