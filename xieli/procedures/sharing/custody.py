"""保管: the resources in somebody's custody, and how they pass to who takes over (4.2.b)."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from xieli.organisation.holdings import Held, Key, Kind, Occasion, Passing
from xieli.organisation.models import Person

from .models import Resource

CUSTODY = "custody"


def kinds() -> Iterable[Kind]:
    """Resources in custody; bookings are roles in matters, declared by the procedure."""
    return (Kind(CUSTODY, _("保管的资源"), _kept, _pass),)


def _kept(person: Person) -> Iterable[Held]:
    for one in Resource.objects.filter(custodian=person, active=True).order_by("code"):
        yield Held(CUSTODY, str(one.pk), f"{one.code} {one.name}", step=one.location)


def _pass(occasion: Occasion, passings: Sequence[Passing]) -> Mapping[Key, Person]:
    found: dict[Key, Person] = {}
    for passing in passings:
        rows = Resource.objects.filter(pk=int(passing.key), custodian=passing.holder)
        if rows.update(custodian=passing.taker):
            found[passing.kind, passing.key] = passing.taker
    return found
