"""Projects as pages read them, in a fixed number of queries."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from xieli.core import clock
from xieli.matters.models import Matter

from .calendar import today
from .models import Baseline, Expense, PlanTask
from .progress import Cost
from .standing import Standing, by_code


def standings(projects: Sequence[Matter]) -> dict[int, Standing]:
    """How each project with a plan in force stands now, by its id: three queries."""
    ids = [one.pk for one in projects]
    latest: dict[int, Baseline] = {}
    for baseline in Baseline.objects.filter(project__in=ids).order_by("no"):
        latest[baseline.project_id] = baseline
    rows: dict[int, list[PlanTask]] = {}
    for row in PlanTask.objects.filter(project__in=ids, dropped=False).select_related("department", "person"):
        rows.setdefault(row.project_id, []).append(row)
    spent = dict(
        Expense.objects.filter(project__in=ids)
        .values_list("project")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    on = today(clock.now())
    return {
        pk: Standing(one, by_code(rows.get(pk, [])), Cost(one.budget, spent.get(pk, Decimal(0))), on)
        for pk, one in latest.items()
    }


def standing(project: Matter) -> Standing:
    """The same for one project with a plan in force."""
    return standings([project])[project.pk]
