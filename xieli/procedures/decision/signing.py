"""Who took part in a decision signs it in the product, each for themselves; it holds nothing up (3.1.b)."""

from dataclasses import dataclass

from xieli.matters.actors import Actor
from xieli.matters.models import Event, Matter
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person


@dataclass(frozen=True)
class Signature:
    """Whose, and the line of the ledger that holds it, if they have signed."""

    person: Person
    event: Event | None


def signatures(decision: Matter, signers: list[int]) -> list[Signature]:
    """All that are asked for, in the order they were named."""
    signed = _signed(decision) if signers else {}
    people = [one for pk in signers if (one := organisation.person_by_id(pk)) is not None]
    return [Signature(person, signed.get(person.pk)) for person in people]


def _signed(decision: Matter) -> dict[int | None, Event]:
    rows = Event.objects.filter(matter=decision, action="sign").prefetch_related("texts")
    return {one.actor_id: one for one in rows.order_by("-seq")}


@predicate("owes_signature")
def owes_signature(scene: Scene, actor: Actor) -> bool:
    """Somebody who took part and has not signed."""
    if actor.person is None or actor.person.pk not in scene.details.signers:
        return False
    return actor.person.pk not in _signed(scene.matter)
