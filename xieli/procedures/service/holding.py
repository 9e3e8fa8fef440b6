"""值班: the shifts to come that somebody is down for, and how they pass to who takes over (4.2.b)."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.organisation.holdings import CannotPass, Held, Key, Kind, Occasion, Passing
from xieli.organisation.models import Person

from .models import Duty

SHIFT = "shift"


def kinds() -> Iterable[Kind]:
    """Shifts on the roster."""
    return (Kind(SHIFT, _("值班"), _shifts, _pass),)


def _shifts(person: Person) -> Iterable[Held]:
    rows = Duty.objects.filter(person=person, begins_at__gt=clock.now()).select_related("shift")
    for duty in rows.order_by("begins_at"):
        yield Held(SHIFT, str(duty.pk), f"{duty.day:%Y-%m-%d} {duty.shift}", due_at=duty.begins_at)


def _pass(occasion: Occasion, passings: Sequence[Passing]) -> Mapping[Key, Person]:
    """The database keeps anybody from being in two places; a shift that has begun stays where it is."""
    found: dict[Key, Person] = {}
    for passing in passings:
        rows = Duty.objects.filter(pk=int(passing.key), person=passing.holder, begins_at__gt=occasion.at)
        try:
            with transaction.atomic():
                if rows.update(person=passing.taker):
                    found[passing.kind, passing.key] = passing.taker
        except IntegrityError as clash:
            raise CannotPass(passing, _("这个时段已有值班")) from clash
    return found
