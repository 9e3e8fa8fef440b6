"""Who convenes, takes part, and may hold a meeting regularly."""

from datetime import timedelta

from xieli.core.composed import composed
from xieli.matters.actors import Actor
from xieli.matters.holders import Place, Who, of_person
from xieli.matters.predicates import duty, person_in, predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Attendee

CONFIRM, NEEDS = "confirm_minutes", "state_needs"
EARLIEST, GRACE = timedelta(minutes=30), timedelta(minutes=10)
_INVITED = composed(
    lambda matter: Attendee.objects.filter(matter=matter, invited=True).values_list("person_id", flat=True)
)


def _others_present(scene: Scene) -> list[Place]:
    """Everybody who was there except the chair, who signs."""
    there = Attendee.objects.filter(matter=scene.matter, present=True).exclude(person=scene.details.chair_id)
    return [of_person(organisation.person_by_id(pk)) for pk in there.values_list("person_id", flat=True)]


def _heads_asked(scene: Scene) -> list[Place]:
    """The heads invited to a meeting that asks them, who have not answered yet; nobody before the invitation."""
    if scene.matter.state != "invited" or not scene.details.asks:
        return []
    return [of_person(one) for one in scene.details.untold]


heads_asked = Who("heads_asked", _heads_asked)
others_present = Who("others_present", _others_present)
convenes = person_in("convener") | person_in("chair")


@predicate("begins_soon")
def begins_soon(scene: Scene, actor: Actor) -> bool:
    """From half an hour before it begins one may check in."""
    begins = scene.details.begins_at
    return begins is not None and scene.now >= begins - EARLIEST


@predicate("has_begun")
def has_begun(scene: Scene, actor: Actor) -> bool:
    """Its time has come: a few minutes early is no lie."""
    begins = scene.details.begins_at
    return begins is not None and scene.now >= begins - GRACE


@predicate("attendee")
def attendee(scene: Scene, actor: Actor) -> bool:
    """Somebody invited."""
    return actor.person is not None and actor.person.pk in scene.once("invited", _INVITED)


@predicate("heard")
def heard(scene: Scene, actor: Actor) -> bool:
    """Everybody asked about the minutes has answered, or had the time to: silence blocks nothing."""
    return not any(
        item.step == CONFIRM and item.due_at is not None and item.due_at > scene.now
        for item in scene.open_items
    )


@predicate("heads_a_department")
def heads(scene: Scene, actor: Actor) -> bool:
    """The head of a department."""
    return actor.person is not None and bool(organisation.headed_by(actor.person))


may_hold_regularly = heads | duty("executive", "general_manager", "pmo", "admin", "project_leader")
