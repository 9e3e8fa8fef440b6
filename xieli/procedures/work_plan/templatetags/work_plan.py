"""What the templates of work plans ask for: the items with their lights, changes in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from xieli.core import clock
from xieli.core.templatetags.xieli import day
from xieli.goals.models import Goal
from xieli.matters import registry
from xieli.matters.models import Event
from xieli.organisation import queries as organisation
from xieli.procedures.work_plan import lines, standing
from xieli.procedures.work_plan.models import PlanLine

register = template.Library()


@dataclass(frozen=True)
class Sheet:
    """The items of a plan and its figures."""

    rows: list[standing.Standing]
    figures: standing.Summary
    sums_up_later: bool


@register.simple_tag
def plan_sheet(page: Any) -> Sheet:
    """A plan's items for its page: one query."""
    today = clock.local(page.now).date()
    every = PlanLine.objects.filter(plan=page.matter).select_related(
        "owner", "goal", "matter", "origin__plan"
    )
    rows = standing.standings(list(every), today)
    details = page.scene.details
    return Sheet(rows, standing.figures(rows, details, today), today < details.summed_up_from)


@dataclass(frozen=True)
class Change:
    """One changed item in words: what it was, what it is to be."""

    kind: str
    title: str
    before: str
    after: str


@register.simple_tag
def plan_changes(page: Any) -> list[tuple[Any, list[Change]]]:
    """Every change of the plan that took effect, the latest first: (event, changes)."""
    rows = Event.objects.filter(matter=page.matter, action__in=("change", "acknowledge")).order_by("-seq")
    return [
        (one, in_words(one.facts["changes"]))
        for one in rows.select_related("actor")
        if one.facts.get("changes")
    ]


@register.simple_tag
def plan_proposed(page: Any) -> list[Change]:
    """The change that waits to be confirmed, against the plan as it stands."""
    proposed = page.scene.details.proposed
    return in_words(lines.differences(page.matter, proposed)) if proposed is not None else []


def in_words(found: list[dict[str, Any]]) -> list[Change]:
    """Changed items as people read them."""
    goals = {
        one[side]["goal"] for one in found for side in ("before", "after") if one.get(side, {}).get("goal")
    }
    codes = dict(Goal.objects.filter(pk__in=goals).values_list("pk", "code")) if goals else {}
    return [
        Change(
            one["kind"],
            (one.get("after") or one["before"])["content"],
            _said(one.get("before"), codes),
            _said(one.get("after"), codes),
        )
        for one in found
    ]


def _said(row: dict[str, Any] | None, codes: dict[int, str]) -> str:
    if row is None:
        return ""
    owner = organisation.person_by_id(row["owner"])
    parts = [
        row["content"],
        row["standard"],
        owner.name if owner else "",
        _days(row),
        codes.get(row["goal"], ""),
    ]
    return " · ".join(part for part in parts if part)


def _days(row: dict[str, Any]) -> str:
    due = day(date.fromisoformat(row["due_on"]))
    return f"{day(date.fromisoformat(row['starts_on']))} – {due}" if row["starts_on"] else due


@register.filter
def plan_state(matter: Any) -> Any:
    """The name of a plan's state."""
    return registry.get("work_plan").states[matter.state].label
