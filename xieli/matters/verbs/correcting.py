"""更正 and 密级: a wrong fact is corrected by a new line with a reason; nothing is edited away."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.matters.actors import Actor
from xieli.matters.commands import opening
from xieli.matters.commands.act import MATTER_FIELDS, Act
from xieli.matters.commands.seating import seat_at
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.forms import ClassifyForm, CorrectForm
from xieli.matters.holders import Place
from xieli.matters.ledger import plain
from xieli.matters.models import Classification, GenericDetails, WorkItem
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .verb import Verb

_ORDER = ("company", "internal", "secret", "confidential")


def _may_correct(scene: Scene, actor: Actor) -> str | None:
    matter, person = scene.matter, actor.person
    if (
        person is None
        or matter.number is None
        or matter.closed_at is not None
        or not scene.procedure.verbs.correct
    ):
        return None
    if matter.requester_id == person.pk:
        return "initiator"
    for item in scene.main_items:
        scene.item = item
        if found := scene.authority_over_item(actor):
            return found
    scene.item = None
    return None


def _correct(act: Act) -> None:
    """Signatures over the former content become stale by themselves: they signed another hash."""
    name = act.data["field"]
    if name not in act.procedure.verbs.correct:
        raise ActionError(_("这一项不能更正。"))
    source = act.matter if name in MATTER_FIELDS else act.details
    old = getattr(source, name)
    value = _clean(source, name, act.data["value"])
    act.journal["correction"] = {"field": name, "old": plain(old), "new": plain(value)}
    act.journal.pop("data", None)
    act.set_details(**{name: value})
    act.scene.item = None
    act.notice(
        [one.person_id for one in act.scene.open_items],
        "progress",
        "%(matter)s 有更正，请核对",
    )


def _clean(source: Any, name: str, value: str) -> Any:
    if isinstance(source, GenericDetails):
        return _like(source.values.get(name), value)
    try:
        field = source._meta.get_field(name)
    except FieldDoesNotExist as missing:
        raise ActionError(_("这一项不能更正。")) from missing
    try:
        return field.clean(value, source)
    except ValidationError as wrong:
        raise Invalid({"value": list(wrong.messages)}) from wrong


def _like(old: Any, value: str) -> Any:
    """A plain value of the kind it was before: details without columns hold numbers and words."""
    if isinstance(old, bool) or not isinstance(old, int):
        return value
    try:
        return int(value)
    except ValueError as wrong:
        raise Invalid({"value": [_("请填写整数。")]}) from wrong


def _may_classify(scene: Scene, actor: Actor) -> str | None:
    person, matter = actor.person, scene.matter
    if person is None or matter.closed_at is not None:
        return None
    if matter.lead_department_id in organisation.headed_by(person):
        return "head"
    return "initiator" if matter.requester_id == person.pk else None


def _classify(act: Act) -> None:
    """The opener may raise it, only the head of the owning department may lower it."""
    new, old = act.data["classification"], act.matter.classification
    if _ORDER.index(new) < _ORDER.index(old) and act.authority != "head":
        raise ActionError(_("只有主办部门负责人可以降低密级。"))
    highest = act.procedure.verbs.classify
    if _ORDER.index(new) > _ORDER.index(highest):
        raise ActionError(_("这类事项的密级最高为「%(level)s」。") % {"level": Classification(highest).label})
    act.set_details(classification=new)
    act.journal["classification"] = [old, new]
    if new in ("secret", "confidential"):
        for item in act.scene.open_items:
            if item.person_id is None:
                _name_head(act, item)


def _name_head(act: Act, item: WorkItem) -> None:
    """Only named persons may know from now on: what lay in a department's queue is the head's."""
    chair = seat_at(act.scene, Place(item.department), item.kind, item.step)
    item.person = item.seat.person = chair.person
    item.deputy = item.seat.deputy = chair.deputy
    item.seat.save(update_fields=["person", "deputy"])
    item.save(update_fields=["person", "deputy"])
    act.joins(people=[item.person_id])
    act.note("items", "held", [item.pk, item.department_id, item.person_id])
    opening.tell(act, item)


VERBS = (
    Verb(
        "correct",
        gettext_lazy("更正"),
        _may_correct,
        _correct,
        CorrectForm,
        ("matter",),
        rank=45,
        icon="edit",
    ),
    Verb(
        "classify",
        gettext_lazy("调整密级"),
        _may_classify,
        _classify,
        ClassifyForm,
        ("matter",),
        rank=70,
        icon="lock",
    ),
)
