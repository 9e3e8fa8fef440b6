"""Who belongs to the heads' channel."""

from typing import TYPE_CHECKING

from xieli.matters.policy import in_circle
from xieli.matters.predicates import Predicate, predicate

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.scene import Scene


@predicate("heads")
def _heads(scene: "Scene", actor: "Actor") -> bool:
    """Who heads a department today."""
    return actor.person is not None and in_circle("heads", actor.person)


heads: Predicate = _heads
