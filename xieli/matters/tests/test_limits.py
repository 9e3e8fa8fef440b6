"""Which allowance is in force: most specific wins, edits lie over the declaration, shares and rests of other clocks."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.core import clock
from xieli.matters import limits, registry
from xieli.matters.commands.rulebook import leads, set_duty, set_service_level
from xieli.matters.errors import Invalid
from xieli.matters.models import ClockChange, ServiceLevel
from xieli.matters.procedure import Limit
from xieli.matters.scene import Scene
from xieli.worktime.allowance import Allowance

from .scenes import MONDAY, TUESDAY, accepted, clock_of, do, open_item, submitted

WORDS = st.sampled_from(
    ["urgency=fault", "urgency=safety", "zone=urban/remote", "round>1", "round<3", "amount>10"]
)
FACTS = st.fixed_dictionaries(
    {
        "urgency": st.sampled_from(["fault", "safety", None]),
        "zone": st.sampled_from(["urban", "remote"]),
        "round": st.integers(0, 4),
        "amount": st.one_of(st.none(), st.integers(0, 20)),
    }
)


def found(*conditions: str) -> list[limits.InForce]:
    return [limits.InForce(Limit("step", condition, "1 WD")) for condition in conditions]


@given(st.lists(WORDS, max_size=3, unique=True), FACTS)
def test_a_condition_holds_when_each_of_its_terms_does(words: list[str], facts: dict[str, Any]) -> None:
    assert limits.holds(" ".join(words), facts) == all(limits.holds(word, facts) for word in words)


@given(FACTS)
def test_the_most_specific_limit_wins(facts: dict[str, Any]) -> None:
    chosen = limits.choose(found("", "urgency=fault", "urgency=fault round>1"), facts)
    assert chosen is not None
    says = len(chosen.limit.condition.split())
    assert says == (facts["urgency"] == "fault") * (1 + (facts["round"] > 1))


@given(
    st.lists(WORDS, min_size=1, max_size=2, unique=True),
    st.lists(WORDS, min_size=1, max_size=2, unique=True),
    FACTS,
)
def test_what_the_edit_page_lets_pass_is_never_ambiguous(
    one: list[str], other: list[str], facts: dict[str, Any]
) -> None:
    first, second = " ".join(one), " ".join(other)
    if not limits.may_clash(first, second) and len(one) == len(other):
        limits.choose(found(first, second), facts)  # would raise AmbiguousLimit


def test_two_limits_of_equal_specificity_are_an_error() -> None:
    with pytest.raises(limits.AmbiguousLimit):
        limits.choose(found("urgency=fault", "zone=urban"), {"urgency": "fault", "zone": "urban"})


def test_a_condition_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a condition"):
        limits.terms("urgent")


@pytest.mark.django_db
@pytest.mark.usefixtures("toy")
class TestOnAMatter:
    """With the toy's limits: accept 2 WD (2 h W above 1000), work 5 WD, total 10 WD."""

    def test_a_condition_on_a_fact_chooses_allowance_and_warnings(self, cast: Any) -> None:
        step = clock_of(submitted(cast, amount=5000), "accept")
        assert (step.allowed, step.unit, step.warnings) == (7200, "W", "urgent")
        assert clock_of(submitted(cast), "accept").warnings == "normal"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("3 h W", Allowance(3 * 3600, "W")),
            ("rest of total", Allowance(10 * 27_000 + 25_200, "W")),
            ("rest of repair, else 1 WD", Allowance(1, "WD")),
            ("date needed_by, else 5 WD", Allowance(5, "WD")),
            ("50 % of accept", Allowance(1, "WD")),
            ("50 % of accept, at most 2 h W", Allowance(7200, "W")),
            ("9 WD, at most 30 min C", Allowance(1800, "C")),
        ],
    )
    def test_an_allowance_is_written_as_people_say_it(
        self, cast: Any, text: str, expected: Allowance
    ) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        assert limits.evaluate(scene, text, "office", MONDAY) == expected

    def test_a_date_agreed_is_working_time_up_to_it(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        scene.details.put("needed_by", None)
        scene.details.__dict__["needed_by"] = TUESDAY
        assert limits.evaluate(scene, "date needed_by, else 5 WD", "office", MONDAY) == Allowance(27_000, "W")

    def test_an_allowance_that_gives_nothing_and_has_no_else_is_an_error(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        with pytest.raises(ValueError, match="no else"):
            limits.evaluate(scene, "rest of repair", "office", MONDAY)

    def test_an_edit_leaves_running_clocks_alone_and_rules_the_next(self, cast: Any) -> None:
        matter = submitted(cast)
        due = clock_of(matter, "accept").due_at
        with clock.turned_to(MONDAY):
            assert set_service_level(registry.get("toy"), "accept", "", "4 WD", "旺季", cast.jiangyifan) == 0
        assert clock_of(matter, "accept").due_at == due
        new = clock_of(submitted(cast), "accept")
        assert new.allowed == 4 and new.service_level is not None and new.service_level.reason == "旺季"

    def test_an_edit_that_is_asked_to_moves_running_clocks_and_says_so(self, cast: Any) -> None:
        matter = submitted(cast)
        other = submitted(cast, amount=5000)
        urgent = clock_of(other, "accept").due_at
        old = clock_of(matter, "accept").due_at
        with clock.turned_to(MONDAY + timedelta(hours=2)):
            moved = set_service_level(
                registry.get("toy"), "accept", "", "4 h W", "试行", cast.jiangyifan, move_running=True
            )
        step = clock_of(matter, "accept")
        assert moved == 1 and clock_of(other, "accept").due_at == urgent
        assert (step.allowed, step.unit, step.due_at) == (
            4 * 3600,
            "W",
            MONDAY + timedelta(hours=5, minutes=30),
        )
        assert step.original_due_at == old and open_item(matter).due_at == step.due_at
        change = ClockChange.objects.get(clock=step)
        assert (change.kind, change.old_due, change.new_due) == ("rule", old, step.due_at)

    def test_an_agreed_extension_stands_when_the_limit_changes(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "give_notice", cast.fangqiming, new_due="2026-09-18T17:30")
        do(matter, "approve", cast.linwan)
        agreed = clock_of(matter, "work").due_at
        with clock.turned_to(MONDAY):
            set_service_level(registry.get("toy"), "work", "", "1 WD", "试行", None, move_running=True)
        assert clock_of(matter, "work").due_at == agreed

    def test_versions_of_a_limit_are_closed_never_overwritten(self, cast: Any) -> None:
        toy = registry.get("toy")
        for moment, allowance in ((MONDAY, "4 WD"), (TUESDAY, None)):
            with clock.turned_to(moment):
                set_service_level(toy, "accept", "", allowance, "…", cast.jiangyifan)
        rows = list(ServiceLevel.objects.order_by("from_at").values_list("allowance", "from_at", "to_at"))
        assert rows == [("4 WD", MONDAY, TUESDAY), (None, TUESDAY, None)]
        assert clock_of(submitted(cast, now=TUESDAY), "accept").allowed == 2  # back to the declared one

    @pytest.mark.parametrize(
        ("condition", "allowance", "field"),
        [("", "soon", "allowance"), ("urgent", "1 WD", "condition"), ("priority=1", "1 WD", "condition")],
    )
    def test_what_nobody_could_apply_is_refused(
        self, cast: Any, condition: str, allowance: str, field: str
    ) -> None:
        with pytest.raises(Invalid) as wrong:
            set_service_level(registry.get("toy"), "accept", condition, allowance, "…", cast.jiangyifan)
        assert set(wrong.value.errors) == {field}
        assert not ServiceLevel.objects.exists()

    def test_who_leads_is_what_the_list_of_duties_says_most_precisely(self, cast: Any) -> None:
        set_duty("toy", "", "", cast.pmo, [], "…", cast.jiangyifan)
        set_duty("toy", "billing", "", cast.fi, [cast.rd], "…", cast.jiangyifan)
        entry = leads("toy", "billing", "refund")
        assert entry is not None and (entry.lead, entry.assisting) == (cast.fi, [cast.rd.pk])
        other = leads("toy", "fault")
        assert other is not None and other.lead == cast.pmo
        assert leads("service", "fault") is None

    def test_a_duty_passed_to_another_department_keeps_its_history(self, cast: Any) -> None:
        set_duty("toy", "billing", "", cast.fi, [], "…", cast.jiangyifan)
        first = leads("toy", "billing")
        set_duty("toy", "billing", "", cast.rd, [cast.rd], "改由研发主办", cast.jiangyifan)
        assert first is not None
        first.refresh_from_db()
        now = leads("toy", "billing")
        assert now is not None and (now.lead, now.assisting) == (cast.rd, [])
        assert first.to_at == now.from_at and now.changed_by == cast.jiangyifan
