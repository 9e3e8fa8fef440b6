"""The Gantt chart as numbers: rows, bars with baseline and progress, milestones, arrows, ticks. A template draws it.

Units are those of the drawing; a row's y is its top. Nothing is computed in the template, nothing drawn here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from .arrows import Arrow, arrows
from .axis import Axis, Scale, Tick
from .outline import Line, children, outline
from .plan import Plan, Task
from .schedule import Dates, Schedule

ROW, HEAD = 36, 44
BAR, BAR_TOP = 16, 7
SHADOW, SHADOW_TOP = 5, 26
PAGE = 200


@dataclass(frozen=True)
class Bar:
    """A stretch from x on; a milestone's is of no width and stands at the middle of its day."""

    x: float
    y: float
    width: float
    height: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Halfway down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Row:
    """A line of the chart; `shadow` is where baseline had it, `done` the width of what is done."""

    line: Line
    dates: Dates
    y: float
    bar: Bar
    shadow: Bar | None
    done: float
    percent: int
    late: int
    """Working days by which its end lies behind baseline's; negative: before."""
    parts: int
    """How many lines are directly under it; 0 for work."""
    folded: bool
    toggled: str
    """The phases folded when this one is opened or folded, joined by commas: what its link says."""
    shape: str
    """A milestone's diamond or a phase's bracket as a path; "" for work, which is a rectangle."""

    @property
    def task(self) -> Task:
        """The plan's line."""
        return self.line.task

    @property
    def state(self) -> str:
        """done, critical or open: the bar's look."""
        return "done" if self.dates.done else "critical" if self.dates.critical else "open"

    @property
    def movable(self) -> bool:
        """Whether drawing it makes sense: work or a milestone that is still to come."""
        return self.task.kind != "phase" and not self.dates.done

    @property
    def ahead(self) -> int:
        """Working days by which its end lies before baseline's."""
        return -self.late

    @property
    def foot(self) -> float:
        """Where the row ends."""
        return self.y + ROW - 0.5

    @property
    def edge(self) -> float:
        """Where the handle begins by which its end is drawn."""
        return self.bar.end - min(8, self.bar.width / 3)

    @property
    def indent(self) -> int:
        """The level as far as the list of names shows it."""
        return min(self.line.level, 5)


@dataclass(frozen=True)
class Chart:
    """Everything a template needs; `page` of `pages`, both from 1."""

    axis: Axis
    rows: list[Row]
    arrows: list[Arrow]
    rests: list[Tick]
    upper: list[Tick]
    lower: list[Tick]
    worked: str
    today: float | None
    page: int = 1
    pages: int = 1
    lines: int = 0
    head: int = HEAD
    folded: frozenset[str] = field(default_factory=frozenset)
    progress: bool = True
    """Whether it tells what is done; a plan alone knows nothing of that."""

    @property
    def before(self) -> int:
        """The page before this."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after this."""
        return self.page + 1

    @property
    def width(self) -> float:
        """The whole drawing's."""
        return self.axis.width

    @property
    def height(self) -> float:
        """That of the rows; the ticks stand in a head of their own, which stays while rows scroll."""
        return ROW * len(self.rows)


def gantt(
    plan: Plan,
    dates: Schedule,
    *,
    today: date,
    baseline: Schedule | None = None,
    percents: Mapping[str, int] | None = None,
    scale: Scale = "week",
    folded: Collection[str] = (),
    page: int = 1,
    per_page: int = PAGE,
) -> Chart:
    """The chart of a plan at its `dates`, those of the given page; `folded` phases hide what is under them.

    `percents` is what is done of each line; a phase has what its lines have by their days. The axis spans the whole
    plan whatever the page, so that turning pages moves nothing sideways.
    """
    lines, hidden = _shown(outline(plan), folded)
    pages = max(1, ceil(len(lines) / per_page))
    page = min(max(1, page), pages)
    axis = _axis(dates, baseline, today, scale)
    below = children(plan)
    done = _percents(plan, dates, percents or {})
    rows = [
        _row(
            line,
            place,
            axis,
            dates,
            baseline,
            done[line.task.code],
            len(below.get(line.task.code, ())),
            folded,
        )
        for place, line in enumerate(lines[(page - 1) * per_page : page * per_page])
    ]
    return Chart(
        axis,
        rows,
        arrows(plan, {row.task.code: row.bar for row in rows}, hidden, dates),
        axis.rests(dates.days),
        axis.upper(),
        axis.lower(),
        axis.worked(dates.days),
        axis.x(today) + axis.day_width / 2 if axis.first <= today <= axis.last else None,
        page,
        pages,
        len(lines),
        folded=frozenset(folded) & plan.by_code.keys(),
        progress=percents is not None,
    )


