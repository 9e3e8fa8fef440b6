"""Answers beside the usual way: one act that answers two questions, an answer asked for again, everybody reminded."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Seat, WorkItem
from xieli.organisation import queries as organisation

from .act import Act
from .closing import close_item
from .opening import open_items
from .voting import Verdict, cast, settle

URGE_EVERY = timedelta(hours=4)
REMINDED = gettext_noop("%(person)s 提醒您：%(matter)s 的「%(step)s」还没有办理")


def cast_beside(act: Act, item: WorkItem, verdict: Verdict = "approve") -> None:
    """Answer another seat of the same holder by the act in hand: who answers has also received it."""
    own = act.scene.item
    act.scene.item = item
    cast(act, verdict)
    act.scene.item = own


def first_of(item: WorkItem) -> WorkItem:
    """The item with which its seat was first asked in this round: whom it was meant for before it was passed on."""
    while item.previous is not None and item.previous.round_id == item.round_id:
        item = item.previous
    return item


def ask_again(act: Act, seat: Seat, *, kind: str) -> None:
    """Who has spoken is asked once more while others are still heard. The verdict given stays in its seat to be read,
    which no longer counts; a new seat takes its place, so that the need is the same."""
    round = seat.round
    seat.dropped = True
    seat.save(update_fields=["dropped"])
    act.note("seats", "dropped", [round.no, seat.ordinal, seat.person_id])
    ordinal = max(one.ordinal for one in act.scene.seats if one.round_id == round.pk) + 1
    new = Seat.objects.create(
        round=round,
        ordinal=ordinal,
        department=seat.department,
        person=seat.person,
        deputy=act.scene.deputy_of(seat.person_id, kind, round.asker),
        added_by=act.actor.person,
    )
    act.scene.seats.append(new)
    act.note("seats", "added", [round.no, ordinal, new.person_id])
    last = WorkItem.objects.filter(seat=seat).order_by("-pk").first()
    open_items(act, round, [new], kind=kind, judges=False, previous=last)


def drop_asked(act: Act, item: WorkItem) -> None:
    """What only this person could do has no object any more: their seat counts no longer."""
    seat, round = item.seat, item.round
    seat.dropped = True
    seat.save(update_fields=["dropped"])
    round.need = max(1, round.need - 1)
    round.save(update_fields=["need"])
    act.note("seats", "dropped", [round.no, seat.ordinal, seat.person_id])
    close_item(act, item, "withdrawn")
    act.scene.item = None
    settle(act, round)


def urged_lately(act: Act, items: Iterable[WorkItem]) -> set[int]:
    """Which of these items (ids) were urged within four hours, by whomever and whatever act (§0)."""
    rows = Event.objects.filter(matter=act.matter, at__gt=act.now - URGE_EVERY, facts__has_key="urged")
    urged = [one if isinstance(one, list) else [one] for one in rows.values_list("facts__urged", flat=True)]
    return {pk for some in urged for pk in some} & {item.pk for item in items}


def remind(act: Act) -> None:
    """Urge everybody who still owes something on the matter, each at most once in four hours. Raises ActionError."""
    owed = act.scene.open_items
    if not owed:
        raise ActionError(_("没有需要提醒的人。"))
    lately = urged_lately(act, owed)
    owed = [item for item in owed if item.pk not in lately]
    if not owed:
        raise ActionError(_("四小时内已经提醒过，请稍后再提醒。"))
    act.journal["urged"] = [item.pk for item in owed]
    person = act.actor.person.name if act.actor.person else ""
    for item in owed:
        label = act.procedure.step_label(item.step)
        act.notice(held_by(item), "urged", REMINDED, person=person, step=label)


def held_by(item: WorkItem) -> list[int | None]:
    """Who hears that it is urged (ids): whoever holds it, of an unclaimed item the head."""
    if item.person_id is not None:
        return [item.person_id, item.deputy_id]
    head = organisation.head_of(item.department_id) if item.department_id is not None else None
    return [head.pk if head is not None else None]
