"""The two passes of the critical path method over numbered lines: pure integers, each link looked at once a pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .plan import Dependency

_NEVER = -(10**9)


@dataclass
class Bound:
    """What a line is held to besides its links, in positions.

    `start` and `finish` are set where they happened; `reached` holds the two positions a milestone's day lies
    between, once it was reached.
    """

    days: int
    earliest: int
    least_finish: int = _NEVER
    start: int | None = None
    finish: int | None = None
    milestone: bool = False
    reached: tuple[int, int] | None = None

    @property
    def happened(self) -> bool:
        """Whether it is over."""
        return self.finish is not None or self.reached is not None


class Network:
    """Lines by place and their links; `order` lists the places so that each comes after what it waits for.

    `order` is shorter than the lines where some wait for each other.
    """

    def __init__(self, codes: Sequence[str], dependencies: Iterable[Dependency]) -> None:
        place = {code: at for at, code in enumerate(codes)}
        self.links: list[list[tuple[int, str, int]]] = [[] for _code in codes]
        waits_for = [0] * len(codes)
        for one in dependencies:
            self.links[place[one.before]].append((place[one.after], one.kind, one.lag))
            waits_for[place[one.after]] += 1
        self.order = [at for at, count in enumerate(waits_for) if not count]
        for at in self.order:
            for other, _kind, _lag in self.links[at]:
                waits_for[other] -= 1
                if not waits_for[other]:
                    self.order.append(other)

    def run(self, bounds: Sequence[Bound]) -> None:
        """Both passes: dates early and late, and what the links alone ask of starts (`after`) and ends (`until`)."""
        self.bounds = bounds
        size = len(bounds)
        self.after, self.until = [_NEVER] * size, [_NEVER] * size
        self.start, self.finish = [0] * size, [0] * size
        for at in self.order:
            self._settle(at)
            for other, kind, lag in self.links[at]:
                asked, base = (
                    (self.until if kind == "FF" else self.after),
                    self.start if kind == "SS" else self.finish,
                )
                asked[other] = max(asked[other], base[at] + lag)
        end = max(self.finish, default=0)
        self.late_start, self.late_finish = [0] * size, [end] * size
        for at in reversed(self.order):
            for other, kind, lag in self.links[at]:
                self._hold_back(at, other, kind, lag)
            self.late_start[at] = self.late_finish[at] - (self.finish[at] - self.start[at])

    def asked(self, at: int) -> int:
        """The position before which the links don't let a line start."""
        return max(self.after[at], self.until[at] - self.bounds[at].days)

    def slack(self, at: int) -> int:
        """How many working days a line may slip before the end moves."""
        return self.late_finish[at] - self.finish[at]

    def _settle(self, at: int) -> None:
        bound = self.bounds[at]
        if bound.reached:
            opening, close = bound.reached
            self.start[at] = self.finish[at] = opening if self.asked(at) <= opening else close
            return
        start = max(bound.earliest, self.asked(at)) if bound.start is None else bound.start
        if bound.finish is not None:
            finish = bound.finish
        elif bound.start is None:
            finish = max(start + bound.days, bound.least_finish)
        else:
            finish = max(bound.least_finish, self.until[at])
        self.start[at], self.finish[at] = start, finish

    def _hold_back(self, at: int, other: int, kind: str, lag: int) -> None:
        """A line must not end later than lets the one behind it keep its latest dates. Facts hold nothing back."""
        bound = self.bounds[other]
        if bound.happened or (bound.start is not None and kind != "FF"):
            return
        if kind == "FF":
            latest = self.late_finish[other] - lag
        elif kind == "FS":
            latest = self.late_start[other] - lag
        elif self.bounds[at].start is None and not self.bounds[at].happened:
            latest = self.late_start[other] - lag + self.finish[at] - self.start[at]
        else:
            return
        self.late_finish[at] = min(self.late_finish[at], latest)
