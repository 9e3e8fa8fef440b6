"""经过 as pages show it: the lines of `queries.story` in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xieli.core.marks import labelled, listed
from xieli.core.richtext import masked
from xieli.core.templatetags.xieli import when
from xieli.matters.commands.declared import form_named
from xieli.matters.forms import GROUNDS
from xieli.matters.models import Alert, Event, WorkItem
from xieli.matters.procedure import Procedure
from xieli.matters.queries import blind
from xieli.matters.queries.story import Line
from xieli.matters.scene import Scene
from xieli.organisation.models import Person

from .names import action_label, clock_label, department_name, person_name, state_label
from .revised import PERSONAL

SILENT = ("comment", "follow", "unfollow")
NEWEST = 60
HOLDERS = 5
LONG_RUN = 4
ROUTINE_VERBS = ("acknowledge",)
ALL = 5000


@dataclass
class Entry:
    """One line: who did what for whom, what it changed, in whose words; or a warning (`colour` set)."""

    at: datetime
    what: str | Promise
    who: str = ""
    department: str = ""
    on_behalf: str = ""
    move: str = ""
    notes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    counts: str = ""
    colour: str = ""
    routine: bool = False


@dataclass(frozen=True)
class Run:
    """Routine lines in a row, newest first: said in one line, which opens to all of them."""

    lines: list[Entry]

    @property
    def said(self) -> str:
        """How often what, the most frequent first: 12 次推进计划、3 次填写项目周报."""
        often = Counter(str(one.what) for one in self.lines).most_common()
        return listed(_("%(n)s 次%(what)s") % {"n": n, "what": what} for what, n in often)


def entries(
    scene: Scene, lines: list[Line], items: Iterable[WorkItem], reader: Person, *, everything: bool = False
) -> tuple[list[Entry], bool]:
    """The lines as `reader` may read them, newest first, and whether older ones were left out."""
    procedure, hidden = scene.procedure, blind.rounds(scene)
    more = not everything and len(lines) > NEWEST
    judged = {item.closed_seq: item for item in items if item.info_ok is False and item.closed_seq}
    found = []
    for line in lines[:NEWEST] if more else lines:
        if line.alert is not None:
            found.append(_warning(procedure, line.alert))
        elif line.event is not None and blind.hides(line.event, hidden, reader.pk):
            found.append(_said(line.event))
        elif line.event is not None and line.event.action not in SILENT:
            texts = [masked(words) for name, words in line.texts if words and name not in PERSONAL]
            found.append(_act(procedure, line.event, texts, judged.get(line.event.seq)))
    return found, more


def in_runs(lines: Iterable[Entry]) -> Iterable[Entry | Run]:
    """The lines, with every run of at least `LONG_RUN` routine ones taken together."""
    for routine, group in groupby(lines, key=lambda one: one.routine):
        found = list(group)
        if routine and len(found) >= LONG_RUN:
            yield Run(found)
        else:
            yield from found


def _is_routine(procedure: Procedure, event: Event) -> bool:
    """It left the matter where it was, and is declared to come again and again, or somebody only signed for it."""
    declared = procedure.actions.get(event.action)
    routine = declared.routine if declared is not None else event.action in ROUTINE_VERBS
    return routine and event.from_state == event.to_state


def _act(procedure: Procedure, event: Event, texts: list[str], judged: WorkItem | None) -> Entry:
    entry = Entry(
        at=event.at,
        what=action_label(procedure, event.action, event.facts.get("asked", "")),
        who=person_name(event.actor_id) or actor_word(event),
        department=department_name(event.department_id) if event.actor_id else "",
        texts=texts,
        notes=[*_answer(procedure, event), *notes_of(procedure, event.facts)],
        routine=judged is None and _is_routine(procedure, event),
    )
    if event.principal_id != event.actor_id:
        entry.on_behalf = person_name(event.principal_id)
    if event.from_state != event.to_state and event.from_state:
        entry.move = str(state_label(procedure, event.to_state))
    if judged is not None:
        entry.notes.append(str(dict(GROUNDS).get(judged.ground, judged.ground)))
        sender = department_name(judged.sender_department_id)
        entry.counts = _("计入 %(department)s 信息沟通准确率") % {"department": sender} if sender else ""
    return entry


def _answer(procedure: Procedure, event: Event) -> Iterable[str]:
    """What was answered, where the form of the act is a question with given answers."""
    asked = event.facts.get("asked", "")
    rule = procedure.sides.get(asked) if asked else procedure.actions.get(event.action)
    form = form_named(procedure, rule.form) if rule is not None and rule.form else None
    if form is not None and form.answers:
        given = (event.facts.get("data") or {}).get(form.answers)
        choices: Any = form.base_fields[form.answers]
        yield from (str(label) for value, label in choices.choices if value == given)


def _said(event: Event) -> Entry:
    """Somebody has spoken in a blind round: that, and nothing of what."""
    return Entry(
        at=event.at,
        what=_("已提交意见，收齐后公开"),
        who=event.actor.name if event.actor else "",
        department=event.department.name if event.department else "",
    )


def actor_word(event: Event) -> str:
    """Who acted where it was no employee."""
    words = {"customer": _("客户"), "system": _("系统"), "api": _("外部系统"), "anonymous": _("匿名")}
    return words.get(event.actor_kind, event.actor_ref)


def notes_of(procedure: Procedure, facts: Mapping[str, Any]) -> Iterable[str]:
    """The few facts of an act worth a word in the line: number, new holder, progress, moved clocks."""
    if number := facts.get("number"):
        yield _("文号 %(number)s") % {"number": number}
    opened = dict.fromkeys((row[2], row[3]) for row in facts.get("items", {}).get("opened", []))
    holders = [
        " · ".join(filter(None, (department_name(one), person_name(two)))) for one, two in [*opened][:HOLDERS]
    ]
    if any(holders):
        yield "→ " + listed(holders)
    if len(opened) > HOLDERS:
        yield _("等 %(n)s 人") % {"n": len(opened)}
    if handover := facts.get("handover"):
        yield _("工作交接 %(number)s") % {"number": handover["number"]}
    yield from _stands_in(facts.get("stand_in", {}))
    if "percent" in facts:
        yield f"{facts['percent']}%"
    if child := facts.get("child"):
        yield str(child.get("number") or "")
    yield from _instead(facts.get("seats", {}))
    yield from _asked(facts.get("data", {}))
    moved = facts.get("clocks", {})
    for word, kind in ((_("暂停计时"), "paused"), (_("恢复计时"), "resumed")):
        clocks = dict.fromkeys(str(clock_label(procedure, row[1])) for row in moved.get(kind, []))
        if clocks:
            yield labelled(word, listed(clocks))
    for row in moved.get("extended", []):
        until = when(datetime.fromisoformat(row[2]))
        yield _("「%(clock)s」延期至 %(date)s") % {"clock": clock_label(procedure, row[1]), "date": until}


def _instead(seats: Mapping[str, Any]) -> Iterable[str]:
    """Whose seat went to the next superior or, not asked yet, to somebody else, and why."""
    for why, sentence in (
        ("own_matter", _("本人回避，改由上级 %(person)s 办理")),
        ("empty_seat", _("未指定具体人员，由 %(person)s 承接")),
        ("passed", _("名单中改由 %(person)s 承接")),
    ):
        for row in seats.get(why, []):
            if name := person_name(row[-1]):
                yield sentence % {"person": name}


def _stands_in(called: Mapping[str, Any]) -> Iterable[str]:
    """Who acts for somebody from now on, and until when; or that nobody does any more."""
    deputies = dict.fromkeys(deputy for _item, deputy in called.get("items", ()))
    names = [person_name(one) for one in deputies if one is not None]
    if names:
        until = when(datetime.fromisoformat(called["until"]))
        yield _("由 %(names)s 代理至 %(date)s") % {"names": listed(names), "date": until}
    elif deputies:
        yield _("代理结束")


def _asked(data: Mapping[str, Any]) -> Iterable[str]:
    """The dates somebody asked for, which whoever decides must know."""
    for name, sentence in (("new_due", _("申请延期至 %(date)s")), ("until", _("最迟恢复：%(date)s"))):
        with suppress(TypeError, ValueError):
            yield sentence % {"date": when(datetime.fromisoformat(data.get(name)))}  # type: ignore[arg-type]


def _warning(procedure: Procedure, alert: Alert) -> Entry:
    words = {
        "blue": _("时限过半"),
        "amber": _("将到期"),
        "red": _("已超时"),
        "escalated": _("超时已上报"),
    }
    told = listed(map(person_name, alert.recipients[:4]))
    limit = alert.item.step if alert.item else alert.clock.name
    return Entry(
        at=alert.raised_at,
        what=f"{clock_label(procedure, limit)} {words.get(alert.colour, alert.colour)}".strip(),
        notes=[_("已提醒 %(names)s") % {"names": told}] if told else [],
        colour=alert.colour,
        routine=alert.colour in ("blue", "amber"),
    )
