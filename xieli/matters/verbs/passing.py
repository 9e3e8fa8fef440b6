"""转办, 认领, 委派, 加签 / 减签: who holds the ball, and who else is asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters.actors import Actor
from xieli.matters.commands import closing, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.following import follow
from xieli.matters.commands.handing_on import move_seat
from xieli.matters.commands.seating import seat_at
from xieli.matters.commands.voting import settle
from xieli.matters.errors import ActionError
from xieli.matters.forms import EmptyForm, EntrustForm, PersonForm, ReassignForm, SignerForm, TextForm
from xieli.matters.holders import Place
from xieli.matters.models import Seat, WorkItem
from xieli.matters.models.responsibility import Mode
from xieli.matters.procedure import FAULTS_OF_SENDER
from xieli.matters.procedure import Round as RoundSpec
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from . import arbitration
from .verb import Verb

ADVICE = gettext_noop("%(matter)s：%(person)s 回复了您的委派")


def _may_claim(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    return scene.authority_over_item(actor) if item is not None and item.person_id is None else None


def _claim(act: Act) -> None:
    item = act.item
    assert item is not None and act.actor.person is not None
    check_roster(act, item, act.actor.person)
    item.person = item.seat.person = act.actor.person
    item.seat.save(update_fields=["person"])
    item.save(update_fields=["person"])
    follow(act, item, None, act.actor.person)
    act.joins(people=[item.person_id])
    act.note("items", "held", [item.pk, item.department_id, item.person_id])


def _may_reassign(scene: Scene, actor: Actor) -> str | None:
    item, rule = scene.item, scene.procedure.verbs.reassign
    if item is None or item.seat.verdict or rule is None:
        return None
    return rule.holds(scene, actor)


def _reassign(act: Act) -> None:
    item = act.item
    assert item is not None
    person = act.data.get("person")
    department = act.data.get("department") or act.data["person"].department
    if (
        person is not None
        and person.department_id != department.pk
        and department.pk not in organisation.departments_of(person)
    ):
        raise ActionError(_("%(person)s不在所选部门。请改选部门或人员。") % {"person": person.name})
    if look := act.procedure.verbs.reassign_effect:
        act.procedure.effects[look](act, department, person)
    other = department.pk != item.department_id
    if other and act.for_the_item and arbitration.decides(act.scene):
        arbitration.ask(act)
        return
    chair = seat_at(act.scene, Place(department, person), item.kind, item.step)
    check_roster(act, item, chair.person)
    _judge_addressee(act, item)
    follow(act, item, chair.department, chair.person)
    move_seat(act, item, chair, fresh_clock=other)


def check_roster(act: Act, item: WorkItem, person: object) -> None:
    """Nobody sits twice in one round. Raises ActionError."""
    if person is None:
        return
    for seat in act.scene.seats_of(item.round):
        if seat.person == person and seat.pk != item.seat_id:
            raise ActionError(_("此人已在本轮名单中，请改选他人。"))
    if item.person == person:
        raise ActionError(_("事项已在此人手中。"))


def _judge_addressee(act: Act, item: WorkItem) -> None:
    """The receiver says it was sent to the wrong place: counts against the sender, once."""
    ground = act.data.get("ground") or ""
    item.ground = ground
    if item.judges and act.authority in ("holder", "department", "deputy") and ground in FAULTS_OF_SENDER:
        item.info_ok = False


def _may_entrust(scene: Scene, actor: Actor) -> str | None:
    return scene.authority_over_item(actor) if scene.procedure.verbs.entrust else None


def _entrust(act: Act) -> None:
    person = act.data["person"]
    opening.open_side(
        act, "advise", "advise", [seat_at(act.scene, Place(None, person), "handle", "advise")], kind="advise"
    )


def _may_advise(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    return scene.authority_over_item(actor) if item is not None and item.round.purpose == "advise" else None


def _advise(act: Act) -> None:
    assert act.item is not None
    about = act.item.round.about
    closing.close_round(act, act.item.round, "done")
    if about is not None and act.actor.person is not None:
        act.notice([about.person_id], "message", ADVICE, person=act.actor.person.name)


def _may_add(scene: Scene, actor: Actor) -> str | None:
    on = scene.procedure.verbs.add_signer and isinstance(scene.state.owed, RoundSpec)
    item = scene.item
    return scene.authority_over_item(actor) if on and item is not None and not item.seat.verdict else None


def _add_signer(act: Act) -> None:
    """加签: in `all`, `order` and `each` the need grows, elsewhere it stays."""
    item, person = act.item, act.data["person"]
    assert item is not None
    round, where = item.round, act.data["where"]
    chair = seat_at(act.scene, Place(None, person), item.kind, item.step)
    check_roster(act, item, chair.person)
    if round.mode != Mode.ORDER:
        where = "beside"
    ordinal = _make_room(act, item.seat, where)
    seat = Seat.objects.create(
        round=round,
        ordinal=ordinal,
        department=chair.department,
        person=chair.person,
        deputy=chair.deputy,
        added_by=act.actor.person,
    )
    act.scene.seats.append(seat)
    if round.mode in (Mode.ALL, Mode.ORDER, Mode.EACH):
        round.need += 1
        round.save(update_fields=["need"])
    act.note("seats", "added", [round.no, ordinal, seat.person_id])
    opening.note_substitute(act, seat, chair)
    act.joins(departments=[seat.department_id], people=[seat.person_id])
    if where == "before":
        closing.close_item(act, item, "superseded")
    if where in ("before", "beside"):
        opening.open_items(act, round, [seat], kind=item.kind, judges=False, previous=item)


def _make_room(act: Act, own: Seat, where: str) -> int:
    seats = [seat for seat in act.scene.seats if seat.round_id == own.round_id]
    if where == "beside":
        return max(seat.ordinal for seat in seats) + 1
    at = own.ordinal if where == "before" else own.ordinal + 1
    for seat in sorted(seats, key=lambda one: -one.ordinal):
        if seat.ordinal >= at:
            seat.ordinal += 1
            seat.save(update_fields=["ordinal"])
    return at


def _may_drop(scene: Scene, actor: Actor) -> str | None:
    on = scene.procedure.verbs.add_signer and isinstance(scene.state.owed, RoundSpec)
    return "adder" if on and actor.person is not None and _droppable(scene, actor) else None


def _droppable(scene: Scene, actor: Actor) -> list[Seat]:
    main = scene.main_round
    seats = scene.seats_of(main) if main else []
    return [seat for seat in seats if seat.added_by == actor.person and not seat.verdict]


def _drop_signer(act: Act) -> None:
    """减签: own additions only, before they acted."""
    seat = next((one for one in _droppable(act.scene, act.actor) if one.person == act.data["person"]), None)
    if seat is None:
        raise ActionError(_("只能减去您自己加签、且尚未表态的人。"))
    item = next((one for one in act.scene.open_items if one.seat_id == seat.pk), None)
    seat.dropped = True
    seat.save(update_fields=["dropped"])
    round = seat.round
    if round.mode in (Mode.ALL, Mode.ORDER, Mode.EACH):
        round.need = max(1, round.need - 1)
        round.save(update_fields=["need"])
    act.note("seats", "dropped", [round.no, seat.ordinal, seat.person_id])
    if item is not None:
        closing.close_item(act, item, "withdrawn")
    act.scene.item = None
    settle(act, round)


VERBS = (
    Verb(
        "claim",
        gettext_lazy("认领"),
        _may_claim,
        _claim,
        EmptyForm,
        ("item", "side"),
        rank=2,
        icon="hand-grab",
    ),
    Verb(
        "reassign",
        gettext_lazy("转办"),
        _may_reassign,
        _reassign,
        ReassignForm,
        ("item",),
        rank=10,
        icon="switch-horizontal",
    ),
    Verb(
        "entrust",
        gettext_lazy("委派"),
        _may_entrust,
        _entrust,
        EntrustForm,
        ("item",),
        rank=20,
        icon="user-question",
    ),
    Verb(
        "advise", gettext_lazy("提供意见"), _may_advise, _advise, TextForm, ("side",), rank=1, icon="message"
    ),
    Verb(
        "add_signer",
        gettext_lazy("加签"),
        _may_add,
        _add_signer,
        SignerForm,
        ("item",),
        rank=21,
        icon="user-plus",
    ),
    Verb("drop_signer", gettext_lazy("减签"), _may_drop, _drop_signer, PersonForm, ("matter",), rank=31),
)
