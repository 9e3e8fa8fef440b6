"""From the application to its being formally in order (4.1.a)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Link, Matter
from xieli.matters.procedure import Label

from ..forms.application import TABLES
from ..models import Kind, ProjectDetails, Urgency
from ..permissions import level_of
from ..tables import stored

MEND = gettext_noop("%(matter)s：请补正申请材料")


def category_labels() -> Sequence[tuple[str, Label]]:
    """Projects are listed by their kind."""
    return Kind.choices


def apply(act: Act) -> None:
    """The application is in; one that follows a refused one is its next version."""
    _write(act)
    if act.data.get("previous"):
        _follow(act, act.data["previous"])


def mend(act: Act) -> None:
    """Every defect is answered: the application as it is now."""
    _write(act)
    act.set_details(defects=[])


def _write(act: Act) -> None:
    details = act.details
    act.set_details(**{name: stored(act.data[name]) for name in TABLES})
    act.set_details(
        budget=sum((row["amount"] for row in act.data["budget_lines"]), 0),
        category=act.data["kind"],
        summary=act.data["objectives"],
        priority=int(act.data["urgency"] == Urgency.URGENT),
        lead_department=act.matter.initiator_department,
    )
    act.set_details(level=level_of(details, details.declared_level))
    act.joins(departments=[row["department"].pk for row in act.data["cooperation"]])


def _follow(act: Act, uid: Any) -> None:
    """Only a refused project of one's own department, and only once."""
    refused = Matter.objects.visible_to(act.actor.person).filter(
        uid=uid, procedure="project", state="rejected"
    )
    before = refused.filter(initiator_department=act.matter.initiator_department).first()
    if before is None:
        raise ActionError(_("只能以本部门未获批准的项目为上一版。"))
    if ProjectDetails.objects.filter(previous=before).exists():
        raise ActionError(_("%(matter)s 已经有后续版本。") % {"matter": before.reference})
    act.set_details(previous=before, version=before.project.version + 1)
    act.after.append(
        lambda event: Link.objects.create(source=before, target=act.matter, kind="version", at=act.now)
    )


def find_defects(act: Act) -> None:
    """All at once, and counted against what was handed in."""
    act.set_details(defects=act.data["defects"])
    if act.item is not None:
        act.item.ground = "missing"
        if act.item.judges:
            act.item.info_ok = False
    act.notice([act.matter.initiator_id], "returned", MEND)
