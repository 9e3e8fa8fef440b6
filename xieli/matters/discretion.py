"""What may be said of matters outside the product (5.2.a): nothing of secret ones, in a group only what all may see.
Nowhere is anything said to whom it isn't for any more."""

from xieli.matters.models import Matter
from xieli.matters.policy import EVERYONE, tokens
from xieli.notifications.discretion import INSIDE, About, Say
from xieli.organisation import queries as organisation

SEALED = ("secret", "confidential")


def judge(about: set[About], department: int | None) -> dict[About, Say]:
    """`department`: whose group reads along; 0 the whole company's; None for a letter to the reader, INSIDE for their
    own pages."""
    rows = Matter.objects.filter(pk__in={matter for matter, _reader in about})
    known = {
        pk: (kind, audience) for pk, kind, audience in rows.values_list("pk", "classification", "audience")
    }
    doors = {reader: _doors(reader) for _matter, reader in about}
    return {
        (matter, reader): _say(*known[matter], doors[reader], department)
        for matter, reader in about
        if matter in known
    }


def _doors(reader: int) -> frozenset[int]:
    person = organisation.person_by_id(reader)
    return frozenset(tokens(person)) if person is not None and person.active else frozenset()


def _say(classification: str, audience: list[int], doors: frozenset[int], department: int | None) -> Say:
    if doors.isdisjoint(audience):
        return Say.GONE
    if department == INSIDE:
        return Say.WORDS
    if classification in SEALED:
        return Say.SECRET
    if department is None or EVERYONE in audience or (department and department in audience):
        return Say.WORDS
    return Say.HINT
