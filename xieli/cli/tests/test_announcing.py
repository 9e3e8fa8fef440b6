"""The simulated company announces things, and its people confirm as people do: most soon, some late, some never."""

import random
from datetime import timedelta

import pytest

from xieli.cli.simulation import company
from xieli.cli.simulation.announcing import Announcing
from xieli.cli.simulation.world import World
from xieli.core import clock
from xieli.matters.models import Event, Matter, WorkItem

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


def test_a_week_of_announcements_is_signed_and_mostly_confirmed() -> None:
    rng = random.Random(3)
    company.build(rng, 40)
    world = World(rng=rng, now=MONDAY, until=MONDAY + timedelta(days=6), react=lambda world, item: None)
    announcing = Announcing(world)
    world.react = lambda _world, item: announcing.handle(item)
    for _ in range(3):
        world.at(MONDAY, announcing.tell_department)
    world.at(MONDAY, announcing.tell_all)
    world.at(MONDAY + timedelta(days=1), announcing.tidy)
    world.run(lambda now: None)
    assert world.tally["announcement"] == 4
    assert not [name for name in world.tally if name.startswith("refused")]
    asked = WorkItem.objects.filter(step="confirm_reading")
    confirmed = asked.filter(seat__verdict="approve").count()
    assert 0.6 * asked.count() <= confirmed <= asked.count()
    assert Matter.objects.filter(procedure="announcement", state="published").exists()
    assert Event.objects.filter(action="sign").count() == 1
