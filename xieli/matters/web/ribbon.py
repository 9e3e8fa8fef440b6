"""责任带 as pages draw it: the stretches of `queries.story` with words, shares and links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xieli.core import durations
from xieli.matters.models import WorkItem
from xieli.matters.procedure import Procedure
from xieli.matters.queries.story import Segment as Stretch
from xieli.matters.queries.story import pieces

from .names import step_label

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
    return [_segment(procedure, one, _share(one.seconds, total, len(shown))) for one in shown]


def mini(procedure: Procedure, items: Iterable[WorkItem], now: datetime) -> list[Segment]:
    """The thin ribbon of a list from a matter's main items, oldest first; pauses show by the state alone."""
    return drawn(procedure, [piece for item in items for piece in pieces(item, [], now)])


def totals(stretches: Iterable[Stretch]) -> tuple[int, int]:
    """Working seconds held and paused."""
    held = paused = 0
    for one in stretches:
        if one.colour == "pause":
            paused += one.seconds
        else:
            held += one.seconds
    return held, paused


def _share(seconds: int, total: int, count: int) -> int:
    """None so small that it can't be seen or clicked."""
    share = round(100 * seconds / total) if total else round(100 / count)
    return min(100, max(LEAST_SHARE, share))


def _segment(procedure: Procedure, one: Stretch, share: int) -> Segment:
    holder = one.department.name if one.department else ""
    person = one.person.name if one.person else ""
    short = (one.department.short_name or one.department.name) if one.department else person
    step = step_label(procedure, one.item.step)
    kind = _kind(procedure, one)
    brief = durations.brief(one.seconds)
    words = {"pause": _("暂停"), "red": _("超时"), "amber": _("办理中"), "ok": _("已办")}
    label = f"{short} {brief}" + ("…" if one.running else "")
    if kind == "pause":
        label = f"{step} {brief}"
    elif kind == "red":
        label = _("%(who)s 超 %(span)s") % {"who": short, "span": brief}
    span = durations.spoken(one.seconds, "W")
    title = " · ".join(str(part) for part in (holder or person, step, span, words[kind]) if part)
    url = f"#item-{one.item.pk}"
    return Segment(
        kind, share, label, title, url, holder, person, step, one.begin, one.end, span, words[kind]
    )


def _kind(procedure: Procedure, one: Stretch) -> str:
    """Resting where a clock was paused or the state itself waits for somebody outside; amber while it runs."""
    state = next(
        (state for state in procedure.states.values() if state.owed and state.owed.step == one.item.step),
        None,
    )
    if one.colour == "pause" or (state is not None and state.pauses):
        return "pause"
    if one.colour == "red":
        return "red"
    return "amber" if one.running else "ok"
