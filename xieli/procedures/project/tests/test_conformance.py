"""The procedures of the project family keep what every procedure keeps."""

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

from .play import small_plan


def department(filler: Filler, form: Any) -> str:
    """Any department."""
    return str(filler.random.choice(organisation.departments()).uid)


def departments(filler: Filler, form: Any) -> list[str]:
    """One or two."""
    return [str(one.uid) for one in filler.random.sample(organisation.departments(), 2)]


def colleague(filler: Filler, form: Any) -> str | None:
    """Somebody of the department whose head names members; where there is none, anybody."""
    people = [one for own in organisation.departments() for one in organisation.members_of(own)]
    return str(filler.random.choice(people).uid)


def plan(filler: Filler, form: Any) -> Any:
    """A whole plan by departments that exist."""
    return small_plan(organisation.departments()[1].pk, organisation.departments()[2].pk).to_json()


class TestProject(Conformance):
    key = "project"
    rare = frozenset({"advance", "resume_project", "refuse_stop", "agree_stop", "ask_to_stop"})
    answers: ClassVar = {
        "starts_on": lambda filler, form: "2026-10-08",
        "ends_on": lambda filler, form: "2027-03-31",
        "due": lambda filler, form: "2026-12-31",
        "amount": lambda filler, form: filler.random.choice(["20000", "1500000"]),
        "previous": lambda filler, form: None,
        "department": department,
        "asked_by": department,
        "members": lambda filler, form: None,
        "plan": plan,
    }

    def walk(self, cast: Any, seed: int) -> Walk:
        """Heads name people of their own."""
        walk = super().walk(cast, seed)
        walk.filler.answers = {**self.answers, "members": _own_people}
        return walk


def _own_people(filler: Filler, form: Any) -> list[dict[str, str]]:
    person = form.actor.person
    item = form.scene.item
    own = item.department_id if item is not None and item.department_id else person.department_id
    return [{"person": str(one.uid), "role": "参加"} for one in organisation.members_of(own)[:2]]


class TaskWalk(Walk):
    """Tasks are handed out by the product."""

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


class TestProjectTask(Conformance):
    key = "project_task"
    rare = frozenset({"shift"})

    def walk(self, cast: Any, seed: int) -> Walk:
        return TaskWalk(self.key, self.people(cast), _random(seed), self.answers)


def _random(seed: int) -> Any:
    from random import Random

    return Random(seed)
