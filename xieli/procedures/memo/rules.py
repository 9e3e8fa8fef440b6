"""Who is asked to sign for a memo, who to answer it, and whether it needs the head's signature (4.2.a)."""

from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.asking import first_of
from xieli.matters.holders import Place, Who, department
from xieli.matters.models import Seat, WorkItem
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Addressee, MemoDetails

ANSWERING, RECEIPT = "answering", "sign_receipt"


def _heads(ids: list[int]) -> list[Place]:
    found = [one for one in (department(pk) for pk in ids) if one is not None]
    return [Place(one, organisation.head_of(one)) for one in found]


def _still(scene: Scene, **missing: object) -> list[int]:
    rows = Addressee.objects.filter(matter=scene.matter, **missing)
    return list(rows.values_list("department_id", flat=True))


def _beside(scene: Scene) -> list[Place]:
    """Receipts are asked beside the answers, and of who has not signed yet still when all have answered; where no
    answer is asked, they are what the state itself owes."""
    asked = any(item.step == RECEIPT for item in scene.open_items)
    if asked or scene.matter.state not in (ANSWERING, "answered"):
        return []
    return _heads(_still(scene, received_at=None))


addressees = Who("addressees", lambda scene: _heads(scene.details.to))
unreceived = Who("unreceived", _beside)
unanswered = Who("unanswered", lambda scene: _heads(_still(scene, must_answer=True, answered_at=None)))


@predicate("somebody_answered")
def somebody_answered(scene: Scene, actor: Actor) -> bool:
    """At least one department has answered."""
    return Addressee.objects.filter(matter=scene.matter, answered_at__isnull=False).exists()


def needs_signature(act: Act) -> bool:
    """To another department in the department's name: its head signs, unless the head wrote it."""
    details, own = act.details, act.matter.initiator_department_id
    if details.in_name != MemoDetails.Name.DEPARTMENT or set(details.to) <= {own}:
        return False
    return own not in (organisation.headed_by(act.actor.person) if act.actor.person else ())


def spoken_for(act: Act) -> list[int]:
    """The departments for which the seat acted on answers: one person may head several, and a seat that was passed on
    still answers for whom it was meant."""
    if act.item is None:
        return []
    return _meant(act, first_of(act.item))


def receipt_for(act: Act, departments: list[int]) -> WorkItem | None:
    """The receipt still asked beside the answer of these departments."""
    beside = [item for item in act.scene.open_items if item.step == RECEIPT]
    return next((item for item in beside if first_of(item).department_id in departments), None)


def answered_seat(act: Act, chosen: int) -> Seat | None:
    """The seat that has answered for a department while others have not."""
    main = act.scene.main_round
    for seat in act.scene.seats_of(main) if main is not None else ():
        item = WorkItem.objects.filter(seat=seat).order_by("pk").first()
        if item is not None and seat.verdict and chosen in _meant(act, first_of(item)):
            return seat
    return None


def _meant(act: Act, asked: WorkItem) -> list[int]:
    heads = {pk: organisation.head_of(pk) for pk in act.details.to}
    led = [pk for pk, head in heads.items() if head is not None and head.pk == asked.person_id]
    return [asked.department_id, *led] if asked.department_id else led
