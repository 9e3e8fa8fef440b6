"""To whom an announcement is addressed, who signs it, who has been asked: all from the organisation as it is now."""

from collections.abc import Iterable

from xieli.matters.commands.act import Act
from xieli.matters.holders import Place, Who, executive_of, head_of, initiator_department
from xieli.matters.models import Follow, Seat
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from .models import AnnouncementDetails

CONFIRM, PUBLISHED = "confirm_reading", "published"
LEADERS = frozenset({"executive", "general_manager"})


def addressed(details: AnnouncementDetails) -> list[Person]:
    """Everybody it is meant for today, its author left out: members of the departments and of those below them, who
    hold one of the posts, and people by name."""
    everybody = [one for one in organisation.active_people() if one.pk != details.matter.initiator_id]
    if details.whole_company:
        return everybody
    departments, posts, people = _below(details.departments), set(details.posts), set(details.people)
    return [one for one in everybody if one.pk in people or _by_place(one, departments, posts)]


def _below(chosen: Iterable[int]) -> set[int]:
    found, rows = set(chosen), organisation.departments()
    while more := {row.pk for row in rows if row.parent_id in found} - found:
        found |= more
    return found


def _by_place(person: Person, departments: set[int], posts: set[int]) -> bool:
    if departments.intersection(organisation.departments_of(person)):
        return True
    return bool(posts) and any(one.post_id in posts for one in organisation.appointments_of(person))


def asked(matter: int) -> set[int]:
    """Ids of those who were asked to confirm, or to whom it was sent to read."""
    seats = Seat.objects.filter(round__matter=matter, round__step=CONFIRM, person__isnull=False)
    sent = Follow.objects.filter(matter=matter, copied_by__isnull=False)
    return {*seats.values_list("person_id", flat=True), *sent.values_list("person_id", flat=True)}


def not_asked(details: AnnouncementDetails) -> list[Person]:
    """Who is addressed today and has not been asked: at first everybody, later those who have joined."""
    already = asked(details.pk)
    return [one for one in addressed(details) if one.pk not in already]


def _readers(scene: Scene) -> list[Place]:
    if scene.matter.state != PUBLISHED or not scene.details.must_confirm:
        return []
    return [Place(one.department, one) for one in not_asked(scene.details)]


def stays_within(details: AnnouncementDetails, department: int | None) -> bool:
    """Whether it goes to nobody outside one department."""
    if details.whole_company or set(details.departments) - {department}:
        return False
    people = addressed(details)
    return all(department in organisation.departments_of(one) for one in people)


def _signer(scene: Scene) -> list[Place]:
    """The head for what stays in the department, else the executive in charge."""
    own = stays_within(scene.details, scene.matter.initiator_department_id)
    rule = head_of(initiator_department) if own else executive_of(initiator_department)
    return rule.resolve_all(scene)


readers = Who("readers", _readers)
signer = Who("signer", _signer)


def needs_signature(act: Act) -> bool:
    """A head speaks to their own department, an executive to all; everybody else has it signed."""
    author, own = act.actor.person, act.matter.initiator_department_id
    if author is None:
        return True
    if LEADERS & organisation.duties_of(author):
        return False
    return own not in organisation.headed_by(author) or not stays_within(act.details, own)
