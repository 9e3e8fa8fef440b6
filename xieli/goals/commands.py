"""Setting, changing and closing goals."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.goals.measures import set_measures
from xieli.goals.models import Goal, GoalPeriod
from xieli.organisation.models import Department


def save_goal(
    goal: Goal | None,
    *,
    code: str,
    title: str,
    kind: str,
    year: int,
    department: Department,
    parent: Goal | None = None,
    description: str = "",
    period: str = GoalPeriod.YEAR,
    weight: int | None = 1,
    measures: Sequence[dict[str, Any]] | None = None,
) -> Goal:
    """Set a new goal (None) or change one; `measures` None leaves them. ValidationError names what is wrong."""
    goal = goal or Goal()
    if parent is not None:
        _check_parent(goal, parent, year)
    goal.code, goal.title, goal.kind, goal.year = code.strip(), title.strip(), kind, year
    goal.department, goal.parent, goal.description = department, parent, description.strip()
    goal.period, goal.weight = period, weight or 1
    try:
        with transaction.atomic():
            goal.save()
            if measures is not None:
                set_measures(goal, measures)
    except IntegrityError as error:
        if "goals_goal_code" not in str(error):
            raise
        raise ValidationError({"code": _("编号 %(code)s 已被别的目标使用。") % {"code": code}}) from error
    return goal


def close_goal(goal: Goal) -> None:
    """Nothing new can serve a closed goal; what serves it stays linked. Closing twice changes nothing."""
    Goal.objects.filter(pk=goal.pk, closed_at=None).update(closed_at=clock.now())


def reopen_goal(goal: Goal) -> None:
    """Take a closed goal up again."""
    Goal.objects.filter(pk=goal.pk).update(closed_at=None)


def _check_parent(goal: Goal, parent: Goal, year: int) -> None:
    if parent.year > year:
        raise ValidationError({"parent": _("上级目标的年度不能晚于本目标。")})
    above: Goal | None = parent
    while above is not None:
        if goal.pk is not None and above.pk == goal.pk:
            raise ValidationError({"parent": _("目标不能归属于自己或自己的下级目标。")})
        above = above.parent
