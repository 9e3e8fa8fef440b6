"""What people hold in matters: open items, what they raised, what they may know of, roles the procedures declare."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from xieli.organisation.holdings import Held, Kind
from xieli.organisation.models import Person

from . import registry
from .commands import handing_over
from .deputies import PERSONAL
from .models import Matter, Seat, WorkItem
from .procedure import Hold, Procedure

ITEM, RAISED, GRANT = "item", "raised", "grant"


def kinds() -> Iterable[Kind]:
    """Open items, what was raised and is open, classified matters one knows of, then every declared role."""
    yield Kind(ITEM, _("待办"), _items, handing_over.move)
    yield Kind(RAISED, _("发起的事项"), _raised, handing_over.move)
    for procedure in registry.all_procedures():
        for hold in procedure.holds:
            label = format_lazy("{} · {}", procedure.name, hold.label)
            yield Kind(role_name(procedure, hold), label, _role(procedure, hold), handing_over.move)
    yield Kind(GRANT, _("涉密事项知悉"), _grants, handing_over.move)


def role_name(procedure: Procedure, hold: Hold) -> str:
    """`project.leader`, `project.member.person`: unique over all procedures, the same for good."""
    return ".".join(filter(None, (procedure.key, hold.model.lower(), hold.person)))


def rows_of(procedure: Procedure, hold: Hold) -> "QuerySet[Any]":
    """The rows that carry a role in open matters of the procedure."""
    model = apps.get_model(procedure.app, hold.model) if hold.model else procedure.details()
    narrowed: dict[str, Any] = {
        f"{hold.matter}__closed_at": None,
        f"{hold.matter}__head_seq__gt": 0,
        **({} if hold.model else {f"{hold.matter}__procedure": procedure.key}),
    }
    rows: QuerySet[Any] = model._default_manager.filter(**narrowed, **hold.when)
    return rows


def _items(person: Person) -> Iterable[Held]:
    """By seat, which stays when the item goes from hand to hand; also seats in order that were not asked yet."""
    owed = WorkItem.objects.filter(person=person, closed_at=None, matter__head_seq__gt=0)
    owed = owed.exclude(kind__in=PERSONAL)  # what each reads in person nobody takes over
    for item in owed.select_related("matter").order_by("due_at", "pk"):
        yield _of(item.matter, ITEM, str(item.seat_id), _step(item.matter, item.step), item.due_at)
    asked = WorkItem.objects.filter(seat=OuterRef("pk"), closed_at=None)
    later = Seat.objects.filter(
        ~Exists(asked), person=person, verdict="", dropped=False, round__closed_at=None
    )
    for seat in later.select_related("round__matter").order_by("pk"):
        yield _of(seat.round.matter, ITEM, str(seat.pk), _step(seat.round.matter, seat.round.step))


def _raised(person: Person) -> Iterable[Held]:
    own = Q(initiator=person, successor=None) | Q(successor=person)
    for matter in Matter.objects.filter(own, closed_at=None, head_seq__gt=0).order_by("pk"):
        yield _of(matter, RAISED, str(matter.pk), _state(matter), matter.next_due_at)


def _grants(person: Person) -> Iterable[Held]:
    """秘密 and above, known to named persons only."""
    known = Matter.objects.filter(
        classification__in=("secret", "confidential"), people__contains=[person.pk], head_seq__gt=0
    )
    for matter in known.filter(closed_at=None).order_by("pk"):
        yield _of(matter, GRANT, str(matter.pk), _state(matter))


def _role(procedure: Procedure, hold: Hold) -> Callable[[Person], Iterable[Held]]:
    def find(person: Person) -> Iterable[Held]:
        rows = rows_of(procedure, hold).filter(**{hold.person: person}).select_related(hold.matter)
        for row in rows.order_by("pk"):
            matter = getattr(row, hold.matter)
            due = matter.next_due_at
            name = role_name(procedure, hold)
            yield _of(matter, name, str(row.pk), _own_name(row, hold) or _state(matter), due)

    return find


def _own_name(row: Model, hold: Hold) -> str:
    """What a row beside the details calls itself (a risk, a task of the plan)."""
    return str(row)[:200] if hold.model else ""


def _of(matter: Matter, kind: str, key: str, step: str, due: Any = None) -> Held:
    return Held(kind, key, f"{matter.number or ''} {matter.title}".strip(), matter.pk, step, due)


def _step(matter: Matter, step: str) -> str:
    return str(registry.get(matter.procedure).step_label(step))


def _state(matter: Matter) -> str:
    procedure = registry.get(matter.procedure)
    state = procedure.states.get(procedure.moved.get(matter.state, matter.state))
    return str(state.label) if state else matter.state
