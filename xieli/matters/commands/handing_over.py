"""工作交接: what somebody holds in matters passes to others, each matter with a line of its own in its ledger.

Clocks run on, signatures given stand, nobody sits twice in a round and nobody decides on their own matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xieli.matters.deputies import DECIDING, PERSONAL
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.holdings import CannotPass, Key, Occasion, Passing
from xieli.organisation.models import Department, Person

from .act import Act
from .finishing import finish
from .following import follow
from .handing_on import move_seat
from .perform import locked, prepare
from .seating import Chair, seat_at

AUTHORITY = "handover"
# Roles first: the rule that fills a seat asks them; who knows of what last, since it asks who still holds something.
_ORDER = {"raised": 1, "item": 2, "grant": 3}


def move(occasion: Occasion, passings: Sequence[Passing]) -> Mapping[Key, Person]:
    """Pass everything on, matter by matter in the order of their keys (root before leaf). Raises CannotPass."""
    by_matter: dict[int, list[Passing]] = {}
    for passing in passings:
        if passing.matter is not None:
            by_matter.setdefault(passing.matter, []).append(passing)
    still_open = Matter.objects.filter(pk__in=by_matter, closed_at=None).values_list("pk", flat=True)
    found: dict[Key, Person] = {}
    for pk in sorted(still_open):
        found.update(_in_matter(occasion, pk, by_matter[pk]))
    return found


def _in_matter(occasion: Occasion, pk: int, passings: list[Passing]) -> dict[Key, Person]:
    row = locked(pk)
    if row.closed_at is not None:
        return {}
    act = _act(occasion, row, passings)
    found: dict[Key, Person] = {}
    for passing in sorted(passings, key=lambda one: _ORDER.get(one.kind, 0)):
        taker = _pass(act, passing)
        if taker is not None:
            found[passing.kind, passing.key] = taker
            act.journal["handover"]["lines"].append([passing.kind, passing.key, passing.holder.pk, taker.pk])
            act.joins(people=[taker.pk])
    if not found:
        return found
    act.notices.clear()  # the handover tells its people once
    try:
        with transaction.atomic():
            finish(act)
    except IntegrityError as clash:
        raise CannotPass(passings[0], _("与此人在同一事项中的其他职责冲突")) from clash
    return found


def _act(occasion: Occasion, row: Matter, passings: list[Passing]) -> Act:
    """The signer acts by the handover's authority for who handed over, whether or not they may see the matter."""
    act = prepare(row, "hand_back" if occasion.back else "hand_over", occasion.actor, occasion.at, sees=False)
    act.authority, act.principal_id, act.takes_part = AUTHORITY, passings[0].holder.pk, False
    act.journal["handover"] = {"number": occasion.reference, "uid": occasion.uid, "lines": []}
    return act


def _pass(act: Act, passing: Passing) -> Person | None:
    """One thing; None when its holder had it no longer."""
    match passing.kind:
        case "item":
            return _pass_seat(act, passing)
        case "raised":
            return _pass_request(act, passing)
        case "grant":
            return _pass_knowledge(act, passing)
        case _:
            return _pass_role(act, passing)


def _pass_seat(act: Act, passing: Passing) -> Person | None:
    """The seat with its open item and clock, or, not asked yet, the seat alone."""
    seat = next((one for one in act.scene.seats if str(one.pk) == passing.key), None)
    if seat is None or seat.person_id != passing.holder.pk or seat.verdict or seat.dropped:
        return None
    item = next((one for one in act.scene.open_items if one.seat_id == seat.pk), None)
    if item is not None and (item.person_id != passing.holder.pk or item.kind in PERSONAL):
        return None
    asked = item or WorkItem(
        department=seat.department, kind="approve", step=seat.round.step, round=seat.round
    )
    chair = _chair(act, asked, passing)
    assert chair.person is not None
    if item is None:
        seat.department, seat.person, seat.deputy = chair.department, chair.person, None
        seat.save(update_fields=["department", "person", "deputy"])
        act.note("seats", "passed", [seat.round.no, seat.ordinal, chair.person.pk])
        return chair.person
    follow(act, item, chair.department, chair.person)
    move_seat(act, item, chair, fresh_clock=False)
    return chair.person


def _chair(act: Act, item: WorkItem, passing: Passing) -> Chair:
    """The taker's; where they raised the matter and it is to be decided, or sit in the round, the next superior's."""
    from xieli.matters.holders import Place

    department = _department(item.department, passing.taker)
    place, asker = Place(department, passing.taker), item.round.asker
    chair = seat_at(act.scene, place, item.kind, item.step, asker=asker)
    taken = {one.person_id for one in act.scene.seats_of(item.round) if str(one.pk) != passing.key}
    while chair.person is not None and chair.person.pk in taken:
        above = organisation.superior_of(chair.person)
        if above is None:
            raise CannotPass(passing, _("已在同一轮名单中"))
        chair = Chair(above.department, above, substituted="empty_seat")
    if chair.person is None:
        raise CannotPass(passing, _("已不在职"))
    return chair


def _department(department: Department | None, taker: Person) -> Department | None:
    """The department that owes it stays where the taker works in it."""
    if department is not None and department.pk in organisation.departments_of(taker):
        return department
    return taker.department or department


def _pass_request(act: Act, passing: Passing) -> Person | None:
    """Who raised it stays who raised it; somebody else owes and hears what they did, and decides on it no more."""
    if act.matter.requester_id != passing.holder.pk:
        return None
    original = act.matter.initiator_id == passing.taker.pk
    act.matter.successor = None if original else passing.taker
    for item in act.scene.open_items:
        if item.kind in DECIDING and item.person_id == passing.taker.pk:
            move_seat(
                act, item, _chair(act, item, replace(passing, key=str(item.seat_id))), fresh_clock=False
            )
    return passing.taker


def _pass_knowledge(act: Act, passing: Passing) -> Person | None:
    """Who hands it over and has nothing else to do in it knows no more of it."""
    if passing.holder.pk not in act.matter.people:
        return None
    held = {one.person_id for one in act.scene.open_items} | act.matter.requesters
    if passing.holder.pk not in held:
        act.matter.people = [one for one in act.matter.people if one != passing.holder.pk]
        act.journal.setdefault("left", {})["people"] = [passing.holder.pk]
    return passing.taker


def _pass_role(act: Act, passing: Passing) -> Person | None:
    """A declared role: the field of the details, or of a row of the matter, names the taker."""
    from xieli.matters.holding import role_name, rows_of

    spec = act.procedure
    hold = next((one for one in spec.holds if role_name(spec, one) == passing.kind), None)
    if hold is None:
        return None
    if not hold.model:
        if getattr(act.details, f"{hold.person}_id") != passing.holder.pk:
            return None
        act.set_details(**{hold.person: passing.taker})
        return passing.taker
    row = rows_of(spec, hold).filter(**{"pk": passing.key, hold.person: passing.holder}).first()
    if row is None:
        return None
    try:
        with transaction.atomic():
            if row._meta.get_field(hold.person).many_to_many:
                getattr(row, hold.person).remove(passing.holder)
                getattr(row, hold.person).add(passing.taker)
            else:
                setattr(row, hold.person, passing.taker)
                row.save(update_fields=[hold.person])
    except IntegrityError:
        return None  # the taker has this role already; the holder's place in the history stays
    return passing.taker