def _shown(lines: list[Line], folded: Collection[str]) -> tuple[list[Line], dict[str, str]]:
    """The lines to be seen, and for those that are not the folded phase that stands for them."""
    shown: list[Line] = []
    hidden: dict[str, str] = {}
    for line in lines:
        above = line.task.parent
        if above in hidden or above in folded:
            hidden[line.task.code] = hidden.get(above, above)
        else:
            shown.append(line)
    return shown, hidden


def _axis(dates: Schedule, baseline: Schedule | None, today: date, scale: Scale) -> Axis:
    first, last = [dates.start], [dates.finish]
    if baseline is not None:
        first.append(baseline.start)
        last.append(baseline.finish)
    # Today is shown where it is near: a project of last year doesn't get a year of nothing.
    if (today - min(first)).days >= -31 and (today - max(last)).days <= 31:
        first.append(today)
        last.append(today)
    return Axis.around(min(first), max(last), scale)


def _percents(plan: Plan, dates: Schedule, percents: Mapping[str, int]) -> dict[str, int]:
    """What is done of every line, phases by the days of theirs."""
    work: dict[str, float] = {}
    whole: dict[str, float] = {}
    found: dict[str, int] = {}
    for line in reversed(outline(plan)):
        task = line.task
        if task.kind == "phase":
            days, done = whole.get(task.code, 0), work.get(task.code, 0)
            found[task.code] = int(100 * done / days) if days else 0
        else:
            percent = 100 if dates[task.code].done else min(100, max(0, percents.get(task.code, 0)))
            found[task.code] = percent
            days = max(task.days, 1)
            done = days * percent / 100
        work[task.parent] = work.get(task.parent, 0) + done
        whole[task.parent] = whole.get(task.parent, 0) + days
    return found


def _row(
    line: Line,
    place: int,
    axis: Axis,
    dates: Schedule,
    baseline: Schedule | None,
    percent: int,
    parts: int,
    folded: Collection[str],
) -> Row:
    task, now = line.task, dates[line.task.code]
    planned = baseline.lines.get(task.code) if baseline is not None else None
    y = float(place * ROW)
    bar = _bar(axis, task, now, y + BAR_TOP, BAR)
    return Row(
        line,
        now,
        y,
        bar,
        _bar(axis, task, planned, y + SHADOW_TOP, SHADOW) if planned else None,
        round(bar.width * percent / 100, 1),
        percent,
        dates.days.past(now.finish) - dates.days.past(planned.finish) if planned else 0,
        parts,
        task.code in folded,
        ",".join(sorted(set(folded) ^ {task.code})) if parts else "",
        _SHAPES[task.kind](bar),
    )


def _bar(axis: Axis, task: Task, dates: Dates, y: float, height: float) -> Bar:
    if task.kind == "milestone":
        return Bar(axis.x(dates.finish) + axis.day_width / 2, y, 0, height)
    x = axis.x(dates.start)
    return Bar(x, y, axis.x(dates.finish) + axis.day_width - x, height)


def _bracket(bar: Bar) -> str:
    x, y, end, foot = bar.x, bar.y + 2, bar.end, min(5, bar.width / 2)
    return f"M{x:g} {y:g}H{end:g}v13l{-foot:g} -6H{x + foot:g}l{-foot:g} 6z"


def _diamond(bar: Bar) -> str:
    half = bar.height / 2
    return f"M{bar.x:g} {bar.y:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}z"


_SHAPES: Mapping[str, Callable[[Bar], str]] = {
    "milestone": _diamond,
    "phase": _bracket,
    "task": lambda bar: "",
}
