"""How cells of these sheets are read, and the checks they share."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.core.sheets import Row


def several(cell: str) -> list[str]:
    """A list in one cell, separated by a pause mark, comma, semicolon or blank."""
    return [part for part in re.split(r"[、,，;；\s]+", cell) if part]


def several_of(choices: type[TextChoices]) -> Callable[[str], list[str]]:
    """Several labels or codes of `choices` in one cell, as codes."""
    known = {str(label): value for value, label in choices.choices} | {
        value: value for value in choices.values
    }

    def reader(cell: str) -> list[str]:
        parts = several(cell)
        if unknown := [part for part in parts if part not in known]:
            labels = listed(choices.labels)
            raise ValueError(
                _("不认识“%(unknown)s”，只能填 %(labels)s。") % {"unknown": unknown[0], "labels": labels}
            )
        return [known[part] for part in parts]

    return reader


def once(rows: Sequence[Row], keys: Sequence[str], sentence: str | Promise) -> None:
    """Refuse rows whose values under `keys` stand in the file more than once."""
    said = [tuple(row.values.get(key) for key in keys) for row in rows]
    counts = Counter(said)
    for row, values in zip(rows, said, strict=True):
        if all(values) and counts[values] > 1:
            row.refuse(sentence)


def known(rows: Iterable[Row], key: str, present: Iterable[str], sentence: str) -> None:
    """Refuse rows that name under `key` something not `present`; the sentence has %(said)s."""
    present = set(present)
    for row in rows:
        if (said := row.values.get(key)) and said not in present:
            row.refuse(sentence % {"said": said})
