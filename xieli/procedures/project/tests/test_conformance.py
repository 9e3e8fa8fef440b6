"""The procedures of the project family keep what every procedure keeps."""

from random import Random
from typing import Any, ClassVar

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import open_child, open_matter
from xieli.matters.commands.declared import form_class
from xieli.matters.models import Matter
from xieli.matters.testing.conformance import Conformance, blank
from xieli.matters.testing.filling import Filler
from xieli.matters.testing.walking import BEGINNING, Walk
from xieli.organisation import queries as organisation

from .play import (
    MONDAY,
    assessing,
    checking,
    concluding,
    deciding,
    defective,
    establishing,
    executing,
    naming_leader,
    noticing,
    small_plan,
)


def department(filler: Filler, form: Any) -> str:
    """Any department."""
    return str(filler.random.choice(organisation.departments()).uid)


def departments(filler: Filler, form: Any) -> list[str]:
    """One or two."""
    return [str(one.uid) for one in filler.random.sample(organisation.departments(), 2)]


def plan(filler: Filler, form: Any) -> Any:
    """A whole plan by departments that exist."""
    return small_plan(organisation.departments()[1].pk, organisation.departments()[2].pk).to_json()


def own_people(filler: Filler, form: Any) -> list[Any]:
    """Members are of the department whose head names them; a group's are anybody."""
    if form.fields["members"].__class__.__name__ == "PeopleField":
        return [
            str(one.uid) for one in filler.random.sample(organisation.members_of(own_department(form)), 1)
        ]
    return [{"person": str(one.uid)} for one in organisation.members_of(own_department(form))[:2]]


def own_department(form: Any) -> int:
    """The department the actor acts for."""
    item = form.scene.item
    own: int = (
        item.department_id if item is not None and item.department_id else form.actor.person.department_id
    )
    return own


# A plan comes whole, as an import brings it; its tables have tests of their own.
WHOLE_PLAN = {"plan": plan, **{name: (lambda filler, form: None) for name in ("tasks", "budget", "criteria")}}
WHOLE_PLAN["responsibilities"] = WHOLE_PLAN["tasks"]


class FromWalk(Walk):
    """A walk that starts from a matter which is already on its way."""

    at: Any = None

    def begin(self) -> Matter:
        """There, with its children."""
        matter = self.at()
        self.matters = [matter, *Matter.objects.filter(parent=matter)]
        return matter


BEGINNINGS = (
    None, checking, defective, assessing, concluding, deciding, naming_leader, establishing, noticing,
    executing, executing,
)  # fmt: skip


class TestProject(Conformance):
    """The way is long: walks begin with an application or at one of the stops after it."""

    key = "project"
    # The product's own, what needs an executive of the very project, a second baseline or a milestone that waits
    # for nothing: each has a test of its own.
    rare = frozenset(
        {
            "advance", "ask_reports", "adopt", "set_up_group", "dissolve_group", "close_project", "archive",
            "group_decides", "issue_again", "reach",
        }
    )  # fmt: skip
    answers: ClassVar = {
        "starts_on": lambda filler, form: "2026-10-08",
        "ends_on": lambda filler, form: "2027-03-31",
        "due": lambda filler, form: "2026-12-31",
        "on": lambda filler, form: "2026-09-18",
        "amount": lambda filler, form: filler.random.choice(["20000", "1500000"]),
        "subject": lambda filler, form: "设备费",
        "previous": lambda filler, form: None,
        "department": department,
        "asked_by": department,
        "members": own_people,
        **WHOLE_PLAN,
    }

    def walk(self, cast: Any, seed: int) -> Walk:
        begin = BEGINNINGS[seed % len(BEGINNINGS)]
        if begin is None:
            return super().walk(cast, seed)
        walk = FromWalk(self.key, self.people(cast), Random(seed), self.answers)
        walk.at = lambda: begin(cast)
        return walk


class ProductWalk(Walk):
    """What the product hands out."""

    def begin(self) -> Matter:
        """By the product, with what a plan would say."""
        name = self.procedure.number.by
        first = self.procedure.actions[name]
        scene = blank(self.procedure, self.people[0])
        scene.now = self.now
        data = self.filler.fill(form_class(self.procedure, first), scene, SYSTEM)
        with clock.turned_to(BEGINNING):
            self.matters = [open_matter(self.procedure.key, SYSTEM, name, data)]
        self.done.add(name)
        return self.matters[0]


class TestProjectTask(Conformance):
    key = "project_task"
    rare = frozenset({"shift", "hold", "go_on"})

    def walk(self, cast: Any, seed: int) -> Walk:
        return ProductWalk(self.key, self.people(cast), Random(seed), self.answers)


class TestDepartmentReport(Conformance):
    key = "project_report"

    def walk(self, cast: Any, seed: int) -> Walk:
        return ProductWalk(self.key, self.people(cast), Random(seed), self.answers)


class TestPlanChange(Conformance):
    key = "plan_change"
    rare = frozenset(
        {"open_change", "take_effect"}
    )  # every walk begins with it; the project does it, after the commit
    answers: ClassVar = WHOLE_PLAN

    def walk(self, cast: Any, seed: int) -> Walk:
        walk = FromWalk(self.key, self.people(cast), Random(seed), self.answers)

        def at() -> Matter:
            project = executing(cast)
            return open_child(
                project, "change", Actor.of(cast.dingjian), "open_change", {"reason": "到货晚"}, now=MONDAY
            )

        walk.at = at
        return walk
