"""Who is asked to sign for a memo, who to answer it, and whether it needs the head's signature (4.2.a)."""

from xieli.matters.commands.act import Act
from xieli.matters.holders import Place, Who, department
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Addressee, MemoDetails

ANSWERING = "answering"


def _heads(ids: list[int]) -> list[Place]:
    found = [one for one in (department(pk) for pk in ids) if one is not None]
    return [Place(one, organisation.head_of(one)) for one in found]


def _still(scene: Scene, **missing: object) -> list[int]:
    rows = Addressee.objects.filter(matter=scene.matter, **missing)
    return list(rows.values_list("department_id", flat=True))


def _beside(scene: Scene) -> list[Place]:
    """Receipts are asked beside the answers; where no answer is asked, they are what the state itself owes."""
    return _heads(_still(scene, received_at=None)) if scene.matter.state == ANSWERING else []


addressees = Who("addressees", lambda scene: _heads(scene.details.to))
unreceived = Who("unreceived", _beside)
unanswered = Who("unanswered", lambda scene: _heads(_still(scene, must_answer=True, answered_at=None)))


def needs_signature(act: Act) -> bool:
    """To another department in the department's name: its head signs, unless the head wrote it."""
    details, own = act.details, act.matter.initiator_department_id
    if details.in_name != MemoDetails.Name.DEPARTMENT or set(details.to) <= {own}:
        return False
    return own not in (organisation.headed_by(act.actor.person) if act.actor.person else ())


def spoken_for(act: Act) -> list[int]:
    """The departments for which the seat acted on answers: one person may head several."""
    item = act.item
    if item is None:
        return []
    found = [item.department_id] if item.department_id else []
    for pk in act.details.to:
        one = department(pk)
        head = organisation.head_of(one) if one is not None else None
        if head is not None and head.pk == item.person_id:
            found.append(pk)
    return found
