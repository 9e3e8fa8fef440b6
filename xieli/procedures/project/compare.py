"""What a plan change changes: line by line, whom it concerns, how far end and money move (clause 4.1).

The order of lines is no difference. Dates that follow from others are told beside those that were written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

from xieli.worktime.working_days import WorkingDays

from .edits import Edit, edits
from .plan import Plan
from .schedule import Actual, Dates, Schedule, schedule

TENTH = 10  # more than a tenth of baseline's duration or budget needs the general manager


@dataclass(frozen=True)
class Move:
    """A line that both plans have and whose dates differ, though perhaps nobody wrote to it."""

    code: str
    name: str
    before: Dates
    after: Dates
    days: int
    """By how many working days its finish moves; negative: earlier."""


@dataclass(frozen=True)
class Difference:
    """Two plans side by side. `edits` is what was written, `moves` what follows from it in dates."""

    old: Plan
    new: Plan
    before: Schedule
    after: Schedule
    edits: tuple[Edit, ...]
    moves: tuple[Move, ...]

    def __bool__(self) -> bool:
        return bool(self.edits)

    def of(self, area: Literal["dates", "scope", "people", "money", "criteria"]) -> list[Edit]:
        """The edits of one area."""
        return [edit for edit in self.edits if edit.area == area]

    @cached_property
    def departments(self) -> frozenset[int]:
        """Everybody concerned: whose lines are written to, linked anew or moved, who judges, who has a part."""
        codes = {code for edit in self.edits for code in edit.codes} | {move.code for move in self.moves}
        lines = [
            plan.by_code[code] for plan in (self.old, self.new) for code in codes if code in plan.by_code
        ]
        named = {department for edit in self.edits for department in edit.departments}
        return frozenset(named | {line.department for line in lines if line.department is not None})

    @cached_property
    def days(self) -> int:
        """By how many working days the end moves; negative: earlier."""
        counted = self.before.days
        return counted.past(self.after.finish) - counted.past(self.before.finish)

    @cached_property
    def money(self) -> Decimal:
        """By how much the budget moves, in CNY."""
        return self.new.total - self.old.total

    @cached_property
    def days_percent(self) -> Decimal:
        """The move of the end in percent of baseline's duration, to one decimal."""
        return _percent(Decimal(self.days), Decimal(self.before.length))

    @cached_property
    def money_percent(self) -> Decimal:
        """The move of the budget in percent of baseline's, to one decimal; 100 for money where none was."""
        return _percent(self.money, self.old.total)

    @cached_property
    def over_a_tenth(self) -> bool:
        """Whether end or budget moves, either way, by more than 10 %: exactly, not as rounded for showing."""
        return (
            abs(self.days) * TENTH > self.before.length
            or abs(self.money) * TENTH > self.old.total  # of nothing
        )

    @cached_property
    def within_float(self) -> bool:
        """Whether this only re-dates lines inside their slack, which is no plan change.

        That is: nothing but dates of lines is written; no milestone, not the end and no other department's line
        moves; and no line ends later than its slack in the old plan allows.
        """
        if not self.edits or any(
            edit.what not in ("task", "link") or edit.area != "dates" for edit in self.edits
        ):
            return False
        written = {code for edit in self.edits for code in edit.codes}
        if any(self.old.by_code[code].kind != "task" for code in written):
            return False
        moved = [move for move in self.moves if self.old.by_code[move.code].kind != "phase"]
        lines = [self.old.by_code[code] for code in written | {move.code for move in moved}]
        return (
            self.days == 0
            and len({line.department for line in lines}) == 1
            and all(line.kind == "task" for line in lines)
            and all(move.after.finish <= move.before.late_finish for move in moved)
        )


def compare(
    old: Plan,
    new: Plan,
    days: WorkingDays,
    actual: Mapping[str, Actual] | None = None,
    today: date | None = None,
) -> Difference:
    """The difference of two plans without `problems`, both as they fall with the same facts."""
    before, after = schedule(old, days, actual, today), schedule(new, days, actual, today)
    moves = [
        Move(
            task.code,
            task.name,
            before[task.code],
            after[task.code],
            days.past(after[task.code].finish) - days.past(before[task.code].finish),
        )
        for task in new.tasks
        if task.code in before.lines and _moved(before[task.code], after[task.code])
    ]
    return Difference(old, new, before, after, tuple(edits(old, new)), tuple(moves))


def _moved(before: Dates, after: Dates) -> bool:
    return (before.start, before.finish) != (after.start, after.finish)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        return Decimal(100) if part else Decimal(0)
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def side_by_side(difference: Difference) -> Sequence[tuple[str, Dates | None, Dates | None]]:
    """Every line of either plan in the new plan's order, removed ones last: code, dates before, dates after."""
    codes = [task.code for task in difference.new.tasks]
    codes += [task.code for task in difference.old.tasks if task.code not in difference.new.by_code]
    before, after = difference.before.lines, difference.after.lines
    return [(code, before.get(code), after.get(code)) for code in codes]
