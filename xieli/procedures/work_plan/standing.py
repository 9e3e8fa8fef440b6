"""How a plan stands: each item with its light, the plan with what share of it is done."""

from dataclasses import dataclass
from datetime import date, timedelta

from .models import Fate, PlanDetails, PlanLine

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Standing:
    """An item and its light: ok | amber | red | none."""

    line: PlanLine
    light: str

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 if self.line.fate == Fate.DONE else self.line.percent


@dataclass(frozen=True)
class Summary:
    """The plan in figures."""

    total: int
    done: int
    late: int
    soon: int
    percent: int
    expected: int


def light_of(line: PlanLine, today: date) -> str:
    """Red when late, amber when due within three days and not far on, green when done."""
    if line.fate == Fate.DONE:
        return "ok"
    if line.fate != Fate.OPEN:
        return "none"
    if line.due_on < today:
        return "red"
    if line.due_on - today <= SOON and line.percent < 100:
        return "amber"
    return "ok" if line.matter_id is not None or line.percent else "none"


def standings(lines: list[PlanLine], today: date) -> list[Standing]:
    """Each item with its light."""
    return [Standing(one, light_of(one, today)) for one in lines]


def figures(rows: list[Standing], details: PlanDetails, today: date) -> Summary:
    """The plan in figures; what was given up does not count."""
    counted = [one for one in rows if one.line.fate != Fate.DROPPED]
    length = (details.ends_on - details.starts_on).days + 1
    gone = min(max((today - details.starts_on).days + 1, 0), length)
    return Summary(
        total=len(counted),
        done=sum(1 for one in counted if one.line.fate == Fate.DONE),
        late=sum(1 for one in counted if one.light == "red"),
        soon=sum(1 for one in counted if one.light == "amber"),
        percent=round(sum(one.percent for one in counted) / len(counted)) if counted else 0,
        expected=round(100 * gone / length),
    )
