"""The kinds of meetings: a new kind is a line here. What a kind's agenda begins with is named, and made in `agenda`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xieli.matters.procedure import Label


@dataclass(frozen=True)
class Kind:
    """`regular`: there may be a series of it. `called`: somebody may call a single one. `agenda`: names of what it
    begins with (see `agenda.SOURCES`). `weeks`: the usual period of a series."""

    label: Label
    regular: bool = False
    called: bool = True
    weeks: int = 2
    agenda: tuple[str, ...] = ("still_open",)


KINDS: Mapping[str, Kind] = {
    "progress": Kind(_("项目推进会"), regular=True),
    "ad_hoc": Kind(_("专题协调会"), agenda=("concern", "still_open")),
}


def choices(*, regular: bool = False) -> list[tuple[str, Label]]:
    """The kinds that may be called, or that may be held regularly, with their labels."""
    return [(key, kind.label) for key, kind in KINDS.items() if (kind.regular if regular else kind.called)]
