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
from xieli.procedures.work_plan.models import Fate, PlanLine


def owner(filler: Filler, form: Any) -> str:
    """Somebody of customer service, whose plan it is."""
    people = organisation.members_of(next(one for one in organisation.departments() if one.code == "CS"))
    return str(filler.random.choice(people).uid)


def fates(filler: Filler, form: Any) -> list[dict[str, Any]]:
    """A word on each unfinished item."""
    rows = PlanLine.objects.filter(plan=form.scene.matter, fate=Fate.OPEN) if form.scene.matter.pk else []
    return [{"line": str(one.uid), "fate": filler.random.choice(["carried", "dropped"]), "why": "待备件"} for one in rows]


def waiting(filler: Filler, form: Any) -> str | None:
    """An item not handed out."""
    found = form.fields["line"].queryset.first() if "lines" not in form.fields else None
    return str(found.uid) if found else None


class TestWorkPlan(Conformance):
    key = "work_plan"
    # The product's own acts, and the rest of a period after its end: each has a test of its own.
    rare = frozenset({"advance", "carry_in", "sum_up", "start_early"})
    answers: ClassVar = {
        "cadence": lambda filler, form: filler.random.choice(["month", "quarter"]),
        "starts_on": lambda filler, form: "2026-09-22",
        "due_on": lambda filler, form: "2026-09-30",
        "department": lambda filler, form: None,
        "from_last": lambda filler, form: None,
        "owner": owner,
        "goal": lambda filler, form: None,
        "fates": fates,
        "line": lambda filler, form: None,
    }

    def people(self, cast: Any) -> list[Any]:
        """The department whose plan it is, those above it, and some others."""
        return [cast.zhoumin, cast.hejing, cast.linwan, cast.suwanqing, cast.luchengyuan, cast.jiangyifan]


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
