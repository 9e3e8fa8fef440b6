"""The order of the desk, and the acts in its rows."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.models import Clock, Matter
from xieli.matters.models.matter import Priority
from xieli.matters.queries import inbox

from .conftest import MONDAY

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Given:
    """An open item as its rank sees it: `hours` from now until it is due."""

    light: str
    hours: float | None
    priority: int = Priority.ORDINARY
    sent: bool = False

    def rank(self) -> tuple[Any, ...]:
        """What the statement of the desk says in SQL."""
        left = float("inf") if self.hours is None else self.hours
        near = next((place for place, hours in enumerate((1, 8)) if left < hours), 2)
        return self.light != "red", near, (-self.priority, not self.sent) if near else (), left


@pytest.fixture
def order(submit: Callable[..., Matter], cast: Cast) -> Callable[..., list[int]]:
    """Makes such items, the first numbered 1, and answers their numbers as the desk ranks them."""

    def ranked(*rows: Given, **chosen: str) -> list[int]:
        numbers = {}
        for number, given in enumerate(rows, 1):
            matter = submit(f"第 {number} 件", cast.rd)
            Matter.objects.filter(pk=matter.pk).update(priority=given.priority)
            item = matter.items.get(closed_at=None)
            matter.items.filter(pk=item.pk).update(sender_department=cast.cs if given.sent else None)
            own = Clock.objects.filter(item=item)
            if given.hours is None:
                own.update(next_at=None, stopped_at=MONDAY, outcome="superseded")
            else:
                due, later = MONDAY + timedelta(hours=given.hours), MONDAY + timedelta(days=9)
                own.update(due_at=due, next_at=later, warnings="normal", level=given.light == "amber")
            numbers[item.pk] = number
        found = inbox.owed(cast.fangqiming, MONDAY, len(rows), chosen).items
        return [numbers[pk] for pk in found]

    return ranked


Order = Callable[..., list[int]]


def test_what_is_late_stands_before_everything_else(order: Order) -> None:
    assert order(Given("ok", 0.1, Priority.URGENT), Given("red", -1)) == [2, 1]


def test_what_is_due_within_the_hour_stands_before_what_is_urgent_but_due_tomorrow(order: Order) -> None:
    assert order(Given("ok", 23, Priority.URGENT), Given("amber", 0.1)) == [2, 1]


def test_within_the_hour_the_clock_alone_decides(order: Order) -> None:
    assert order(Given("ok", 0.9, Priority.URGENT, sent=True), Given("ok", 0.1)) == [2, 1]


def test_later_the_urgent_comes_first_then_what_another_department_waits_for_then_the_clock(
    order: Order,
) -> None:
    urgent = Given("ok", 50, Priority.URGENT)
    assert order(Given("ok", 30), Given("ok", 40, sent=True), urgent, Given("none", None)) == [3, 2, 1, 4]


def test_the_database_ranks_as_the_rule_says_whatever_comes_together(order: Order) -> None:
    hours = (("red", -5), ("red", -0.5), ("ok", 0.4), ("amber", 2), ("ok", 7), ("ok", 9), ("none", None))
    rows = [
        Given(light, when, priority, sent)
        for light, when in hours
        for priority in (Priority.ORDINARY, Priority.SAFETY)
        for sent in (False, True)
    ]
    random.Random(1).shuffle(rows)
    assert [rows[number - 1].rank() for number in order(*rows)] == sorted(row.rank() for row in rows)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"light": "amber"}, [2]),
        ({"sender": "others"}, [2, 3]),
        ({"light": "ok", "sender": "others"}, [3]),
        ({"procedure": "toy"}, [1, 2, 3]),
        ({"procedure": "another"}, []),
    ],
)
def test_what_is_chosen_narrows_the_items(order: Order, chosen: dict[str, str], left: list[int]) -> None:
    assert order(Given("red", -1), Given("amber", 2, sent=True), Given("ok", 9, sent=True), **chosen) == left


def test_an_act_one_does_by_duty_is_in_the_row_of_the_department_s_queue(
    cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    data = {"kind": "consultation", "demand": "refund", "phone": "13800000001", "text": "余额怎样退"}
    case = open_matter("service", Actor.of(cast.linwan), "record", data)
    page = client_of(cast.linwan).get("/").content.decode()
    assert f"/m/{case.uid}/act/dispatch/" in page
    assert f"/m/{case.uid}/act/answer/" in page
