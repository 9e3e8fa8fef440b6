"""The turning of the clock: an agenda of what people are going to do, the watcher in between, the engine for every act."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from xieli.alerts import watcher
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.worktime import calendars

Deed = Callable[[], object]
SWEEP_EVERY = timedelta(minutes=10)
# How late something must be before it comes to mind by itself.
FORGOTTEN = timedelta(hours=4)


@dataclass
class World:
    """What is going to happen, in order of time. Everything random comes from `rng`, so a seed repeats a history."""

    rng: random.Random
    now: datetime
    until: datetime
    react: Callable[["World", WorkItem], None]
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    tally: Counter[str] = field(default_factory=Counter)
    _order: int = 0

    def at(self, moment: datetime, deed: Deed) -> None:
        """Put something on the agenda; what lies beyond the end of the simulation stays undone, as in life."""
        self._order += 1
        heapq.heappush(self.agenda, (max(moment, self.now), self._order, deed))

    def run(self, tell: Callable[[datetime], None]) -> None:
        """Live until the end; `tell` hears the time."""
        sweep_at = self.now + SWEEP_EVERY
        while self.agenda and self.agenda[0][0] <= self.until:
            moment, _, deed = heapq.heappop(self.agenda)
            while sweep_at < moment:
                sweep_at = self._sweep(sweep_at, moment)
            self.now = moment
            with clock.turned_to(moment):
                deed()
            tell(moment)
        while sweep_at < self.until:
            sweep_at = self._sweep(sweep_at, self.until)
        with clock.turned_to(self.until):
            watcher.sweep(self.until)

    def _sweep(self, due: datetime, before: datetime) -> datetime:
        """Do what the watcher would have done by `due`. Its moments are asked for first: one step into an index,
        where a sweep for nothing costs several statements. When nothing is due before `before`, sleep till then.
        """
        coming = watcher.next_moment()
        if coming is None or coming >= before:
            return before
        if coming > due:
            return coming + SWEEP_EVERY
        with clock.turned_to(due):
            self.tally["alerts"] += watcher.sweep(due).raised
        return due + SWEEP_EVERY

    def act(
        self,
        matter: Matter | int,
        action: str,
        person: Person,
        data: dict[str, Any] | None = None,
        item: int | None = None,
    ) -> bool:
        """One act of one person through the engine, and what others will do about it."""
        return self.acts(matter, action, Actor.of(person), data, item)

    def acts(
        self,
        matter: Matter | int,
        action: str,
        actor: Actor,
        data: dict[str, Any] | None = None,
        item: int | None = None,
    ) -> bool:
        """The same for any actor. A refusal is counted: people, too, click on what was done a minute ago."""
        try:
            perform(matter, action, actor, data or {}, item=item, now=self.now)
        except ActionError as refused:
            self.tally[f"refused: {action}: {refused.code}"] += 1
            return False
        self.tally["acts"] += 1
        self.follow(matter)
        return True

    def follow(self, matter: Matter | int) -> None:
        """Whoever holds a new item of the matter plans when to do it."""
        pk = matter if isinstance(matter, int) else matter.pk
        for item in WorkItem.objects.filter(matter=pk, closed_at=None).select_related("matter", "department"):
            if item.pk not in self.seen:
                self.seen.add(item.pk)
                self.react(self, item)

    def look_through(self) -> None:
        """What people do when they look through their desks: what is late comes to mind, the surer the longer it is.

        An item is late without anybody's doing too: refused once, moved to somebody else, left by one who went away.
        Who waits for another's help does not push on.
        """
        late = WorkItem.objects.filter(closed_at=None, due_at__lt=self.now - FORGOTTEN)
        late = late.exclude(matter__children__in=Matter.objects.filter(closed_at=None, number__isnull=False))
        for item in late.select_related("matter", "department").order_by("pk"):
            assert item.due_at is not None
            if self.chance(0.3 + 0.2 * (self.now - item.due_at).days):
                self.react(self, item)

    def working(self, person: Person | None, seconds: float, since: datetime | None = None) -> datetime:
        """The moment after so many working seconds of a person's department."""
        code = person.department.calendar if person is not None and person.department else "office"
        return calendars.get(code).add(since or self.now, max(60, int(seconds)))

    def around(self, minutes: float, spread: float = 0.6) -> float:
        """Seconds around a typical number of minutes: mostly a bit less, now and then much more."""
        return 60 * minutes * self.rng.lognormvariate(0, spread)

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.rng.random() < probability

    def holder(self, item: WorkItem, *, duty: str = "") -> Person:
        """Who will do an item: its person, else somebody of the department (with a duty where one is named)."""
        if item.person_id is not None:
            person = organisation.person_by_id(item.person_id)
            assert person is not None
            return person
        assert item.department is not None
        people = organisation.people_with_duty(duty, item.department) if duty else []
        return self.rng.choice(people or organisation.members_of(item.department))
