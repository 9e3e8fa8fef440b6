"""Who acts for somebody who is away (代理): one rule for seats that open, items open before, and acts on either."""

from collections.abc import Collection, Iterator, Mapping

from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

# Steps that decide on a matter: nobody decides on their own, and a person must sit there.
DECIDING = ("approve", "assess", "judge")
# What only the person asked can do: nobody reads for another, neither a deputy nor a successor.
PERSONAL = ("read",)


def deputy_of(
    person: int, kind: str, requesters: Collection[int], away: Mapping[int, int], asker: int | None = None
) -> Person | None:
    """Who stands in: the deputy named, else the next superior; None: not away, or nobody may.

    Never somebody away too (no chain). Never who raised the matter, who would then answer their own request;
    except for what one of them owes themselves, such as completing it. Never the `asker` of what a side round decides.
    `away`: principal → deputy, now.
    """
    if kind in PERSONAL or person not in away:
        return None
    barred = () if kind not in DECIDING and person in requesters else requesters
    for one in _asked(person, away[person]):
        if one.active and one.pk not in away and one.pk not in barred and one.pk != asker:
            return one
    return None


def _asked(person: int, deputy: int) -> Iterator[Person]:
    """The deputy, then all above the person, each once."""
    named, above = organisation.person_by_id(deputy), organisation.person_by_id(person)
    if named is not None:
        yield named
    seen = {person}
    while above is not None:
        above = organisation.superior_of(above)
        if above is None or above.pk in seen:
            return
        seen.add(above.pk)
        yield above
