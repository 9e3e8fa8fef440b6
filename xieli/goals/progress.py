"""How far goals are: rolled up from their measures and the goals below them. Pure functions over plain figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# First and last month of a period.
MONTHS = {
    "year": (1, 12), "h1": (1, 6), "h2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
}  # fmt: skip
BEHIND, FAR_BEHIND = 10, 20  # points behind what the date asks for: amber, red


@dataclass(frozen=True)
class Node:
    """A goal as its progress needs it: what it counts for above, and the shares of its measures (share, weight)."""

    pk: int
    parent: int | None
    weight: int
    measures: tuple[tuple[Decimal, int], ...] = ()


def share(start: Decimal, target: Decimal, actual: Decimal | None) -> Decimal:
    """How much of the way from start to target is done, 0 to 1; nothing recorded yet is nothing done."""
    if actual is None:
        return Decimal(0)
    return min(Decimal(1), max(Decimal(0), (actual - start) / (target - start)))


def roll_up(nodes: Iterable[Node]) -> dict[int, int | None]:
    """Goal → percent: the weighted mean of its measures and of the goals below it; None where nothing is measured."""
    below: dict[int | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    found: dict[int, Decimal | None] = {}

    def of(node: Node) -> Decimal | None:
        parts = list(node.measures)
        for child in below.get(node.pk, ()):
            done = of(child)
            if done is not None:
                parts.append((done, child.weight))
        total = sum(weight for _done, weight in parts)
        found[node.pk] = sum((done * weight for done, weight in parts), Decimal(0)) / total if total else None
        return found[node.pk]

    known = {node.pk for nodes in below.values() for node in nodes}
    for parent, top in below.items():
        if parent is None or parent not in known:
            for node in top:
                of(node)
    return {pk: None if done is None else round(done * 100) for pk, done in found.items()}


def elapsed(year: int, period: str, today: date) -> int:
    """Percent of the period that is over at the end of `today`."""
    first, last = MONTHS[period]
    begin, end = date(year, first, 1), date(year + last // 12, last % 12 + 1, 1)
    done = (min(max(today, begin), end) - begin).days + (begin <= today < end)
    return round(100 * done / (end - begin).days)


def light(percent: int | None, expected: int, closed: bool) -> str:
    """ok, amber or red by how far progress is behind the calendar; none where nothing is measured."""
    if percent is None or closed:
        return "none"
    behind = expected - percent
    return "red" if behind >= FAR_BEHIND else "amber" if behind >= BEHIND else "ok"
