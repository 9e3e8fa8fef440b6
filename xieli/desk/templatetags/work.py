"""Rows of work, as the desk, the search and the board of a department show them, written by Python (decision 0090)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.html import escaped as _text
from xieli.core.templatetags.xieli import deadline, exact, light, thin_ribbon
from xieli.desk.rows import Button, Row
from xieli.matters.models import Matter
from xieli.matters.models.matter import Priority

register = template.Library()
PRIORITIES: Mapping[int, Any] = dict(Priority.choices)


@register.simple_tag(takes_context=True)
def work_rows(context: Context, rows: Iterable[Row]) -> SafeString:
    """An `<article>` for each row: light, what and where it is, its ribbon, when it is due, its usual acts."""
    labels = {
        "sender": _("来自 %(sender)s"),
        "holder": _("在 %(holder)s"),
        "clause": _("条款 %(clause)s"),
        "for": _("代 %(name)s"),
        "closed": _("已办结"),
        "pinned": _("置顶"),
    }
    token = context.get("csrf_token")
    hidden = (
        format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else ""
    )
    drawn = "".join([_work_row(row, labels, hidden) for row in rows])
    return mark_safe(drawn)  # noqa: S308 — each value is escaped


def _work_row(row: Row, labels: Mapping[str, str], token: str) -> str:
    return "".join(
        (
            f'<article class="item" id="{_key(row)}" data-row>\n  {_light(row, labels)}\n',
            f'  <div class="what">{_heading(row, labels)}',
            f"<p>{_where(row, labels)}</p></div>\n  {thin_ribbon(row.segments)}\n  {_due(row)}\n",
            f'  <div class="row tight">{_acts(row, token)}</div>\n</article>\n',
        )
    )


def _key(row: Row) -> str:
    """What a live refresh knows the row by."""
    return f"owed-{row.item.pk}" if row.item else f"matter-{row.matter.pk}"


def _light(row: Row, labels: Mapping[str, str]) -> str:
    return f'<span class="tag">{labels["closed"]}</span>' if row.matter.closed_at else light(row.due.level)


def _heading(row: Row, labels: Mapping[str, str]) -> str:
    deputy = ""
    if row.standing_in:
        deputy = f' <span class="tag blue">{_text(labels["for"] % {"name": row.standing_in})}</span>'
    name = _text(row.matter.title or row.matter.reference or row.procedure.name)
    link = f'<a href="{row.matter.get_absolute_url()}" data-row-link>{name}</a>'
    pinned = f' <span class="tag amber">{labels["pinned"]}</span>' if row.pinned else ""
    return f"<h3>{link}{pinned}{urgent(row.matter)}{deputy}</h3>"


def urgent(matter: Matter) -> str:
    """The tag of a matter that is more than ordinary."""
    return f' <span class="tag red">{_text(PRIORITIES[matter.priority])}</span>' if matter.priority else ""


def _where(row: Row, labels: Mapping[str, str]) -> str:
    parts = [_named(row), _text(row.step)]
    if row.sender:
        parts.append(_text(labels["sender"] % {"sender": row.sender}))
    if row.holder:
        parts.append(_text(labels["holder"] % {"holder": row.holder}))
    parts.append(_text(labels["clause"] % {"clause": row.procedure.clause}))
    return " · ".join(parts)


def _named(row: Row) -> str:
    return f'{_text(row.procedure.name)} <span class="num">{_text(row.matter.number or "")}</span>'


def _due(row: Row) -> str:
    due, moment, since = row.due, "", ""
    if due.at:
        iso = clock.local(due.at).isoformat()
        since = f' data-due="{iso}"'
        moment = f'<time datetime="{iso}" title="{exact(due.at)}">{_text(deadline(due.at))}</time>'
    note = f" · {_text(due.note)}" if due.note else ""
    return f'<div class="due num {due.level}"{since}><b>{_text(due.text)}</b>{_text(due.name)} {moment}{note}</div>'


def _acts(row: Row, token: str) -> str:
    return "".join([_act(row, act, token, first=place == 0) for place, act in enumerate(row.buttons)])


def _act(row: Row, act: Button, token: str, *, first: bool) -> str:
    """A link to the act's panel where it needs input, else a form of one button."""
    assert row.item is not None  # only what is owed has buttons
    look = f'class="btn {"primary" if first and act.primary else ""}"'
    address = f"{row.matter.get_absolute_url()}act/{act.name}/"
    into = 'hx-target="#panel" hx-swap="innerHTML"'
    if act.needs_input:
        link = f"{address}?item={row.item.pk}&amp;next=/"
        return f'<a {look} href="{link}" hx-get="{link}" {into}>{_text(act.label)}</a>'
    fields = {"item": row.item.pk, "rev": row.matter.rev, "next": "/"}
    hidden = "".join(
        [f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items()]
    )
    return (
        f'<form class="grow-s" method="post" action="{address}" hx-post="{address}" {into}'
        f' hx-disable="find button">{token}{hidden}<button {look} type="submit">{_text(act.label)}</button></form>'
    )


@register.simple_tag
def held_rows(held: Iterable[Any], may_choose: bool) -> SafeString:
    """The `<li>` of each open item on the board of a department, with a box to tick where it may be passed on."""
    choose = _("选择 %(reference)s")
    drawn = "".join([_held(one, choose if may_choose else "") for one in held])
    return mark_safe(drawn)  # noqa: S308 — each value is escaped


def _held(one: Any, choose: str) -> str:
    matter, box = one.item.matter, ""
    if choose:
        label = _text(choose % {"reference": matter.reference})
        box = f'<input type="checkbox" name="item" value="{one.item.pk}" aria-label="{label}">'
    link = (
        f'<a href="{matter.get_absolute_url()}" data-row-link>{_text(matter.title or matter.reference)}</a>'
    )
    number = f'<span class="num">{_text(matter.number or "")}</span>'
    where = f'<span class="small muted">{_text(one.procedure.name)} {number} · {_text(one.step)}</span>'
    said = light(one.due.level, one.due.text)
    body = f'{box}<span class="grow">{link}<br>{where}</span>{said}'
    return f'<li class="held" id="held-{one.item.pk}" data-row>{body}</li>'
