"""The organisation in memory: asked a dozen times by every act, changed a few times a day.

One copy per process, keyed by a token which triggers renew with every change. Outside a `pinned` block each
question first compares the token (one index read); inside, the first question does and the others trust it.
So an answer is never staler than the block it was asked in. The objects are shared: read, don't change them.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db import connection

from xieli.core.database import prepared
from xieli.organisation.models import (
    Appointment,
    Department,
    Person,
    Post,
    Team,
    TeamMember,
)


@dataclass
class Today:
    """Who holds what on one day, by person, department and duty (ids)."""

    appointments: dict[int, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    departments: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    duties: dict[int, frozenset[str]] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    with_duty: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Snapshot:
    """All departments, people, posts and teams as of one version."""

    token: UUID | None  # None before anything was ever entered
    departments: dict[int, Department]
    people: dict[int, Person]
    appointments: list[Appointment]
    teams: dict[int, Team]
    team_of: dict[int, int]
    _days: dict[date, Today] = field(default_factory=dict)

    def on(self, day: date) -> Today:
        """The appointments in force on `day`; a few days are kept, for simulations that go back and forth."""
        if day not in self._days:
            if len(self._days) >= 8:
                self._days.clear()
            self._days[day] = self._index(day)
        return self._days[day]

    @cached_property
    def sought(self) -> list[tuple[int, str, str, str]]:
        """By what people are found: id, name, number in small letters, pinyin."""
        return [(one.id, one.name, one.number.lower(), one.pinyin) for one in self.people.values()]

    @cached_property
    def by_uid(self) -> dict[str, Department]:
        """Departments by their identifier as forms name them."""
        return {str(one.uid): one for one in self.departments.values()}

    @cached_property
    def headed(self) -> dict[int, list[int]]:
        """Departments (ids) by the person who heads them."""
        return self._by("head_id")

    @cached_property
    def areas(self) -> dict[int, list[int]]:
        """Departments (ids) by the executive in charge."""
        return self._by("executive_id")

    def _by(self, column: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for department in self.departments.values():
            if department.active and (person := getattr(department, column)):
                found[person].append(department.id)
        return found

    def _index(self, day: date) -> Today:
        today, of_post = Today(), dict[int, frozenset[str]]()
        for held in self.appointments:
            if not held.current_on(day):
                continue
            department = held.post.department
            today.appointments[held.person_id].append(held)
            if department.id not in today.departments[held.person_id]:
                today.departments[held.person_id].append(department.id)
                today.members[department.id].append(held.person_id)
            for code in held.post.duties:
                today.with_duty[code].append(held.person_id)
            if (duties := of_post.get(held.post_id)) is None:
                duties = of_post[held.post_id] = frozenset(held.post.duties) | frozenset(department.duties)
            others = today.duties.get(held.person_id)
            today.duties[held.person_id] = duties if others is None else others | duties
        return today


def _load(token: UUID | None) -> Snapshot:
    # What names something is read before what it names: nothing named is missing if somebody adds both meanwhile.
    team_of = dict(TeamMember.objects.values_list("person_id", "team_id"))
    teams = {row.id: row for row in Team.objects.all()}
    appointments = list(Appointment.objects.all())
    posts = {row.id: row for row in Post.objects.all()}
    people = {row.id: row for row in Person.objects.all()}
    departments = {row.id: row for row in Department.objects.all()}
    for person in people.values():
        if person.department_id:
            person.department = departments[person.department_id]
    for post in posts.values():
        post.department = departments[post.department_id]
    for held in appointments:
        held.person, held.post = people[held.person_id], posts[held.post_id]
    return Snapshot(token, departments, people, appointments, teams, team_of)


_VERSION = "SELECT token FROM organisation_organisationversion ORDER BY id LIMIT 1"


class _Pin:
    snapshot: Snapshot | None = None


_loaded: dict[str, Snapshot] = {}
_pin: ContextVar[_Pin | None] = ContextVar("organisation", default=None)


def current() -> Snapshot:
    """The organisation now: one query when nothing changed, none inside a pinned block that asked before."""
    pin = _pin.get()
    if pin and pin.snapshot:
        return pin.snapshot
    name = str(connection.settings_dict["NAME"])
    token = _version()
    if token is None or name not in _loaded or _loaded[name].token != token:
        _loaded[name] = _load(token)
    if pin:
        pin.snapshot = _loaded[name]
    return _loaded[name]


def _version() -> UUID | None:
    # Asked by every request: the one statement not worth building anew each time.
    with prepared() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    return row[0] if row else None


@contextmanager
def pinned() -> Iterator[None]:
    """Ask for the version once inside the block (a request, one `perform`); nested blocks share the outer."""
    if _pin.get():
        yield
        return
    token = _pin.set(_Pin())
    try:
        yield
    finally:
        _pin.reset(token)


def refresh() -> None:
    """Forget what a surrounding `pinned` block trusts: each command that changes the organisation says so."""
    if pin := _pin.get():
        pin.snapshot = None
