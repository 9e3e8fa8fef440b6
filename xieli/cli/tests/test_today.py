"""The demonstration leaves its people something to do."""

import random
from typing import Any

import pytest

from xieli.accounts import demo
from xieli.cli.simulation import company, furnishing, network, today
from xieli.core import clock
from xieli.desk import counts
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 11, 23, 14, 0)


@pytest.fixture
def faces(settings: Any) -> list[Person]:
    """A company of sixty with the day's open work laid out."""
    settings.DEMO = True
    rng = random.Random(7)
    with clock.turned_to(MONDAY):
        company.build(rng, 60)
        network.build(rng, customers=20)
        furnishing.furnish(clock.local(MONDAY).date())
        demo.open_accounts()
        found = demo.faces()
        today.leave_open(found, 7)
    return found


def test_whoever_is_offered_on_the_login_page_finds_work_on_the_desk(faces: list[Person]) -> None:
    assert {"林晚", "顾长川", "苏婉清"} <= {one.name for one in faces}
    with clock.turned_to(MONDAY):
        idle = [
            one for one in faces if not organisation.area_of(one) and not any(counts.of_tabs(one).values())
        ]
        assert idle == []


def test_the_field_engineer_has_cases_at_different_steps(faces: list[Person]) -> None:
    engineer = next(one for one in faces if one.name == "顾长川")
    steps = set(WorkItem.objects.filter(person=engineer, closed_at=None).values_list("step", flat=True))
    assert {"contact", "solve"} <= steps


def test_nothing_of_the_day_happened_after_now_and_most_is_in_time(faces: list[Person]) -> None:
    assert Matter.objects.exists()
    assert not Matter.objects.filter(opened_at__gt=MONDAY).exists()
    late = WorkItem.objects.filter(closed_at=None, due_at__lt=MONDAY).count()
    assert late <= WorkItem.objects.filter(closed_at=None).count() // 3


def test_an_executive_has_a_dispute_to_decide(faces: list[Person]) -> None:
    assert Matter.objects.filter(procedure="coordination", closed_at=None).exists()
