"""Rules people edit in the product: service levels and the list of duties. Nothing is overwritten: a version ends,
the next begins (1.3.d, 6.1.c)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters import clocks, limits, registry
from xieli.matters.errors import Invalid
from xieli.matters.models import Clock, ClockChange, DutyEntry, Matter, ServiceLevel
from xieli.matters.procedure import Procedure
from xieli.matters.scene import Scene
from xieli.organisation.models import Department, Person
from xieli.worktime.allowance import Allowance


def set_service_level(
    procedure: Procedure,
    name: str,
    condition: str,
    allowance: str | None,
    reason: str,
    by: Person | None,
    *,
    account: str = "",
    move_running: bool = False,
) -> int:
    """Put a limit in force from now on; `allowance` None sets it back to the declared default.

    Clocks that run keep what they were promised unless `move_running`. Returns how many were moved. Raises Invalid.
    """
    if allowance is not None:
        check_allowance(allowance)
    try:
        limits.terms(condition)
    except ValueError:
        raise Invalid({"condition": [_("条件写法应如 urgency=fault round>1。")]}) from None
    _check_unambiguous(procedure, name, condition)
    now = clock.now().replace(microsecond=0)
    with transaction.atomic():
        current = ServiceLevel.objects.select_for_update().filter(
            procedure=procedure.key, name=name, condition=condition, to_at=None
        )
        current.update(to_at=now)
        ServiceLevel.objects.create(
            procedure=procedure.key,
            name=name,
            condition=condition,
            allowance=allowance,
            from_at=now,
            changed_by=by,
            account=account,
            reason=reason[:200],
        )
    return _move(procedure, name, condition, now) if move_running else 0


def _check_unambiguous(procedure: Procedure, name: str, condition: str) -> None:
    """Two limits of equal specificity that may hold at once would be an error at the next start of a clock."""
    others = [one.limit.condition for one in limits.in_force(procedure) if one.limit.name == name]
    clash = [one for one in others if one != condition and limits.may_clash(one, condition)]
    if condition not in others and clash:
        sentence = _("与已有条件“%(other)s”可能同时成立而分不出先后，请把条件写得更具体。")
        raise Invalid({"condition": [sentence % {"other": clash[0]}]})


def check_allowance(text: str) -> None:
    """Raise Invalid unless the text means an amount of time: "2 h W", "5 WD", "rest of total", "…, at most 2 WD"."""
    main, *riders = [part.strip() for part in text.split(",")]
    plain = [rider.removeprefix("at most ").removeprefix("else ") for rider in riders]
    written = (
        plain if main.startswith(("rest of ", "date ", "at ")) or limits.is_share(main) else [main, *plain]
    )
    for one in written:
        try:
            Allowance.parse(one)
        except ValueError:
            sentence = _(
                "看不懂“%(text)s”。写法如：2 h W（工作小时）、30 min C（自然时间）、5 WD（工作日）。"
            )
            raise Invalid({"allowance": [sentence % {"text": one}]}) from None


def _move(procedure: Procedure, name: str, condition: str, now: datetime) -> int:
    """Give unstopped clocks of this limit the new allowance; matter by matter, each under its own lock."""
    clocks_of_it = Clock.objects.filter(
        matter__procedure=procedure.key, name=name, stopped_at=None, kind__in=("step", "matter")
    )
    moved = 0
    for matter in clocks_of_it.values_list("matter", flat=True).distinct().order_by("matter"):
        with transaction.atomic():
            row = Matter.objects.select_for_update().get(pk=matter)
            moved += _move_in(Scene.load(row, now), name, condition)
    return moved


def _move_in(scene: Scene, name: str, condition: str) -> int:
    """As if the limit had been in force when the clock started; an agreed extension stands."""
    found = limits.resolve(scene, name)
    if found is None or found.limit.condition != condition:
        return 0
    moved = 0
    for one in scene.clocks:
        if one.name != name or one.kind == "timer" or one.extensions:
            continue
        allowance = limits.evaluate(scene, found.allowance, one.calendar, one.started_at)
        if (allowance.amount, allowance.unit) == (one.allowed, one.unit):
            continue
        old, one.service_level = one.due_at, found.edited
        clocks.allow(one, allowance, clocks.stood_still(one), scene.now)
        one.save()
        ClockChange.objects.create(
            clock=one,
            kind="rule",
            at=scene.now,
            ended_at=scene.now,
            old_due=old,
            new_due=one.due_at,
            state=scene.matter.state,
            cause=found.edited.reason[:40] if found.edited else "",
        )
        _copy(scene, one)
        moved += 1
    if moved:
        clocks.show_nearest([scene.matter.pk])
    return moved


def _copy(scene: Scene, moved: Clock) -> None:
    """The item and, for the total, the matter show the new due moment."""
    for item in scene.items:
        if item.pk == moved.item_id:
            item.due_at = moved.due_at
            item.save(update_fields=["due_at"])
    spec = scene.procedure.clocks.get(moved.name)
    if spec is not None and spec.total:
        Matter.objects.filter(pk=scene.matter.pk).update(due_at=moved.due_at)


def set_duty(
    procedure: str,
    category: str,
    kind: str,
    lead: Department,
    assisting: Iterable[Department],
    reason: str,
    by: Person,
) -> DutyEntry:
    """职责清单: from now on `lead` leads this kind of matter, `assisting` help."""
    registry.get(procedure)
    now = clock.now()
    with transaction.atomic():
        DutyEntry.objects.filter(procedure=procedure, category=category, kind=kind, to_at=None).update(
            to_at=now
        )
        return DutyEntry.objects.create(
            procedure=procedure,
            category=category,
            kind=kind,
            lead=lead,
            assisting=[one.pk for one in assisting if one.pk != lead.pk],
            from_at=now,
            changed_by=by,
            reason=reason[:200],
        )


def duties_in_force(procedure: str = "") -> Sequence[DutyEntry]:
    """The list of duties as it stands."""
    rows = DutyEntry.objects.filter(to_at=None).select_related("lead", "changed_by")
    return list(
        (rows.filter(procedure=procedure) if procedure else rows).order_by("procedure", "category", "kind")
    )


def leads(procedure: str, category: str = "", kind: str = "") -> DutyEntry | None:
    """Who leads this kind of matter: the entry that says most about it, or None."""
    wanted = [(category, kind), (category, ""), ("", kind), ("", "")]
    found = {(one.category, one.kind): one for one in duties_in_force(procedure)}
    return next((found[key] for key in wanted if key in found), None)
