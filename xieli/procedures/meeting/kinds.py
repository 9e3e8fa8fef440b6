"""The kinds of meetings: a new kind is a line here. What a kind's agenda begins with is named, and made in `agenda`;
who belongs to it by rule is named, and found in `circles`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xieli.matters.procedure import Label


@dataclass(frozen=True)
class Kind:
    """`regular`: there may be a series of it. `called`: somebody may call a single one. `agenda`: names of what it
    begins with (see `agenda.SOURCES`). `circle`: who always takes part (see `circles.CIRCLES`). `conveners`: the duties
    one of which its convener has (none: anybody). `asks`: each head is asked for progress and needs beforehand.
    """

    label: Label
    regular: bool = False
    called: bool = True
    agenda: tuple[str, ...] = ("still_open",)
    circle: str = ""
    conveners: tuple[str, ...] = ()
    asks: bool = False


LEADERS = ("executive", "general_manager")
KINDS: Mapping[str, Kind] = {
    "executive": Kind(
        _("高层例会"), regular=True, agenda=("still_open", "problems"), circle="executives", conveners=LEADERS,
    ),
    "heads": Kind(
        _("部门负责人协调会"), regular=True, agenda=("still_open", "overdue", "problems", "notices"), circle="heads",
        conveners=(*LEADERS, "pmo", "admin"), asks=True,
    ),
    "progress": Kind(_("项目推进会"), regular=True),
    "ad_hoc": Kind(_("专题协调会"), agenda=("concern", "still_open")),
}  # fmt: skip


def choices(*, regular: bool = False) -> list[tuple[str, Label]]:
    """The kinds that may be called, or that may be held regularly, with their labels."""
    return [(key, kind.label) for key, kind in KINDS.items() if (kind.regular if regular else kind.called)]
