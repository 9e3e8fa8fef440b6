"""Questions about the organisation which rules ask. Answered from memory (see `snapshot` for how fresh).

"Now" is the turned clock's day in China. People who have left never come back as an answer.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from xieli.core import clock, pinyin
from xieli.core.composed import Quick, composed
from xieli.organisation import snapshot
from xieli.organisation.duties import PostDuty
from xieli.organisation.models import Appointment, Delegation, Department, Person, Team


def today() -> date:
    """The present day in China."""
    return clock.local(clock.now()).date()


def person_by_id(person: int) -> Person | None:
    """The person with this id, whether employed or not."""
    return snapshot.current().people.get(person)


def department_by_id(department: int) -> Department | None:
    """The department with this id, in use or not."""
    return snapshot.current().departments.get(department)


def own_department(uid: object) -> Department | None:
    """The department in use with this identifier (or the row itself): a copy that may be changed, unlike memory's."""
    known = snapshot.current().by_uid.get(str(getattr(uid, "uid", uid)))
    if known is None or not known.active:
        return None
    names = [field.attname for field in Department._meta.concrete_fields]
    own: Department = Quick(Department).from_db(
        DEFAULT_DB_ALIAS, names, [copy(known.__dict__[name]) for name in names]
    )
    return own


def version() -> UUID | None:
    """Another one after every change of the organisation, for what is remembered of it."""
    return snapshot.current().token


def departments() -> list[Department]:
    """All departments in use, in the company's order."""
    return [row for row in snapshot.current().departments.values() if row.active]


def department_with_duty(code: str) -> Department | None:
    """The department that does `code` for the company, such as `customer_service`."""
    return next((row for row in departments() if code in row.duties), None)


def appointments_of(person: Person) -> list[Appointment]:
    """The posts held today, the primary one first."""
    return list(snapshot.current().on(today()).appointments.get(person.id, ()))


def duties_of(person: Person) -> frozenset[str]:
    """Duties of the person's posts together with those of the departments they work in."""
    return snapshot.current().on(today()).duties.get(person.id, frozenset())


def departments_of(person: Person) -> list[int]:
    """Ids of the departments in which the person holds a post today, the primary one's first."""
    return list(snapshot.current().on(today()).departments.get(person.id, ()))


def members_of(department: Department | int) -> list[Person]:
    """People with a post in the department today."""
    now = snapshot.current()
    return [now.people[one] for one in now.on(today()).members.get(_id(department), ())]


def people_with_duty(code: str, department: Department | int | None = None) -> list[Person]:
    """People whose post carries the duty today, in one department or in all."""
    now = snapshot.current()
    index = now.on(today())
    people = dict.fromkeys(index.with_duty.get(code, ()))
    if department is not None:
        people = {one: None for one in people if _id(department) in index.departments[one]}
    return [now.people[one] for one in people]


def headed_by(person: Person) -> list[int]:
    """Ids of the departments the person heads."""
    return list(snapshot.current().headed.get(person.id, ()))


def area_of(person: Person) -> list[int]:
    """Ids of the departments the person is the executive in charge of."""
    return list(snapshot.current().areas.get(person.id, ()))


def general_manager() -> Person | None:
    """Who holds the post of general manager."""
    return next(iter(people_with_duty(PostDuty.GENERAL_MANAGER)), None)


def executive_of(department: Department | int) -> Person | None:
    """The executive in charge: the nearest one named up the tree, else the general manager."""
    named = (_active(row.executive_id) for row in _upwards(department))
    return next(filter(None, named), None) or general_manager()


def head_of(department: Department | int) -> Person | None:
    """Who answers for the department: its head, a parent's head, the executive, or the general manager."""
    heads = (_active(row.head_id) for row in _upwards(department))
    return next(filter(None, heads), None) or executive_of(department)


def deputy_heads_of(department: Department | int) -> list[Person]:
    """The department's deputy heads (副职) who are employed."""
    return list(Person.objects.filter(left_on=None, deputy_of=_id(department)).order_by("number"))


def superior_of(person: Person) -> Person | None:
    """The next above: the one named; else the head, for a head the executive, for an executive the
    general manager.

    None only for the general manager, and where every seat above is empty.
    """
    for candidate in _above(person):
        if candidate and candidate.id != person.id:
            return candidate
    return None


