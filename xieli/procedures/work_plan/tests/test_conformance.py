"""Work plans and their items keep what every procedure keeps."""

from random import Random
from typing import Any, ClassVar

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter
from xieli.matters.commands.declared import form_class
from xieli.matters.models import Matter
from xieli.matters.testing.conformance import Conformance, blank
from xieli.matters.testing.filling import Filler
from xieli.matters.testing.walking import BEGINNING, Walk
from xieli.organisation import queries as organisation
from xieli.procedures.work_plan.models import Fate, PlanDetails, PlanLine

from .play import act, begun, row


def owner(filler: Filler, form: Any) -> str:
    """Somebody of customer service, whose plan it is."""
    people = organisation.members_of(next(one for one in organisation.departments() if one.code == "CS"))
    return str(filler.random.choice(people).uid)


def fates(filler: Filler, form: Any) -> list[dict[str, Any]]:
    """A word on each unfinished item."""
    rows = PlanLine.objects.filter(plan=form.scene.matter, fate=Fate.OPEN) if form.scene.matter.pk else []
    choices = ["carried", "dropped"]
    return [{"line": str(one.uid), "fate": filler.random.choice(choices), "why": "待备件"} for one in rows]


def waiting(filler: Filler, form: Any) -> str | None:
    """An item not handed out."""
    found = getattr(form.fields["line"], "queryset", None)
    return str(found[0].uid) if found else None


class PlanWalk(Walk):
    """A plan in force waits for the last days of its period: then it is summed up."""

    def _check_not_stuck(self, matter: Matter) -> None:
        plan = PlanDetails.objects.filter(matter=matter, matter__state="running").first()
        if plan is None or clock.local(self.now).date() >= plan.summed_up_from:
            super()._check_not_stuck(matter)


class HeadsWalk(PlanWalk):
    """Begun by the head of customer service, to whose people the answers give the items."""

    head: Any = None

    def begin(self) -> Matter:
        """By nobody else."""
        everybody, self.people = self.people, [self.head]
        matter = super().begin()
        self.people = everybody
        return matter


class RunningWalk(PlanWalk):
    """A plan that is in force already."""

    cast: Any = None
    cadence = "quarter"

    def begin(self) -> Matter:
        """A month's, or a quarter's that was confirmed."""
        cast = self.cast
        with clock.turned_to(BEGINNING):
            plan = begun(cast, self.cadence, "2026-12-01")
            rows = [row(cast.linwan, due="2026-12-15", starts_on="2026-12-01")]
            act(plan, cast.zhoumin, "write_lines", lines=rows)
            act(plan, cast.zhoumin, "submit")
            if plan.state == "confirming":
                act(plan, cast.suwanqing, "confirm")
        self.matters = [plan]
        return plan


class TestWorkPlan(Conformance):
    key = "work_plan"
    # The product's own acts, and the rest of a period after its end: each has a test of its own.
    rare = frozenset({"advance", "carry_in", "sum_up", "start_early"})
    answers: ClassVar = {
        "cadence": lambda filler, form: filler.random.choice(["month", "quarter"]),
        "starts_on": lambda filler, form: "2026-12-01",
        "due_on": lambda filler, form: "2026-12-30",
        "department": lambda filler, form: None,
        "from_last": lambda filler, form: None,
        "owner": owner,
        "goal": lambda filler, form: None,
        "fates": fates,
        "line": waiting,
    }

    def walk(self, cast: Any, seed: int) -> Walk:
        if seed % 3 == 0:
            begun_by_head = HeadsWalk(self.key, self.people(cast), Random(seed), self.answers)
            begun_by_head.head = cast.zhoumin
            return begun_by_head
        walk = RunningWalk(self.key, self.people(cast), Random(seed), self.answers)
        walk.cast, walk.cadence = cast, ("month", "quarter")[seed % 3 - 1]
        return walk


class ProductWalk(Walk):
    """What the product hands out."""

    def begin(self) -> Matter:
        """By the product, with what a plan would say."""
        first = self.procedure.actions["hand_out"]
        scene = blank(self.procedure, self.people[0])
        scene.now = self.now
        data = self.filler.fill(form_class(self.procedure, first), scene, SYSTEM)
        with clock.turned_to(BEGINNING):
            self.matters = [open_matter(self.procedure.key, SYSTEM, "hand_out", data)]
        self.done.add("hand_out")
        return self.matters[0]


class TestPlanItem(Conformance):
    key = "plan_item"
    rare = frozenset({"shift"})
    answers: ClassVar = {"goal": lambda filler, form: None}

    def walk(self, cast: Any, seed: int) -> Walk:
        return ProductWalk(self.key, self.people(cast), Random(seed), self.answers)
