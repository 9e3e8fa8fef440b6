"""Blind rounds: until one is decided, nobody reads what the others have said."""

from xieli.matters.models import Event
from xieli.matters.scene import Scene


def rounds(scene: Scene) -> frozenset[int]:
    """Numbers of the open rounds whose opinions are still hidden."""
    return frozenset(one.no for one in scene.rounds if one.blind and one.closed_at is None)


def hides(event: Event, blind: frozenset[int], person: int | None) -> bool:
    """Whether a line of the ledger is a vote of a blind round that this person (id) did not cast."""
    if not blind or event.actor_id == person:
        return False
    votes = event.facts.get("votes", {})
    return any(no in blind for rows in votes.values() for no, *_seat in rows)
