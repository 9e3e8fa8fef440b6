"""The application, its assessment and the team as one reader sees them: opinions of a blind round only their own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xieli.core.marks import listed
from xieli.matters.queries import blind
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import receipts
from .forms.application import defect_fields
from .forms.assessing import DIMENSIONS
from .models import Assessment, Member
from .tables import shown

WORDS = ("background", "objectives", "scope", "content", "results", "resources", "benefit")


@dataclass(frozen=True)
class Opinion:
    """One department's assessment and what it looked at, in words."""

    said: Assessment
    looked_at: str


@dataclass(frozen=True)
class Sheet:
    """What the page shows. `asked`: who is to look at what; `waiting`: opinions are still hidden."""

    words: list[tuple[Any, str]]
    milestones: list[dict[str, Any]]
    cooperation: list[dict[str, Any]]
    conditions: list[dict[str, Any]]
    defects: list[tuple[Any, str]]
    asked: list[tuple[str, str]]
    assessments: list[Opinion]
    waiting: bool
    leader: Person | None
    members: list[Member]
    receipts: list[receipts.Receipts]


def of(scene: Scene, reader: Person) -> Sheet:
    """The sheet of a project for a reader: two queries, and two more once it has a notice."""
    details, labels = scene.details, dict(defect_fields())
    hidden = blind.rounds(scene)
    return Sheet(
        words=[(labels[name], text) for name in WORDS if (text := getattr(details, name))],
        milestones=[{**row, "due": date.fromisoformat(str(row["due"]))} for row in details.milestones],
        cooperation=shown(details.cooperation),
        conditions=shown(details.conditions),
        defects=[(labels.get(row["field"], row["field"]), row["defect"]) for row in details.defects],
        asked=[(row["department"].name, looked_at(row["dimensions"])) for row in shown(details.assessors)],
        assessments=assessments(scene, reader, hidden),
        waiting=bool(hidden),
        leader=organisation.person_by_id(details.leader_id) if details.leader_id else None,
        members=list(Member.objects.filter(project=scene.matter).select_related("person", "department")),
        receipts=receipts.of(scene.matter) if details.baseline is not None else [],
    )


def assessments(scene: Scene, reader: Person | None, hidden: frozenset[int]) -> list[Opinion]:
    """The opinions this reader (None: anybody) may read now, each with what it looked at in words."""
    rows = Assessment.objects.filter(project=scene.matter).select_related("department", "person")
    found = [
        one for one in rows if one.round not in hidden or (reader is not None and one.person_id == reader.pk)
    ]
    return [Opinion(one, looked_at(one.dimensions)) for one in found]


def looked_at(dimensions: list[str]) -> str:
    """What a department looks at, in words."""
    names = dict(DIMENSIONS)
    return listed(names[code] for code in dimensions if code in names)
