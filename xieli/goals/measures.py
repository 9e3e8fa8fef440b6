"""Measures of a goal: which there are, and what they stand at."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.goals.models import Goal, Measure, Reading
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

SETTERS = ("executive", "general_manager", "pmo")


def may_set(person: Person) -> bool:
    """Whether somebody may set goals and their measures: executives and the project management office."""
    return not organisation.duties_of(person).isdisjoint(SETTERS)


def may_record(person: Person, goal: Goal) -> bool:
    """Whether somebody may record actual values: who sets goals, and the head of the department that answers."""
    return goal.closed_at is None and (
        may_set(person) or goal.department_id in organisation.headed_by(person)
    )


@transaction.atomic
def set_measures(goal: Goal, rows: Sequence[dict[str, Any]]) -> None:
    """Make a goal's measures those of `rows` (uid or None, name, unit, start, target, weight), in this order.

    Raises ValidationError under "measures": two of one name, or one left out that has readings.
    """
    names = [row["name"] for row in rows]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValidationError({"measures": _("指标「%(name)s」出现了两次。") % {"name": twice}})
    have = {str(one.uid): one for one in goal.measures.select_for_update()}
    kept = [have[str(row["uid"])] for row in rows if str(row.get("uid")) in have]
    _drop([one for one in have.values() if one not in kept])
    for one in kept:  # names may change places
        Measure.objects.filter(pk=one.pk).update(name=f"#{one.pk}")
    for order, row in enumerate(rows):
        measure = have.get(str(row.get("uid"))) or Measure(goal=goal)
        for name in ("name", "unit", "target"):
            setattr(measure, name, row[name])
        measure.start, measure.weight, measure.order = row["start"] or Decimal(0), row["weight"] or 1, order
        measure.save()


def _drop(gone: list[Measure]) -> None:
    with_readings = next((one for one in gone if one.readings.exists()), None)
    if with_readings is not None:
        raise ValidationError(
            {"measures": _("指标「%(name)s」已有实际值，不能删除。") % {"name": with_readings.name}}
        )
    Measure.objects.filter(pk__in=[one.pk for one in gone]).delete()


@transaction.atomic
def record(measure: Measure, by: Person, *, on: date, value: Decimal, note: str = "") -> Reading:
    """Write down what a measure stood at on a day. A reading is never changed: a mistake gets a later one.

    Raises ValidationError for a day that has not come yet.
    """
    if on > clock.local(clock.now()).date():
        raise ValidationError({"on": _("不能记录将来的实际值。")})
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    reading = Reading.objects.create(
        measure=measure, on=on, value=value, note=note.strip(), by=by, at=clock.now()
    )
    newest = measure.readings.first()
    assert newest is not None
    measure.actual = newest.value
    measure.save(update_fields=["actual"])
    return reading
