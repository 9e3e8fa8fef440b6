"""A form whose answer never came asks whether it was carried out; what a timer did is named."""

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.registry import get
from xieli.matters.web.names import action_label

pytestmark = pytest.mark.django_db


def accepted(client: Client, key: str) -> bool:
    return bool(client.get("/m/sent/", {"key": key}).json()["accepted"])


def test_only_who_sent_it_hears_that_it_was_carried_out(toy: str, cast: Cast, client_of) -> None:
    data = {"title": "核查桩端日志", "amount": 5, "lead_department": str(cast.rd.uid)}
    open_matter(toy, Actor.of(cast.linwan), "submit", data, key="k-1")
    assert accepted(client_of(cast.linwan), "k-1")
    assert not accepted(client_of(cast.linwan), "k-2")
    assert not accepted(client_of(cast.fangqiming), "k-1")


def test_a_character_that_no_text_can_hold_is_a_bad_request_and_no_fault(cast: Cast, client_of) -> None:
    client = client_of(cast.linwan)
    assert client.get("/m/sent/", {"key": "a\x00"}).status_code == 400


def test_no_page_says_timer() -> None:
    sharing = get("sharing")
    assert str(action_label(sharing, "timer:waited")) == "等候到期"
    for name in sharing.timers:
        assert "timer" not in str(action_label(sharing, f"timer:{name}"))
