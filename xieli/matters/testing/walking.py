"""A random walk of one matter (and its children) through its procedure, by the people of a cast, with every invariant
looked at after each step."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import Available, available_actions, open_child, open_matter, perform, start
from xieli.matters.commands.declared import form_class
from xieli.matters.commands.start import may_start
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Clock, Event, Matter
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot
from xieli.organisation.models import Person

from . import invariants
from .filling import Answer, Filler

BEGINNING = clock.at(2026, 9, 21, 9, 30)  # the National Day week with its shifted working days lies ahead
JUMPS = [0, 40, 600, 3_600, 5 * 3_600, 86_400, 2 * 86_400, 9 * 86_400]
ENDINGS = ("withdraw", "void")  # possible nearly everywhere: taken seldom, lest every walk be short
ACTING_ON = ("approve", "refuse", "abstain", "resubmit")
Choice = tuple[Actor, Available]


class Stuck(AssertionError):
    """Nobody can move a matter that is not at its end."""


class Walk:
    """One walk. `trail` tells what was done, for whoever reads a failure. A `sparing` one is out for what was never
    done before: it stays with its matter, takes such acts first and looks at the invariants only after them."""

    def __init__(
        self,
        key: str,
        people: list[Person],
        random: Random,
        answers: Mapping[str, Answer] | None = None,
        customers: Callable[[Matter], list[Actor]] = lambda matter: [],
    ) -> None:
        self.procedure = registry.get(key)
        self.people = people
        self.random = random
        self.filler = Filler(random, answers)
        self.customers = customers
        self.now = BEGINNING
        self.trail: list[str] = []
        self.done: set[str] = set()
        self.sparing = False
        self.matters: list[Matter] = []

    def begin(self) -> Matter:
        """Somebody raises it: at once, or from a draft. What cannot be raised so is tried again by somebody else."""
        for person in self.random.sample(self.people * 2, len(self.people) * 2):
            actor = Actor.of(person)
            if not may_start(self.procedure, actor):
                continue
            try:
                with clock.turned_to(self.now):
                    matter = self._raise(actor)
            except ActionError as refused:
                self.trail.append(f"{actor.person} cannot begin: {_why(refused)}")
                continue
            self.matters = [matter]
            return matter
        raise AssertionError("\n".join(["nobody could begin", *self.trail]))

    def _raise(self, actor: Actor) -> Matter:
        spec = self.procedure
        first = self.random.choice(spec.actions_from(spec.start))
        blank = Matter(procedure=spec.key, state=spec.start, initiator=actor.person)
        blank.initiator_department = actor.person.department if actor.person else None
        scene = Scene(blank, spec, self.now)
        scene.details = spec.details()()
        data = self.filler.fill(form_class(spec, first), scene, actor)
        self._note(actor, first.name, data)
        if self.random.random() < 0.5:
            matter = open_matter(spec.key, actor, first.name, data)
        else:
            matter = start(spec.key, actor)
            try:
                perform(matter, first.name, actor, data)
            except ActionError:
                matter.delete()
                raise
        self.done.add(first.name)
        return matter

    def step(self) -> bool:
        """Time passes, somebody does something that is open to them, everything is checked. False: all has ended."""
        self.now += timedelta(seconds=self.random.choice(JUMPS))
        with clock.turned_to(self.now), snapshot.pinned():
            self._sweep()
            alive = [one for one in self.matters if self._fresh(one).closed_at is None]
            if not alive:
                return False
            stays = self.sparing and alive[0] is self.matters[0] and self.random.random() < 0.7
            matter = alive[0] if stays else self.random.choice(alive)
            choices = list(self.choices(matter))
            if not any(moves_on(matter, available) for _actor, available in choices):
                self._check_not_stuck(matter)
            lines, known = self._lines(), len(self.done)
            if choices:
                self._act(matter, *self._pick(matter, choices))
            if self._lines() != lines and (len(self.done) > known or not self.sparing):
                self.check()
        return True

    def _lines(self) -> int:
        """How long the ledgers are together."""
        return Event.objects.filter(matter__in=self.matters).count()

    def choices(self, matter: Matter) -> Iterator[Choice]:
        """Who could do what, among the people concerned."""
        scene = Scene.load(self._fresh(matter), self.now)
        for actor in [*map(Actor.of, self.concerned(scene)), *self.customers(scene.matter)]:
            for available in available_actions(scene, actor):
                yield actor, available

    def concerned(self, scene: Scene) -> list[Person]:
        """Those who hold something, their deputies and colleagues, the heads above, the requester, one bystander."""
        matter, found = scene.matter, [scene.matter.initiator, self.random.choice(self.people)]
        for item in scene.open_items:
            found += [item.person, item.deputy]
            if item.person_id is None and item.department_id:
                members = organisation.members_of(item.department_id)
                found += self.random.sample(members, min(2, len(members)))
        for department in matter.departments:
            found.append(organisation.head_of(department))
        if matter.lead_department_id:
            found.append(organisation.executive_of(matter.lead_department_id))
        known = list({one.pk: one for one in found if one is not None}.values())
        return self.random.sample(known, min(6, len(known)))

    def _pick(self, matter: Matter, choices: list[Choice]) -> Choice:
        """Mostly what was not done yet and moves on; now and then anything."""
        fresh = [one for one in choices if one[1].kind == "action" and one[1].name not in self.done]
        moving = [one for one in choices if moves_on(matter, one[1])]
        for group, chance in ((fresh, 0.8 if self.sparing else 0.4), (moving, 0.4)):
            if group and self.random.random() < chance:
                return self.random.choice(group)
        names = sorted({one[1].name for one in choices})
        if self.random.random() < 0.8:
            names = [name for name in names if name not in ENDINGS] or names
        name = self.random.choice(names)
        return self.random.choice([one for one in choices if one[1].name == name])

    def _act(self, matter: Matter, actor: Actor, available: Available) -> None:
        scene = Scene.load(self._fresh(matter), self.now)
        scene.item = next(
            (one for one in scene.items if available.item and one.pk == available.item.pk), None
        )
        if available.kind == "child":
            self._open_child(matter, actor, available)
            return
        data = self.filler.fill(available.form, scene, actor)
        self._note(actor, available.name, data, matter)
        before = own_lines(matter)
        item = available.item.pk if available.item is not None else None
        try:
            perform(matter, available.name, actor, data, item=item)
        except NotAllowed as refused:
            raise AssertionError(f"a button was shown and then refused: {_why(refused)}") from refused
        except Invalid as wrong:
            self.trail.append(f"    invalid: {wrong.errors}")
        except ActionError as refused:
            self.trail.append(f"    refused: {_why(refused)}")
        else:
            self.done.add(available.name)
            before += 1
        after = own_lines(matter)
        assert after == before, f"{available.name} left {after - before + 1} lines instead of one"
        known = {one.pk for one in self.matters}
        self.matters += list(Matter.objects.filter(parent=matter, head_seq__gt=0).exclude(pk__in=known))

    def _open_child(self, matter: Matter, actor: Actor, available: Available) -> None:
        spec = self.procedure.children.get(available.name)
        if spec is None or len(self.matters) >= 3:
            return
        child = registry.get(spec.procedure)
        first = child.actions_from(child.start)[0]
        blank = Matter(procedure=child.key, state=child.start, initiator=actor.person)
        blank.initiator_department = actor.person.department if actor.person else None
        scene = Scene(blank, child, self.now)
        scene.details = child.details()()
        data = self.filler.fill(form_class(child, first), scene, actor)
        self._note(actor, f"open:{available.name}", data, matter)
        try:
            self.matters.append(open_child(matter, available.name, actor, first.name, data))
        except ActionError as refused:
            self.trail.append(f"    refused: {_why(refused)}")

    def _sweep(self) -> None:
        """What the watcher does by itself: timers whose moment came, pauses whose date is over."""
        for one in self.matters:
            due = Clock.objects.filter(matter=one, next_at__lte=self.now, stopped_at=None)
            for row in due.filter(kind="timer"):
                self.trail.append(f"{self.now:%m-%d %H:%M} timer:{row.name}")
                perform(one, f"timer:{row.name}", SYSTEM)
                self.done.add(f"timer:{row.name}")
            if due.exclude(paused_at=None).exists() and self._fresh(one).closed_at is None:
                self.trail.append(f"{self.now:%m-%d %H:%M} resume")
                perform(one, "resume", SYSTEM)

    def _check_not_stuck(self, matter: Matter) -> None:
        """None of those concerned could move it: then somebody in the company can, a timer will, or the product itself
        when what it waits for has come (a plan change: its project)."""
        scene = Scene.load(self._fresh(matter), self.now)
        if any(one.kind == "timer" for one in scene.clocks):
            return
        actors = [*map(Actor.of, self.people), *self.customers(scene.matter), SYSTEM]
        if not any(moves_on(matter, one) for actor in actors for one in available_actions(scene, actor)):
            raise Stuck(f"nobody can move {matter.reference} out of {scene.matter.state}")

    def check(self) -> None:
        """Every invariant of every matter on the way."""
        invariants.check_deferred()
        problems = invariants.broken(self.matters, self.now)
        assert not problems, "\n".join(problems)

    def _fresh(self, matter: Matter) -> Matter:
        return Matter.objects.get(pk=matter.pk)

    def _note(self, actor: Actor, name: str, data: Mapping[str, Any], matter: Matter | None = None) -> None:
        who = actor.person.name if actor.person else actor.kind
        where = f"{matter.procedure}[{self._fresh(matter).state}]" if matter else ""
        self.trail.append(f"{clock.local(self.now):%m-%d %H:%M} {who} {name} {where} {dict(data)}")


def own_lines(matter: Matter) -> int:
    """How many acts the ledger of a matter holds; children that an act opened have a line beside it."""
    return Event.objects.filter(matter=matter).exclude(action__startswith="open:").count()


def moves_on(matter: Matter, available: Available) -> bool:
    """Whether this button brings the matter to another state (or decides a seat of its round)."""
    procedure = registry.get(matter.procedure)
    if available.kind == "action":
        action = procedure.actions[available.name]
        return bool(action.vote or procedure.targets(action))
    return available.name in ACTING_ON


def _why(error: ActionError) -> str:
    return f"{error.message} {getattr(error, 'errors', '')}"


@contextmanager
def told(walk: Walk) -> Iterator[None]:
    """A failure inside tells the whole way there."""
    try:
        yield
    except Exception as failure:
        failure.add_note("the way here:\n" + "\n".join(walk.trail))
        raise


def stand(walk: Walk, steps: int) -> None:
    """Begin and go so many steps."""
    with told(walk):
        walk.begin()
        walk.check()
        for _step in range(steps):
            if not walk.step():
                break
