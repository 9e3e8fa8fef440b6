"""The company's projects in two pictures, as numbers: bubbles (plan against done, by money) and a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import hypot, sqrt

from .axis import Axis, Scale, Tick
from .progress import Light

SIDE, MARGIN = 420, 44  # of the square that bubbles lie in, and the room for its scales
LARGEST, SMALLEST = 34, 7  # radius of a bubble
NEAR = 16  # bubbles whose middles are nearer than this hide each other's numbers
LIGHTS: tuple[Light, ...] = ("ok", "amber", "red")
ROW, HEAD, BAR, BAR_TOP = 40, 44, 14, 9
SHADOW, SHADOW_TOP = 5, 27


@dataclass(frozen=True)
class Entry:
    """What the pictures need of one project; percents from 0 to 100, budget in CNY.

    `planned_start` and `planned_finish` are baseline's; `milestones` are name, date, reached.
    """

    name: str
    url: str
    light: Light
    start: date
    finish: date
    planned_start: date
    planned_finish: date
    planned: float
    done: float
    budget: Decimal
    milestones: tuple[tuple[str, date, bool], ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class Bubble:
    """A circle for a project: how far it should be (right) against how far it is (up); its area is its budget.
    One circle for several `members` (number, project) that stand at one place."""

    members: tuple[tuple[int, Entry], ...]
    x: float
    y: float
    radius: float

    @property
    def number(self) -> int:
        """The number of the first."""
        return self.members[0][0]

    @property
    def entry(self) -> Entry:
        """The first."""
        return self.members[0][1]

    @property
    def light(self) -> Light:
        """The gravest of all."""
        return max((entry.light for _number, entry in self.members), key=LIGHTS.index)


@dataclass(frozen=True)
class Bubbles:
    """The picture; below the line from `origin` to the far corner a project is behind its plan."""

    bubbles: list[Bubble]
    ticks: list[tuple[int, float, float]]
    """Percent, where it stands on the lower scale, where on the left one."""
    side: int = SIDE + 2 * MARGIN
    near: int = MARGIN
    far: int = MARGIN + SIDE

    @property
    def groups(self) -> list[Bubble]:
        """The circles that stand for several projects, in the order of their first."""
        return sorted((one for one in self.bubbles if len(one.members) > 1), key=lambda one: one.number)


def bubbles(entries: Sequence[Entry]) -> Bubbles:
    """Entries numbered in their order; large circles come first, so that small ones lie on top."""
    most = max((entry.budget for entry in entries), default=Decimal(0))
    drawn = [_bubble(members, most) for members in _places(entries)]
    ticks = [(percent, _right(percent), _up(percent)) for percent in (0, 25, 50, 75, 100)]
    return Bubbles(sorted(drawn, key=lambda bubble: -bubble.radius), ticks)


def _places(entries: Sequence[Entry]) -> list[list[tuple[int, Entry]]]:
    """Numbered entries, those together that stand as good as at one place: at that of the first of them."""
    found: list[list[tuple[int, Entry]]] = []
    for number, entry in enumerate(entries, start=1):
        for members in found:
            first = members[0][1]
            if hypot(_right(first.planned) - _right(entry.planned), _up(first.done) - _up(entry.done)) < NEAR:
                members.append((number, entry))
                break
        else:
            found.append([(number, entry)])
    return found


def _bubble(members: Sequence[tuple[int, Entry]], most: Decimal) -> Bubble:
    entries = [entry for _number, entry in members]
    x = sum(_right(one.planned) for one in entries) / len(entries)
    y = sum(_up(one.done) for one in entries) / len(entries)
    budget = sum((one.budget for one in entries), Decimal(0))
    return Bubble(tuple(members), round(x, 1), round(y, 1), _radius(min(budget, most), most))


def _right(percent: float) -> float:
    return round(MARGIN + SIDE * min(100.0, max(0.0, percent)) / 100, 1)


def _up(percent: float) -> float:
    return round(MARGIN + SIDE - SIDE * min(100.0, max(0.0, percent)) / 100, 1)


def _radius(budget: Decimal, most: Decimal) -> float:
    if most <= 0:
        return SMALLEST
    return round(max(SMALLEST, LARGEST * sqrt(max(0.0, float(budget / most)))), 1)


@dataclass(frozen=True)
class Mark:
    """A milestone as a diamond."""

    name: str
    day: date
    reached: bool
    path: str


@dataclass(frozen=True)
class Span:
    """A project's row: `x` and `width` now, `shadow_x` and `shadow_width` by baseline, `done` of the width is done."""

    entry: Entry
    y: float
    x: float
    width: float
    done: float
    shadow_x: float
    shadow_width: float
    marks: list[Mark]

    @property
    def bar_y(self) -> float:
        """The top of the bar."""
        return self.y + BAR_TOP

    @property
    def shadow_y(self) -> float:
        """The top of baseline's bar."""
        return self.y + SHADOW_TOP

    @property
    def foot(self) -> float:
        """Where the row ends."""
        return self.y + ROW - 0.5


@dataclass(frozen=True)
class Timeline:
    """The picture; the ticks stand in a head of their own."""

    spans: list[Span]
    upper: list[Tick]
    lower: list[Tick]
    today: float | None
    width: float
    height: float
    head: int = HEAD
    bar: int = BAR
    shadow: int = SHADOW


def timeline(entries: Sequence[Entry], today: date, scale: Scale = "month") -> Timeline:
    """Entries in their order, over the time of all of them and today."""
    dates = [day for e in entries for day in (e.start, e.finish, e.planned_start, e.planned_finish)]
    axis = Axis.around(min([*dates, today]), max([*dates, today]), scale)
    spans = [_span(entry, place * ROW, axis) for place, entry in enumerate(entries)]
    shown = axis.x(today) + axis.day_width / 2 if today <= axis.last else None
    return Timeline(spans, axis.upper(), axis.lower(), shown, axis.width, ROW * len(spans))


def _span(entry: Entry, y: float, axis: Axis) -> Span:
    x, width = _stretch(axis, entry.start, entry.finish)
    shadow_x, shadow_width = _stretch(axis, entry.planned_start, entry.planned_finish)
    marks = [
        Mark(name, day, reached, _diamond(axis.x(day) + axis.day_width / 2, y + BAR_TOP + BAR / 2))
        for name, day, reached in entry.milestones
    ]
    return Span(entry, y, x, width, round(width * entry.done / 100, 1), shadow_x, shadow_width, marks)


def _stretch(axis: Axis, first: date, last: date) -> tuple[float, float]:
    x, end = axis.x(first), axis.x(last) + axis.day_width
    return x, max(0.0, min(end, axis.width) - x)


def _diamond(x: float, y: float) -> str:
    return f"M{x:g} {y - 6:g}l6 6l-6 6l-6 -6z"
