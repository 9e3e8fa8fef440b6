"""Components drawn dozens of times on a page, written by Python: `<c-tag>` stays what people type (decision 0150).

Each answers what its template under `cotton/` does, which the tests compare; a component given what its function
doesn't know (slots with names, further attributes) goes the usual way.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, cast

from django import template
from django.template import Context, NodeList
from django.template.base import Node, Parser, Token
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.templatetags._slot import CottonSlotNode

from xieli.core import clock, marks
from xieli.core.html import escaped
from xieli.core.templatetags.xieli import exact, hue, icon, initials, light, when

register = template.Library()
Drawing = Callable[..., str]


def tag(slot: str, kind: Any = "") -> str:
    """A word in a box."""
    return f'<span class="tag {escaped(kind)}" >{slot}</span>'


def picture(slot: str, name: Any = "", label: Any = "") -> str:
    """A picture of the sprite."""
    return icon(name, label)


def avatar(slot: str, name: Any = "", size: Any = "") -> str:
    """Who it is at a glance."""
    return f'<span class="avatar hue-{hue(name)} {escaped(size)}" aria-hidden="true">{escaped(initials(name))}</span>'


def person(slot: str, person: Any = None, department: Any = "", link: Any = "yes") -> str:
    """Somebody by name, with a way to their page."""
    if not person:
        return ""
    name, address = escaped(person.name), _address("organisation:person", person.uid)
    said = f'<a href="{address}">{name}</a>' if address and link == "yes" else name
    beside = f' <span class="muted">{escaped(department)}</span>' if department else ""
    return f'<span class="person">{avatar("", person.name)}{said}{beside}</span>'


def department(slot: str, department: Any = None, short: Any = "") -> str:
    """A department by name, with a way to its page."""
    if not department:
        return ""
    name = escaped((department.short_name if short else "") or department.name)
    address = _address("organisation:department", department.uid)
    return f'<a href="{address}">{name}</a>' if address else name


def sign(slot: str, level: Any = "ok", text: Any = "") -> str:
    """Colour, sign and word."""
    return light(level, text if text or not slot else slot)


def facts(slot: str, **given: Any) -> str:
    """A list of facts."""
    return f'<dl class="facts {escaped(given.get("class", ""))}">{slot}</dl>'


def fact(slot: str, label: Any = "", wide: Any = "", **given: Any) -> str:
    """One of them."""
    place = f"{'wide ' if wide else ''}{escaped(given.get('class', ''))}"
    return f'<dt>{escaped(label)}</dt><dd class="{place}">{slot}</dd>'


def card(slot: str, title: Any = "", pad: Any = "yes", more: Any = "", id: Any = "", **given: Any) -> str:
    """A part of a page with its heading."""
    head = f"<h2>{escaped(title)}</h2>" if title else ""
    head += f'<span class="more">{escaped(more)}</span>' if more else ""
    head = f'<div class="card-head">{head}</div>' if head else ""
    named = f'id="{escaped(id)}"' if id else ""
    kind = f"card {'pad' if pad == 'yes' else ''} {escaped(given.get('class', ''))}"
    return f'<section class="{kind}" {named}>{head}{slot}</section>'


def timeline(slot: str, label: Any = "") -> str:
    """What happened, one moment after the other."""
    named = f' aria-label="{escaped(label)}"' if label else ""
    return f'<ol class="timeline"{named}>{slot}</ol>'


def moment(slot: str, at: Any = None, id: Any = "") -> str:
    """One moment of a timeline."""
    named, iso = f' id="{escaped(id)}"' if id else "", clock.local(at).isoformat() if at else ""
    return (
        f'<li{named}><time class="num" datetime="{iso}" title="{exact(at)}">{escaped(when(at))}</time>'
        f"<div>{slot}</div></li>"
    )


def ribbon(slot: str, segments: Iterable[Any] = (), label: Any = "", **given: Any) -> str:
    """责任带: who held it how long."""
    shown = [(one, escaped(one.title)) for one in segments]
    said = marks.listed([_("责任带"), *(title for one, title in shown if one.kind != "rest")], "：")
    parts = "".join([_stretch(one, title) for one, title in shown])
    said = escaped(label) if label else said
    return f'<div class="ribbon {escaped(given.get("class", ""))}" role="group" aria-label="{said}">{parts}</div>'


def _stretch(one: Any, title: str) -> str:
    look = f'class="{one.kind} g{one.share}"'
    if one.url:
        return f'<a {look} href="{escaped(one.url)}" title="{title}">{escaped(one.label)}</a>'
    return f'<span {look} title="{title}">{escaped(one.label)}</span>'


def ribbon_table(slot: str, segments: Iterable[Any] = ()) -> str:
    """The same as a table, for those who can't see or want numbers."""
    heads = [(_("部门"), ""), (_("经办"), ""), (_("环节"), ""), (_("起"), ""), (_("止"), "")]
    heads += [(_("历时"), ' class="num"'), (_("状态"), "")]
    row = "".join([f'<th scope="col"{look}>{name}</th>' for name, look in heads])
    body = "".join([_table_row(one) for one in segments if one.kind != "rest"])
    return (
        f'<details class="no-print"><summary class="small faint">{_("以表格查看")}</summary><div class="table-wrap">'
        f'<table class="table"><caption class="visually-hidden">{_("责任带：谁持有、多久")}</caption>'
        f"<thead><tr>{row}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _table_row(one: Any) -> str:
    holder = escaped(one.holder)
    link = f'<a class="link" href="{escaped(one.url)}">{holder}</a>' if one.url else holder
    return (
        f"<tr><td>{link}</td><td>{escaped(one.person or '')}</td><td>{escaped(one.step or '')}</td>"
        f'<td class="nowrap">{escaped(when(one.since))}</td><td class="nowrap">{escaped(when(one.until))}</td>'
        f'<td class="num nowrap">{escaped(one.span)}</td><td>{light(one.kind, one.state)}</td></tr>'
    )


@lru_cache(maxsize=8192)
def _address(name: str, uid: Any) -> str:
    """Where somebody's page is, or nothing where this installation has none. Addresses don't change."""
    try:
        return reverse(name, args=(uid,))
    except NoReverseMatch:
        return ""


QUICK: Mapping[str, Drawing] = {
    "tag": tag, "icon": picture, "avatar": avatar, "person": person, "department": department, "light": sign,
    "facts": facts, "fact": fact, "card": card, "timeline": timeline, "moment": moment, "ribbon": ribbon,
    "ribbon-table": ribbon_table,
}  # fmt: skip


class QuickNode(Node):
    """A component drawn by a function: its attributes and what stands in it as django-cotton has parsed them."""

    def __init__(self, drawing: Drawing, parsed: CottonComponentNode) -> None:
        self.drawing = drawing
        self.nodelist: NodeList = parsed.nodelist
        self.attributes = parsed._prepared_attrs

    def render(self, context: Context) -> SafeString:
        """The component's text."""
        given = {one.key: _value(one, context) for one in self.attributes}
        drawn = self.drawing(self.nodelist.render(context) if self.nodelist else "", **given)
        return mark_safe(drawn)  # noqa: S308 — each value is escaped, what stands in it was drawn by a template


def _value(one: Any, context: Context) -> Any:
    if one.kind == AttrKind.ESCAPED:  # values and words: nothing that asks which template it stands in
        return one.compiled.nodelist.render(context) if one.compiled else one.value
    if one.kind in (AttrKind.DYNAMIC, AttrKind.UNQUOTED):
        try:
            return one.compiled.resolve(context)
        except UnprocessableDynamicAttr:
            return one.value if one.kind == AttrKind.UNQUOTED else ""
    return one.value


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Node:
    """`<c-…>`: drawn by its function if there is one that knows all it is given, else by its template."""
    parsed: Any = cotton_component(parser, token)
    drawing = QUICK.get(parsed.component_name)
    if drawing is None or parsed.only or parsed.nodelist.get_nodes_by_type(CottonSlotNode):
        return cast(Node, parsed)
    known = {*inspect.signature(drawing).parameters, "class"} - {"slot", "given"}
    if "given" not in inspect.signature(drawing).parameters:
        known.discard("class")
    return QuickNode(drawing, parsed) if {one.key for one in parsed._prepared_attrs} <= known else parsed
