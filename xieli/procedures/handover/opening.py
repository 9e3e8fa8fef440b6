"""Leaving and a change of post open the handover by themselves (4.2.b)."""

from collections.abc import Iterator

from django.db import transaction

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter
from xieli.organisation import holdings
from xieli.organisation import queries as organisation
from xieli.organisation.models import Appointment, Person

from .models import HandoverDetails, Reason

ABSENT = "已办理离职，由监交人代为交接"


def after_leaving(person: Person) -> None:
    """What somebody still held when they left, beside the items that went back to their department."""
    _open(person, Reason.LEAVING, person.department_id, absent=True)


def after_transfer(person: Person, former: Appointment | None) -> None:
    """What somebody holds from their former post."""
    if former is not None:
        _open(person, Reason.POST, former.post.department_id, absent=False)


def _open(person: Person, reason: Reason, department: int | None, *, absent: bool) -> None:
    """Nothing held, or a handover of that kind under way: nothing to open."""
    under_way = HandoverDetails.objects.filter(
        giver=person, reason__in=(Reason.LEAVING, Reason.POST), matter__closed_at=None, effective_at=None
    )
    if under_way.exists() or next(holdings.held_by(person), None) is None:
        return
    around = [one for one in _around(department) if one.pk != person.pk]
    if len(around) < 1 + absent:
        return  # nobody is left to hand it to; `verify` says what is held
    receiver, *others = around
    data = {"reason": reason.value, "giver": str(person.uid), "receiver": str(receiver.uid)}
    if absent:
        data |= {"absent": "on", "absent_why": ABSENT, "supervisor": str(others[0].uid)}
    with transaction.atomic():
        open_matter("handover", SYSTEM, "begin", data, now=clock.now())


def _around(department: int | None) -> Iterator[Person]:
    """The head, the executive, the head of personnel, the general manager: each once."""
    personnel = organisation.department_with_duty("hr")
    found = [
        organisation.head_of(department) if department else None,
        organisation.executive_of(department) if department else None,
        organisation.head_of(personnel) if personnel else None,
        organisation.general_manager(),
    ]
    yield from {one.pk: one for one in found if one is not None and one.active}.values()
