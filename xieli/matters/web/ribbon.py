"""责任带 as pages draw it: the stretches of `queries.story` with words, shares and links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core import durations
from xieli.matters.procedure import Procedure
from xieli.matters.queries.story import Segment as Stretch

LEAST_SHARE = 2


@dataclass(frozen=True)
class Segment:
    """One stretch as `<c-ribbon>` and `<c-ribbon-table>` read it. `share`: hundredths of the whole."""

    kind: str
    share: int
    label: str
    title: str
    url: str
    holder: str
    person: str
    step: str | Promise
    since: datetime
    until: datetime
    span: str
    state: str


def drawn(procedure: Procedure, stretches: Sequence[Stretch]) -> list[Segment]:
    """The stretches with words; what took no working time at all is left out unless it is all there is."""
    shown = [one for one in stretches if one.seconds > 0 or one.running] or list(stretches)
    total = sum(one.seconds for one in shown)
    return [_segment(procedure, one, share_of(one.seconds, total, len(shown))) for one in shown]


def totals(stretches: Iterable[Stretch]) -> tuple[int, int]:
    """Working seconds held and paused."""
    held = paused = 0
    for one in stretches:
        if one.colour == "pause":
            paused += one.seconds
        else:
            held += one.seconds
    return held, paused


def share_of(seconds: int, total: int, count: int) -> int:
    """Hundredths of the whole; none so small that it can't be seen or clicked."""
    share = round(100 * seconds / total) if total else round(100 / count)
    return LEAST_SHARE if share < LEAST_SHARE else 100 if share > 100 else share


# What is said of each kind of stretch.
WORDS = {
    "pause": gettext_lazy("暂停"),
    "red": gettext_lazy("超时"),
    "blue": gettext_lazy("办理中"),
    "ok": gettext_lazy("已办"),
}


def _segment(procedure: Procedure, one: Stretch, share: int) -> Segment:
    holder = one.department.name if one.department else ""
    person = one.person.name if one.person else ""
    short = (one.department.short_name or one.department.name) if one.department else person
    step = procedure.step_label(one.item.step)
    kind = _kind(procedure, one)
    brief = durations.brief(one.seconds)
    state = str(WORDS[kind])
    label = f"{short} {brief}" + ("…" if one.running else "")
    if kind == "pause":
        label = f"{step} {brief}"
    elif kind == "red":
        label = _("%(who)s 超 %(span)s") % {"who": short, "span": brief}
    span = durations.spoken(one.seconds, "W")
    title = " · ".join(str(part) for part in (holder or person, step, span, state) if part)
    url = f"#item-{one.item.pk}"
    return Segment(kind, share, label, title, url, holder, person, step, one.begin, one.end, span, state)


def _kind(procedure: Procedure, one: Stretch) -> str:
    """Resting where a clock was paused or the state itself waits for somebody outside; blue while it runs: amber
    is left to warnings."""
    if one.colour == "pause" or one.item.step in procedure.resting:
        return "pause"
    if one.colour == "red":
        return "red"
    return "blue" if one.running else "ok"
