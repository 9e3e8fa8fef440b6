"""The order of the desk, and the acts in its rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.models.matter import Priority
from xieli.matters.queries.inbox import Owed

from .conftest import MONDAY


def row(
    name: int, light: str, hours: float | None, priority: int = Priority.ORDINARY, sender: int = 0
) -> Owed:
    at = None if hours is None else MONDAY + timedelta(hours=hours)
    return Owed(name, name, "toy", True, priority, sender or None, light, at)


def order(*rows: Owed) -> list[int]:
    return [one.matter for one in sorted(rows, key=lambda one: one.rank(MONDAY))]


def test_what_is_late_stands_before_everything_else() -> None:
    assert order(row(1, "ok", 0.1, Priority.URGENT), row(2, "red", -1)) == [2, 1]


def test_what_is_due_within_the_hour_stands_before_what_is_urgent_but_due_tomorrow() -> None:
    assert order(row(1, "ok", 23, Priority.URGENT), row(2, "amber", 0.1)) == [2, 1]


def test_within_the_hour_the_clock_alone_decides() -> None:
    assert order(row(1, "ok", 0.9, Priority.URGENT, sender=3), row(2, "ok", 0.1)) == [2, 1]


def test_later_the_urgent_comes_first_then_what_another_department_waits_for_then_the_clock() -> None:
    found = order(
        row(1, "ok", 30), row(2, "ok", 40, sender=3), row(3, "ok", 50, Priority.URGENT), row(4, "none", None)
    )
    assert found == [3, 2, 1, 4]


@pytest.mark.django_db
def test_an_act_one_does_by_duty_is_in_the_row_of_the_department_s_queue(
    cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    data = {"kind": "consultation", "demand": "refund", "phone": "13800000001", "text": "余额怎样退"}
    case = open_matter("service", Actor.of(cast.linwan), "record", data)
    page = client_of(cast.linwan).get("/").content.decode()
    assert f"/m/{case.uid}/act/dispatch/" in page
    assert f"/m/{case.uid}/act/answer/" in page
