"""A simulated company works through the engine alone: whole chains, real imperfection, one story for one seed."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management.base import CommandError

from xieli.cli.simulation import company, furnishing, network
from xieli.cli.simulation.living import Volume, live
from xieli.cli.simulation.story import settle_and_live
from xieli.core import clock
from xieli.matters import ledger
from xieli.matters.models import Alert, Event, Matter, WorkItem
from xieli.organisation.models import Department, Person

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 6, 0)


def two_days(seed: int = 7) -> Counter[str]:
    rng = random.Random(seed)
    company.build(rng, 60)
    network.build(rng, customers=10)
    with clock.turned_to(MONDAY):
        furnishing.furnish(clock.local(MONDAY).date())
    return live(MONDAY, MONDAY + timedelta(days=2), Volume(cases=4, requests=2), rng, lambda now: None)


def test_the_company_has_its_departments_with_heads_executives_and_duties() -> None:
    company.build(random.Random(1), company.TOTAL)
    assert Person.objects.count() == company.TOTAL
    assert Department.objects.count() == len(company.COMPANY) == 14
    assert not Department.objects.filter(head=None).exists()
    assert (
        Department.objects.filter(duties__contains=["customer_service"]).get().calendar == "round_the_clock"
    )


def test_two_days_leave_work_done_work_open_and_every_chain_whole() -> None:
    tally = two_days()
    assert tally["cases"] and tally["acts"] > tally["cases"]
    for matter in Matter.objects.filter(head_seq__gt=0):
        assert ledger.broken_links(Event.objects.filter(matter=matter).order_by("seq")) == []
    assert WorkItem.objects.filter(closed_at__isnull=False).exists()
    assert Event.objects.latest("at").at <= MONDAY + timedelta(days=2)


def test_warnings_are_raised_as_the_watcher_would_have() -> None:
    two_days()
    for alert in Alert.objects.all():
        assert alert.moment <= alert.raised_at <= alert.moment + timedelta(minutes=11)


def test_a_company_begins_in_an_empty_database_only() -> None:
    company.build(random.Random(1), 60)
    with pytest.raises(CommandError, match="empty"):
        settle_and_live(60, 1, 1, Volume(1, 1))
