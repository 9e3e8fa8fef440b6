"""What is asked beside a state has a limit in every procedure, sooner where the matter is urgent."""

import pytest

from xieli.matters import limits, registry


@pytest.mark.parametrize("name", ["decide_extension", "decide_pause", "advise", "second", "arbitrate"])
def test_every_procedure_has_one(name: str) -> None:
    for procedure in registry.all_procedures():
        known = [one for one in limits.in_force(procedure, []) if one.limit.name == name]
        for priority in (0, 1, 2):
            assert limits.choose(known, {"priority": priority}) is not None, procedure.key


def test_an_urgent_matter_is_decided_within_hours() -> None:
    known = [
        one for one in limits.in_force(registry.get("service"), []) if one.limit.name == "decide_extension"
    ]
    ordinary, urgent = limits.choose(known, {"priority": 0}), limits.choose(known, {"priority": 1})
    assert ordinary is not None and urgent is not None
    assert (ordinary.allowance, urgent.allowance) == ("1 WD", "2 h W")


def test_what_a_procedure_declares_itself_stands_alone() -> None:
    known = [
        one for one in limits.in_force(registry.get("collaboration"), []) if one.limit.name == "arbitrate"
    ]
    assert len(known) == 1
