"""What came of reading a file: a plan or the faults that keep it from being one, and what it could not keep."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..plan import Plan


@dataclass(frozen=True)
class Fault:
    """Something to mend in the file: `line` as the file counts it (0: the whole), `sheet` where it has several."""

    line: int
    text: str
    sheet: str = ""


@dataclass
class Reading:
    """`plan` is None where there are faults; `notes` are sentences about what was left out or rounded."""

    plan: Plan | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class FileError(ValueError):
    """The file can't be read at all; the message says why and, where it is known, in which line."""


@dataclass(frozen=True)
class Names:
    """Departments and people as files call them. A name that two bear names neither."""

    departments: Mapping[int, str]
    people: Mapping[int, str]

    def department(self, name: str) -> int | None:
        """The one department of this name."""
        return self._departments.get(name)

    def person(self, name: str) -> int | None:
        """The one person of this name."""
        return self._people.get(name)

    @cached_property
    def _departments(self) -> Mapping[str, int]:
        return _unique(self.departments)

    @cached_property
    def _people(self) -> Mapping[str, int]:
        return _unique(self.people)


def _unique(names: Mapping[int, str]) -> Mapping[str, int]:
    times = Counter(names.values())
    return {name: key for key, name in names.items() if times[name] == 1}
