"""A simulated company works through the engine alone: whole chains, real imperfection, one story for one seed."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management.base import CommandError

from xieli.cli.simulation import company, furnishing, network
from xieli.cli.simulation.living import Volume, live
from xieli.cli.simulation.story import settle_and_live
from xieli.cli.simulation.world import World
from xieli.core import clock
from xieli.matters import ledger
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter, perform
from xieli.matters.models import Alert, Event, Matter, WorkItem
from xieli.organisation.models import Department, Person
from xieli.procedures.service.models import CallRecord, Incident, ShiftNote

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


def test_what_was_forgotten_comes_to_mind_unless_somebody_else_is_waited_for() -> None:
    rng = random.Random(3)
    company.build(rng, 60)
    network.build(rng, customers=10)
    with clock.turned_to(MONDAY):
        furnishing.furnish(clock.local(MONDAY).date())
    reminded: list[str] = []
    world = World(
        rng, MONDAY, MONDAY + timedelta(days=30), lambda _world, item: reminded.append(item.matter.title)
    )
    asked = {
        "content": "请提供", "urgency": "ordinary",
        "lead_department": str(Department.objects.get(code="FI").uid),
    }  # fmt: skip
    person = Person.objects.filter(department__code="OM").first()
    helper = Person.objects.filter(department__code="FI").first()
    with clock.turned_to(MONDAY):
        asking = open_matter("collaboration", Actor.of(person), "send", {**asked, "title": "乙"})
        head = Department.objects.get(code="FI").head
        perform(asking, "accept", Actor.of(head), {"handler": str(helper.uid)})
        further = {**asked, "title": "甲", "lead_department": str(Department.objects.get(code="RD").uid)}
        open_child(asking, "assist", Actor.of(helper), "send", further)
    world.look_through()
    assert reminded == []
    world.now = MONDAY + timedelta(days=20)
    world.look_through()
    assert reminded == ["甲"]


def test_shifts_are_handed_over_calls_counted_and_a_blackout_answered_once() -> None:
    rng = random.Random(3)
    company.build(rng, 60)
    network.build(rng, customers=10)
    end = MONDAY + timedelta(days=1)
    with clock.turned_to(MONDAY):
        furnishing.furnish(clock.local(end).date())
    live(MONDAY, end, Volume(cases=1, requests=0), rng, lambda now: None)
    assert ShiftNote.objects.filter(signed_at__isnull=False).exists()
    assert not ShiftNote.objects.filter(written_at__gt=end).exists()
    incident = Incident.objects.get()
    assert (incident.ended_at, incident.cases.filter(matter__state="grouped").count()) == (None, 2)
    assert CallRecord.objects.filter(matter__isnull=False).exists()
    assert CallRecord.objects.filter(duration_seconds=0, matter=None).exists()
