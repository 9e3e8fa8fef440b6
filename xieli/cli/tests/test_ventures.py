"""The projects of the simulated company go the way of the clause, with everybody's own hands."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from xieli.cli.simulation import company, furnishing, network, projecting
from xieli.cli.simulation.aiming import MEASURES, month_ends
from xieli.cli.simulation.living import Volume, live
from xieli.cli.simulation.ventures import VENTURES
from xieli.core import clock
from xieli.goals.models import Measure
from xieli.matters.models import Matter

FAULTS = {"error", "invalid", "unknown_action", "no_holder", "key_reused"}
BEGIN = clock.at(2026, 6, 1, 6, 0)


@pytest.mark.django_db
def test_a_month_brings_a_project_from_its_application_to_work_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And one that is not worth its money is refused; goals are read at the end of the month."""
    days = 34
    small = [one for one in VENTURES if one.title in ("迎峰度夏安全大检查", "办公区光伏车棚建设")]
    monkeypatch.setattr(projecting, "VENTURES", [replace(one, ago=days - 1) for one in small])
    rng = random.Random(5)
    company.build(rng, 60)
    network.build(rng, customers=10)
    with clock.turned_to(BEGIN):
        furnishing.furnish(clock.local(BEGIN).date())
    tally = live(BEGIN, BEGIN + timedelta(days=days), Volume(0, 0), rng, lambda now: None)
    states = dict(Matter.objects.filter(procedure="project").values_list("title", "state"))
    assert states == {"迎峰度夏安全大检查": "executing", "办公区光伏车棚建设": "rejected"}
    assert Matter.objects.filter(procedure="project_task", state="done").exists()
    # Somebody may be slower than another; a form filled in wrongly would be a fault of the script.
    refused = {key for key in tally if key.startswith("refused")}
    assert {key for key in refused if key.split(": ")[2] in FAULTS} == set(), tally
    assert not any(key.startswith("refused: sign:") for key in refused), tally
    assert Measure.objects.exclude(actual=None).count() == sum(len(rows) for rows in MEASURES.values())


def test_measures_are_read_at_the_end_of_each_month_and_yesterday() -> None:
    found = [clock.local(one).date().isoformat() for one in month_ends(BEGIN, clock.at(2026, 8, 12, 9, 0))]
    assert found == ["2026-06-30", "2026-07-31", "2026-08-11"]


def test_every_plan_of_the_company_is_whole() -> None:
    ids = {code: n for n, code in enumerate(company.COMPANY)}
    for venture in VENTURES:
        if venture.lines:
            assert venture.plan(clock.local(BEGIN).date(), ids).problems() == [], venture.title
