"""A person leaves: what they owed stays owed, in the same transaction (I12)."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.deputies import DECIDING, PERSONAL
from xieli.matters.models import Matter, Seat, WorkItem
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot
from xieli.organisation.models import Person

from . import stand_in
from .act import Act
from .asking import drop_asked
from .finishing import finish
from .handing_on import move_seat
from .perform import locked
from .seating import Chair, seat_at

ACTION = "leave"
HANDED = gettext_noop("%(person)s 已离职，%(matter)s 的「%(step)s」转由您办理")


def hand_back(person: Person) -> None:
    """Return the open items of somebody who leaves to their departments, with the clocks running on; undecided seats
    go to the successor or superior; past verdicts stand.

    Called inside the transaction in which the person leaves (`organisation.hooks.left`).
    """
    snapshot.refresh()
    now = clock.now().replace(microsecond=0)
    owed = Q(items__person=person, items__closed_at=None)
    sits = Q(pk__in=_undecided(person).values("round__matter"))
    for pk in list(Matter.objects.filter(owed | sits).order_by("pk").values_list("pk", flat=True).distinct()):
        _in_matter(pk, person, now)
    stand_in.settle(now)
    Seat.objects.filter(deputy=person, verdict="").update(deputy=None)


def _undecided(person: Person) -> QuerySet[Seat]:
    return Seat.objects.filter(person=person, verdict="", dropped=False, round__closed_at=None)


def _in_matter(pk: int, person: Person, now: datetime) -> None:
    row: Matter = locked(pk)
    scene = Scene.load(row, max(now, row.opened_at, getattr(row, "last_at", None) or row.opened_at))
    act = Act(
        scene=scene,
        action=ACTION,
        actor=SYSTEM,
        now=scene.now,
        authority="leave",
        journal={"from": row.state, "left": person.pk},
        principal_id=person.pk,
    )
    items = [item for item in scene.open_items if item.person_id == person.pk]
    for item in items:
        if item.kind in PERSONAL:
            drop_asked(act, item)
            continue
        new = move_seat(act, item, _successor(scene, item), fresh_clock=False)
        new.judges = item.judges
    for seat in act.scene.seats:
        if seat.person_id == person.pk and not seat.verdict and not seat.dropped:
            _later_seat(act, seat)
    finish(act)


def _successor(scene: Scene, item: WorkItem) -> Chair:
    """The department's queue for what is handled; for what is decided a person: the head, else the next superior."""
    from xieli.matters.holders import Place

    chair = seat_at(scene, Place(item.department), item.kind, item.step, asker=item.round.asker)
    taken = {seat.person_id for seat in scene.seats_of(item.round)}
    while chair.person is not None and chair.person.pk in taken:
        above = organisation.superior_of(chair.person)
        chair = Chair(item.department, above, substituted="empty_seat")
    return chair


def _later_seat(act: Act, seat: Seat) -> None:
    """One of a round in order that was not asked yet: whoever takes the place is found now."""
    asked = WorkItem(department=seat.department, kind=DECIDING[0], step=seat.round.step, round=seat.round)
    chair = _successor(act.scene, asked)
    seat.department, seat.person, seat.deputy = chair.department, chair.person, None
    seat.save(update_fields=["department", "person", "deputy"])
    act.note("seats", "passed", [seat.round.no, seat.ordinal, seat.person_id])
