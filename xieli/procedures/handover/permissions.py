"""Who hands over, takes over, watches, rules on what is disputed, and signs at the end (4.2.b)."""

from collections.abc import Iterator

from xieli.matters.actors import Actor
from xieli.matters.holders import NOBODY, Place, Who, of_person, person
from xieli.matters.predicates import duty, person_in, predicate, who
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance

from .models import HandoverLine, Reason

OBJECTIONS = Allowance.parse("3 WD")


def _giver(scene: Scene) -> list[Place]:
    """The giver; where they are absent or unwilling, the supervisor for them."""
    details = scene.details
    return [of_person(person(details.supervisor_id if details.absent else details.giver_id))]


def receivers_of(scene: Scene, **narrowed: object) -> list[Person]:
    """Those who take something over, the main receiver first."""
    lines = HandoverLine.objects.filter(handover=scene.matter, stays=False, **narrowed).exclude(
        outcome=HandoverLine.Outcome.LAPSED
    )
    ids = dict.fromkeys(lines.order_by("no").values_list("receiver_id", flat=True))
    main = scene.details.receiver_id
    ordered = sorted(ids, key=lambda pk: pk != main) or ([] if narrowed else [main])
    return [one for one in map(person, ordered) if one is not None]


def _receivers(scene: Scene) -> list[Place]:
    return [of_person(one) for one in receivers_of(scene)]


def _to_check(scene: Scene) -> list[Place]:
    """Who has lines to look at; with nothing to look at, the main receiver says so."""
    waiting = receivers_of(scene, verdict="", outcome="")
    return [of_person(one) for one in waiting] or [of_person(person(scene.details.receiver_id))]


def _signing(scene: Scene) -> list[Place]:
    """移交人, 接收人, 监交人."""
    details = scene.details
    watching = [] if details.absent else [of_person(person(details.supervisor_id))]
    return [*_giver(scene), *_receivers(scene), *(one for one in watching if one is not NOBODY)]


def _above(scene: Scene, department: int | None) -> Person | None:
    """The head of a department; where they hand or take over themselves, who stands next above."""
    parties = {scene.details.giver_id, *(one.pk for one in receivers_of(scene))}
    found = organisation.head_of(department) if department else organisation.general_manager()
    while found is not None and found.pk in parties:
        found = organisation.superior_of(found)
    return found or organisation.general_manager()


def _home(pk: int | None) -> int | None:
    one = person(pk)
    return one.department_id if one is not None else None


def _decider(scene: Scene) -> list[Place]:
    return [of_person(_above(scene, scene.matter.lead_department_id or _home(scene.details.giver_id)))]


def _heads(scene: Scene) -> Iterator[Place]:
    """Those of the giver's department and of every department that takes something over."""
    yield from _decider(scene)
    for one in receivers_of(scene):
        yield of_person(_above(scene, one.department_id))


def _back(scene: Scene) -> list[Place]:
    """Who was away takes back; where they leave meanwhile it falls to their department."""
    return [of_person(person(scene.details.giver_id))]


giver_seat = Who("giver", _giver)
to_check = Who("to_check", _to_check)
signing = Who("signing", _signing)
decider = Who("decider", _decider)
heads = Who("heads", lambda scene: list(_heads(scene)))
back = Who("back", _back)

decides = who(decider)
takes_part = person_in("giver") | person_in("receiver") | person_in("supervisor")


@predicate("comes_back")
def comes_back(scene: Scene, actor: Actor) -> bool:
    """The giver was away for a time and has not left meanwhile."""
    giver = person(scene.details.giver_id)
    return scene.details.reason == Reason.ABSENCE and giver is not None and giver.active


@predicate("receives_a_line")
def receives(scene: Scene, actor: Actor) -> bool:
    """Somebody who takes something over."""
    return actor.person is not None and actor.person in receivers_of(scene)


@predicate("window_open")
def window_open(scene: Scene, actor: Actor) -> bool:
    """Objections are heard for three working days after it took effect."""
    effective = scene.details.effective_at
    return effective is not None and scene.now <= calendars.get("office").due(effective, OBJECTIONS)


@predicate("not_in_force")
def not_in_force(scene: Scene, actor: Actor) -> bool:
    """Nothing has moved yet."""
    return scene.details.effective_at is None


voids = duty("hr") & not_in_force


def may_open_for(actor: Actor, giver: Person) -> bool:
    """The giver, who stands above them, personnel, or the product itself."""
    if actor.kind == "system":
        return True
    if actor.person is None:
        return False
    above = [organisation.superior_of(giver)]
    if giver.department_id:
        above += [organisation.head_of(giver.department_id), organisation.executive_of(giver.department_id)]
    return actor.person in (giver, *above) or "hr" in organisation.duties_of(actor.person)
