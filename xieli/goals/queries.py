"""Reading goals."""

from django.db.models import QuerySet

from xieli.goals.models import Goal


def goals_of(year: int) -> "list[tuple[Goal, int]]":
    """The goals of a year as a tree written down: each with its depth, under its parent, in order of code."""
    rows = list(Goal.objects.filter(year=year).select_related("department").order_by("code"))
    known = {goal.pk for goal in rows}
    below: dict[int | None, list[Goal]] = {}
    for goal in rows:
        below.setdefault(goal.parent_id if goal.parent_id in known else None, []).append(goal)

    def under(parent: int | None, depth: int) -> list[tuple[Goal, int]]:
        found = []
        for goal in below.get(parent, []):
            found += [(goal, depth), *under(goal.pk, depth + 1)]
        return found

    return under(None, 0)


def years() -> list[int]:
    """The years that have goals, newest first."""
    return list(Goal.objects.order_by("-year").values_list("year", flat=True).distinct())


def open_goals() -> "QuerySet[Goal]":
    """Goals that work can be put under."""
    return Goal.objects.filter(closed_at=None)
