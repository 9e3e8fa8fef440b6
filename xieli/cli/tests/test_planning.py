"""The demo company plans its quarters, reports on them, and its heads talk things over."""

import random
from typing import Any

import pytest

from xieli.cli.simulation import planning
from xieli.cli.simulation.world import World
from xieli.core import clock
from xieli.matters.models import Matter
from xieli.procedures.work_plan.models import PlanLine

pytestmark = pytest.mark.django_db


def test_plans_are_drawn_up_confirmed_carried_out_and_followed_by_the_next(cast: Any) -> None:
    begin = clock.at(2026, 9, 14, 9, 0)
    world = World(
        rng=random.Random(3), now=begin, until=clock.at(2026, 10, 15, 18, 0), react=lambda world, item: None
    )
    plans = planning.Planning(world)

    def react(_world: World, item: Any) -> None:
        if item.matter.procedure in planning.KEYS:
            plans.handle(item)

    world.react = react
    plans.departments = plans.departments[:2]
    world.at(begin, plans.begin)
    world.at(begin, plans.talk)
    for day in (18, 24, 29):
        world.at(clock.at(2026, 9, day, 8, 5), plans.morning)
    world.run(lambda moment: None)
    found = Matter.objects.filter(procedure="work_plan")
    assert found.filter(work_plan__starts_on="2026-07-01").count() == 2
    assert found.filter(work_plan__starts_on="2026-10-01").exists()
    assert PlanLine.objects.filter(fate="done").exists()
    assert Matter.objects.filter(procedure="heads_thread").count() == 1
    refused = {name: n for name, n in world.tally.items() if name.startswith("refused")}
    assert sum(refused.values()) <= 6, refused
