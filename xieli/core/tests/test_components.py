"""Components drawn by functions say what their templates say, tag by tag."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Template
from django.template.base import Node
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from xieli.core.templatetags import components
from xieli.core.templatetags.components import QUICK, QuickNode

AT = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)


@dataclass
class Stretch:
    kind: str
    share: int = 50
    label: str = "<运维> 3时"
    title: str = '运维 & "检修" · 受理'
    url: str = "#item-1"
    holder: str = "运维<检修>"
    person: str = "顾长川"
    step: str = "受理"
    since: datetime = AT
    until: datetime = AT
    span: str = "3 小时"
    state: str = "已办"


CONTEXT = {
    "person": SimpleNamespace(name="顾长川", uid=UUID(int=7)),
    "department": SimpleNamespace(name="运维检修中心", short_name="运维", uid=UUID(int=8)),
    "nobody": None,
    "at": AT,
    "evil": '<script>"&',
    "segments": [Stretch("ok"), Stretch("rest", url=""), Stretch("red", person="", step="")],
    "empty": [],
}
SAMPLES = [
    '<c-tag>{{ evil }}</c-tag>',
    '<c-tag kind="red">急</c-tag>',
    '<c-tag kind="{% if at %}amber{% endif %}">{% translate "公开" %}</c-tag>',
    '<c-icon name="check" />',
    '<c-icon name="check" label="{{ evil }}" />',
    '<c-avatar name="{{ person.name }}" />',
    '<c-avatar name="Ada Lovelace" size="big" />',
    '<c-person :person="person" />',
    '<c-person :person="person" department="{{ evil }}" link="no" />',
    '<c-person :person="nobody" />',
    '<c-department :department="department" />',
    '<c-department :department="department" short="yes" />',
    '<c-department :department="nobody" />',
    '<c-light level="red" text="{{ evil }}" />',
    '<c-light :level="nobody" />',
    '<c-light level="ok">正常</c-light>',
    '<c-facts><c-fact label="{% translate "时间" %}" wide="yes" class="num">{{ evil }}</c-fact></c-facts>',
    '<c-facts class="single"><c-fact label="x" wide="{% if nobody %}yes{% endif %}">1</c-fact></c-facts>',
    '<c-card title="{{ evil }}">内容</c-card>',
    '<c-card pad="no" class="wide" id="files">内容</c-card>',
    '<c-card title="题" more="{{ evil }}">内容</c-card>',
    '<c-timeline label="{{ evil }}"><c-moment :at="at" id="c-1"><b>甲</b></c-moment></c-timeline>',
    '<c-timeline><c-moment :at="nobody">无</c-moment></c-timeline>',
    '<c-ribbon :segments="segments" />',
    '<c-ribbon :segments="segments" label="{{ evil }}" class="x" />',
    '<c-ribbon-table :segments="segments" />',
    '<c-ribbon-table :segments="empty" />',
]  # fmt: skip


def plain(text: str) -> list[str]:
    """Tags and texts without the blanks between and inside them."""
    text = re.sub(r"\s+", " ", text)
    parts = re.findall(r"<[^>]*>|[^<]+", text)
    return [re.sub(r'\s+(?=[>"])|(?<=")\s+(?=\w)', " ", part).strip() for part in parts if part.strip()]


def normal(text: str) -> list[str]:
    found = []
    for part in plain(text):
        part = re.sub(r'class="([^"]*)"', lambda match: f'class="{" ".join(match[1].split())}"', part)
        found.append(part.replace(" >", ">"))
    return found


def compiled(source: str) -> Template:
    """A template as the loader makes it."""
    return Template(CottonCompiler().process("{% load i18n xieli %}" + source))


def drawn(source: str) -> str:
    return compiled(source).render(Context(CONTEXT))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", SAMPLES)
def test_functions_draw_what_templates_draw(source: str, language: str, monkeypatch: Any) -> None:
    with translation.override(language):
        quick = drawn(source)
        monkeypatch.setattr(components, "QUICK", {})
        usual = drawn(source)
    assert normal(quick) == normal(usual)
    assert "<script>" not in quick


def test_every_function_is_compared() -> None:
    compared = {name for source in SAMPLES for name in re.findall(r"<c-([a-z-]+)", source)}
    assert set(QUICK) <= compared


def nodes(source: str) -> set[type[Node]]:
    return {type(node) for node in compiled(source).nodelist}


def test_what_a_function_does_not_know_is_drawn_by_the_template() -> None:
    assert QuickNode in nodes("<c-tag>1</c-tag>")
    assert QuickNode not in nodes('<c-tag hx-get="/">1</c-tag>')
    assert QuickNode not in nodes('<c-card><c-slot name="head">1</c-slot>2</c-card>')
    assert QuickNode not in nodes('<c-ribbon :segments="segments" mini="yes" />')
    assert QuickNode not in nodes('<c-empty title="x" />')
