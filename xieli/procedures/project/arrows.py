"""The arrows of a Gantt chart: right-angled ways from one bar to the other, by kind of link."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from .plan import Dependency, Plan
from .schedule import Schedule

OUT = 7  # how far an arrow leaves a bar before it turns
TIP = 5


class Place(Protocol):
    """Where a bar stands."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def middle(self) -> float: ...
    @property
    def height(self) -> float: ...


@dataclass(frozen=True)
class Arrow:
    """A way with its tip, both as path strings; `tight` where the link holds the critical path."""

    before: str
    after: str
    path: str
    tip: str
    tight: bool


def arrows(plan: Plan, bars: Mapping[str, Place], hidden: Mapping[str, str], dates: Schedule) -> list[Arrow]:
    """The arrows between bars that are drawn; a folded phase stands for the lines it hides."""
    found: dict[tuple[str, str, str], Arrow] = {}
    for link in plan.dependencies:
        before, after = hidden.get(link.before, link.before), hidden.get(link.after, link.after)
        if before != after and before in bars and after in bars:
            tight = dates[link.before].critical and dates[link.after].critical
            arrow = _arrow(link, before, after, bars, tight)
            if (known := found.get((before, after, link.kind))) is None or tight > known.tight:
                found[before, after, link.kind] = arrow
    return list(found.values())


def _arrow(link: Dependency, before: str, after: str, bars: Mapping[str, Place], tight: bool) -> Arrow:
    a, b = bars[before], bars[after]
    leaves_right, enters_right = link.kind != "SS", link.kind == "FF"
    start = _edge(a, right=leaves_right)
    end = _edge(b, right=enters_right)
    steps = [f"M{start:g} {a.middle:g}", *_way(a, b, start, end, leaves_right, enters_right)]
    back = TIP if enters_right else -TIP
    tip = f"M{end:g} {b.middle:g}l{back:g} -3.5v7z"
    return Arrow(before, after, "".join(steps), tip, tight)


def _edge(bar: Place, *, right: bool) -> float:
    """Where an arrow leaves or enters: the end of a bar, the corner of a milestone's diamond."""
    if bar.x == bar.end:
        return bar.x + bar.height / 2 if right else bar.x - bar.height / 2
    return bar.end if right else bar.x


def _way(
    a: Place, b: Place, start: float, end: float, leaves_right: bool, enters_right: bool
) -> Iterator[str]:
    if leaves_right == enters_right:  # FF and SS: outside round both
        turn = max(start, end) + OUT if leaves_right else min(start, end) - OUT
        yield f"H{turn:g}V{b.middle:g}H{end:g}"
    elif end - start >= 2 * OUT:
        yield f"H{start + OUT:g}V{b.middle:g}H{end:g}"
    else:  # the bar begins before the other ends: down between the rows and back
        between = (a.y + a.height + 4) if b.middle > a.middle else (a.y - 4)
        yield f"H{start + OUT:g}V{between:g}H{end - OUT:g}V{b.middle:g}H{end:g}"
