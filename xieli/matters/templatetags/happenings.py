"""The lines of a matter's history, written by Python: the longest list of its page (decisions 0090 and 0150)."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.html import escaped
from xieli.core.templatetags.xieli import day, exact, icon, when
from xieli.matters.web.revised import Change
from xieli.matters.web.timeline import Entry, Run, in_runs

register = template.Library()


@register.simple_tag
def happenings(lines: Iterable[Entry]) -> SafeString:
    """The `<li>` of each line: when, then who did what in whose words, or a warning; runs of routine folded."""
    drawn = "".join([_run(one) if isinstance(one, Run) else _line(one) for one in in_runs(lines)])
    return mark_safe(drawn)  # noqa: S308 — each value is escaped


@register.simple_tag
def revisions(changes: Iterable[Change]) -> SafeString:
    """Each changed field with what it said and what it says now."""
    drawn = "".join([f"<li><b>{escaped(one.label)}</b>{_both(one)}</li>" for one in changes])
    return mark_safe(f'<ul class="plain stack tight revised">{drawn}</ul>')  # noqa: S308 — each value is escaped


def _both(change: Change) -> str:
    gone = f'<del class="pre-line">{escaped(change.before)}</del>' if change.before else ""
    come = f'<ins class="pre-line">{escaped(change.after)}</ins>' if change.after else ""
    return f"<div>{gone}{come}</div>"


def _run(run: Run) -> str:
    newest, oldest = day(run.lines[0].at), day(run.lines[-1].at)
    span = newest if newest == oldest else f"{oldest} – {newest}"
    drawn = "".join([_line(one) for one in run.lines])
    summary = f'<summary>{escaped(run.said)} <span class="faint num">{escaped(span)}</span></summary>'
    return f'<li class="run"><details>{summary}<ol class="timeline">{drawn}</ol></details></li>'


def _line(line: Entry) -> str:
    iso = clock.local(line.at).isoformat()
    moment = f'<time class="num" datetime="{iso}" title="{exact(line.at)}">{escaped(when(line.at))}</time>'
    return f"<li>{moment}<div>{_warning(line) if line.colour else _act(line)}</div></li>"


def _warning(line: Entry) -> str:
    look = "red" if line.colour in ("red", "escalated") else ""
    notes = "".join([f' <span class="faint">{escaped(note)}</span>' for note in line.notes])
    return f'<span class="alert-line {look}">{icon("urge")} {escaped(line.what)}</span>{notes}'


def _act(line: Entry) -> str:
    behalf = escaped(_("（代 %(name)s）") % {"name": line.on_behalf}) if line.on_behalf else ""
    who = f'<b>{escaped(line.who)}</b> <span class="muted">{escaped(line.department)}{behalf}</span>'
    parts = [f"{who} {escaped(line.what)}"]
    if line.move:
        parts.append(f' <span class="faint">→ {escaped(line.move)}</span>')
    parts += [f' <span class="faint num">{escaped(note)}</span>' for note in line.notes]
    parts += [f'<p class="pre-line">{escaped(text)}</p>' for text in line.texts]
    if line.counts:
        parts.append(f'<p class="faint">{escaped(line.counts)} ›</p>')
    return "".join(parts)
