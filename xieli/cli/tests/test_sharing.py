"""The simulated company lends, waits, forgets and breaks by its own hands."""

import random
from datetime import timedelta

import pytest

from xieli.cli.simulation import company
from xieli.cli.simulation.sharing import THINGS, Sharing
from xieli.cli.simulation.world import World
from xieli.core import clock
from xieli.matters.models import Matter
from xieli.procedures.sharing.models import Resource

BEGIN = clock.at(2026, 6, 1, 8, 0)


@pytest.mark.django_db
def test_a_week_of_lending_end_well_for_most_and_not_for_all() -> None:
    world = World(rng=random.Random(3), now=BEGIN, until=BEGIN + timedelta(days=9), react=lambda w, i: None)
    company.build(world.rng, 40)
    with clock.turned_to(BEGIN):
        sharing = Sharing(world)
        sharing.begin()
    world.react = lambda w, item: sharing.handle(item)
    for number in range(28):
        world.at(BEGIN + timedelta(hours=4 * number), sharing.borrow)
        world.at(BEGIN + timedelta(hours=4 * number, minutes=50), sharing.hourly)
    world.run(lambda now: None)
    states = list(Matter.objects.filter(procedure="sharing").values_list("state", flat=True))
    assert Resource.objects.count() == len(THINGS)
    assert states.count("closed") > len(states) / 3 and len(set(states)) > 3
    refused = {key for key in world.tally if key.startswith("refused: ") and "sharing" not in key}
    assert not {key for key in refused if "forbidden" in key or "invalid" in key}, world.tally
