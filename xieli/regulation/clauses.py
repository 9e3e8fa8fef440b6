"""The regulation's clauses in our own words: ids, titles and summaries in both languages, as data (text/*.toml).

Procedures, limits, records and indicators name the clause they serve by its id. Chapters ("4") and sections ("4.3") are
clauses too, with the clauses below them as children.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language

_TEXT = Path(__file__).parent / "text"


@dataclass(frozen=True)
class Clause:
    """One clause, section or chapter. The short title is 2–12 characters, the summary one to three sentences."""

    id: str
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str

    @property
    def title(self) -> str:
        """The title in the language of the reader."""
        return self.title_en if _english() else self.title_zh

    @property
    def summary(self) -> str:
        """The summary in the language of the reader."""
        return self.summary_en if _english() else self.summary_zh

    @property
    def parent(self) -> "Clause | None":
        """The section or chapter a clause belongs to."""
        above, _dot, _last = self.id.rpartition(".")
        return get(above) if above else None

    @property
    def path(self) -> "list[Clause]":
        """Chapter and section above a clause, outermost first."""
        return [] if self.parent is None else [*self.parent.path, self.parent]

    def __str__(self) -> str:
        return f"{self.id} {self.title}"

    def get_absolute_url(self) -> str:
        """The clause's page."""
        return reverse("regulation:clause", args=[self.id])


def get(id: str) -> Clause:
    """The clause with this id, such as "4.3.b", "4.3" or "4". KeyError for one that doesn't exist."""
    return _all()[id]


def exists(id: str) -> bool:
    """Whether there is a clause with this id."""
    return id in _all()


def all() -> list[Clause]:
    """Every chapter, section and clause, in the order of the regulation."""
    return list(_all().values())


def chapters() -> list[Clause]:
    """The chapters in order."""
    return children("")


def children(id: str) -> list[Clause]:
    """The clauses directly below one, in order; of "" the chapters."""
    return [clause for clause in _all().values() if clause.id.rpartition(".")[0] == id]


@cache
def _all() -> Mapping[str, Clause]:
    entries = {}
    for file in sorted(_TEXT.glob("*.toml")):
        for id, said in tomllib.loads(file.read_text()).items():
            entries[id] = Clause(id, said["zh"], said["en"], said["zh_summary"], said["en_summary"])
    return entries


def _english() -> bool:
    return (get_language() or "").startswith("en")
