"""A seat goes to somebody else: the same place in the roster, a new item."""

from xieli.core.rowwise import changed
from xieli.matters.models import Seat, WorkItem

from . import opening
from .act import Act
from .closing import close_item
from .moving import copy_due
from .seating import Chair


def move_seat(act: Act, item: WorkItem, chair: Chair, *, fresh_clock: bool) -> WorkItem:
    """Same seat, new item. Within a department the clock goes on; another department gets its full allowance."""
    clock = act.scene.step_clock(item)
    close_item(act, item, "reassigned", keep_clock=not fresh_clock)
    seat = item.seat
    seat.department, seat.person, seat.deputy = chair.department, chair.person, chair.deputy
    changed(seat, "department", "person", "deputy")
    opening.note_substitute(act, seat, chair)
    if fresh_clock or clock is None:
        items = opening.open_items(act, item.round, [seat], kind=item.kind, judges=item.judges, previous=item)
        copy_due(act)
        return items[0]
    return _same_clock(act, item, seat)


def _same_clock(act: Act, item: WorkItem, seat: Seat) -> WorkItem:
    clock = next(one for one in act.scene.clocks if one.item_id == item.pk and one.stopped_at is None)
    new = WorkItem.objects.create(
        matter=act.matter,
        round=item.round,
        seat=seat,
        step=item.step,
        kind=item.kind,
        main=item.main,
        department=seat.department,
        person=seat.person,
        deputy=seat.deputy,
        previous=item,
        sender_department_id=item.sender_department_id,
        sender=act.actor.person,
        judges=item.judges and item.info_ok is None,
        opened_at=act.now,
        opened_seq=act.seq,
        due_at=clock.due_at,
        original_due_at=item.original_due_at,
    )
    clock.item = new
    changed(clock, "item")
    act.scene.items.append(new)
    act.note("items", "opened", [new.pk, new.step, new.department_id, new.person_id])
    act.joins(departments=[new.department_id], people=[new.person_id])
    opening.tell(act, new)
    return new