def _above(person: Person) -> Iterator[Person | None]:
    boss = general_manager()
    if boss and boss.id == person.id:
        return
    person = person_by_id(person.id) or person  # the caller's copy may be older than the organisation
    yield _active(person.superior_id)
    if not area_of(person) and PostDuty.EXECUTIVE not in duties_of(person):
        home = person.department_id or next(iter(departments_of(person)), None)
        if home is not None:
            if home not in headed_by(person):
                yield from (_active(row.head_id) for row in _upwards(home))
            yield from (_active(row.executive_id) for row in _upwards(home))
    yield boss


def team_of(person: Person) -> Team | None:
    """The person's team inside the department."""
    now = snapshot.current()
    return now.teams.get(now.team_of.get(person.id, 0))


def team_leader_of(person: Person) -> Person | None:
    """The leader of the person's team; None for the leader and for people in no team."""
    team = team_of(person)
    leader = _active(team.leader_id) if team else None
    return leader if leader and leader.id != person.id else None


def deputies_for(people: Iterable[int], at: datetime) -> dict[int, Person]:
    """Deputies by principal's id at the moment `at`, in one query for all."""
    found = ((person, _active(deputy)) for person, deputy in _DEPUTIES(at, list(people)))
    return {person: deputy for person, deputy in found if deputy}


def principals_of(person: Person, at: datetime) -> list[Delegation]:
    """Delegations under which `person` may act for somebody at the moment `at`, with the principals."""
    return _PRINCIPALS(at, person.pk)


def in_force(at: datetime) -> QuerySet[Delegation]:
    """Delegations in force at the moment `at`."""
    lasting = Q(revoked_at=None) | Q(revoked_at__gt=at)
    return Delegation.objects.filter(lasting, from_at__lte=at, to_at__gt=at)


def everybody_away(at: datetime) -> dict[int, int]:
    """Who stands in for whom at the moment `at` (ids), in one query."""
    return dict(_AWAY(at))


_AWAY = composed(lambda at: in_force(at).values_list("person_id", "deputy_id"))
_DEPUTIES = composed(
    lambda at, people: in_force(at).filter(person_id__among=people).values_list("person_id", "deputy_id")
)
_PRINCIPALS = composed(lambda at, deputy: in_force(at).filter(deputy_id=deputy).select_related("person"))


def active_people() -> QuerySet[Person]:
    """People employed today."""
    gone = Q(left_on=None) | Q(left_on__gt=today())
    return Person.objects.filter(gone, joined_on__lte=today()).select_related("department")


def find_people(text: str) -> QuerySet[Person]:
    """Employed people by name, pinyin (`zhangwei`, `zw`, `zhangw`), number or telephone, sorted by pinyin."""
    text = text.strip()
    if not text:
        return active_people()
    if text.isdigit():
        return active_people().filter(Q(number__startswith=text) | Q(phone__contains=text))
    typed = text.lower()
    letters = re.sub(r"[^a-z]", "", typed)
    near = re.compile(".*".join(letters)).search if letters else None  # narrows down, the sound decides
    length = len(typed)
    found = [
        person
        for person, name, number, sound in snapshot.current().sought
        if text in name or number[:length] == typed or (near and near(sound) and pinyin.matches(text, name))
    ]
    return active_people().filter(id__in=found) if found else Person.objects.none()


def find_departments(text: str) -> list[Department]:
    """Departments in use whose name, short name or code contains `text`, or whose name sounds like it (`ywjx`)."""
    text = text.strip().lower()
    return [
        row
        for row in departments()
        if text in f"{row.name} {row.short_name} {row.code}".lower() or pinyin.matches(text, row.name)
    ]


def _id(department: Department | int) -> int:
    return department if isinstance(department, int) else department.id


def _upwards(department: Department | int) -> Iterator[Department]:
    rows = snapshot.current().departments
    row = rows.get(_id(department))
    while row:
        yield row
        row = rows.get(row.parent_id) if row.parent_id else None


def _active(person: int | None) -> Person | None:
    found = snapshot.current().people.get(person) if person else None
    return found if found and found.active_on(today()) else None
