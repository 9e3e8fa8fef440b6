"""What templates find for a name, a text and an address is what Django finds."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Template, base
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from xieli.core import resolving


class Thing:
    """With all that a template may meet behind a dot."""

    name = "电桩 <3>"
    safe = mark_safe("<b>粗</b>")
    word = gettext_lazy("待办")
    items_by_name = {"甲": 1, "items": "自己的"}

    def __init__(self) -> None:
        self.deleted = False

    def called(self) -> str:
        return "问过"

    def wants(self, argument: object) -> str:
        return "不该问"

    def delete(self) -> None:
        self.deleted = True

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def broken(self) -> str:
        raise AttributeError("of its own")

    @property
    def silent(self) -> str:
        error: Any = LookupError()
        error.silent_variable_failure = True
        raise error


class Kind:
    do_not_call_in_templates = True
    label = "种类"

    def __call__(self) -> str:
        return "不该问"


GIVEN: dict[str, Any] = {
    "thing": Thing(), "kind": Kind(), "words": {"items": "词", "a": {"b": ["零", "一"]}}, "rows": [(1, "<一>")],
    "none": None, "zero": 0, "maker": lambda: SimpleNamespace(name="做的"), "text": "a & b", "uid": UUID(int=7),
    "step": "report_progress", "odd": "a/b", "self": "不是上下文",
}  # fmt: skip
NAMES = [
    "thing.name", "thing.safe", "thing.word", "thing.called", "thing.wants", "thing.delete", "thing.silent",
    "thing.absent", "thing.items_by_name.甲", "thing.items_by_name.items", "kind.label", "kind", "words.items",
    "words.keys", "words.a.b.1", "words.a.b.9", "words.absent", "rows.0.1", "none.name", "none", "zero",
    "zero.real", "maker.name", "absent", "absent.more", "text.upper", "thing.name.absent", "True", "None",
    "text|upper", "absent|default:'无'", "'字面 <i>'", "1.5", "self", "dicts", "push", "autoescape",
]  # fmt: skip
TEMPLATES = [
    *(f"{{{{ {name} }}}}" for name in NAMES),
    *(f"{{% if {name} %}}是{{% else %}}否{{% endif %}}" for name in NAMES),
    "{% for key, value in words.items %}{{ key }}{% endfor %}",
    "{% for number, text in rows %}{{ forloop.counter }}{{ number }}{{ text }}{% endfor %}",
    "{% with one=thing.name %}{{ one }}{% endwith %}",
    "{% autoescape off %}{{ thing.name }}{{ text }}{% endautoescape %}",
    '{% translate "待办" %}',
    '{% translate "100% <b>" %}',
    '{% translate "待办" as kept %}[{{ kept }}]',
    '{% translate "上级" context "link" %}',
    '{% translate "待办" noop %}',
    "{% translate text %}",
    '{% translate "a & b"|upper %}',
    "{% url 'matters:page' uid %}",
    "{% url 'matters:act' uid step %}",
    "{% url 'matters:act' uid odd %}",
    "{% url 'matters:act' uid name=step %}",
    "{% url 'matters:page' uid as place %}[{{ place }}]",
    "{% url 'matters:page' text %}",
    "{% url 'matters:absent' uid %}",
    "{% url 'desk:home' %}",
    "{% url 'desk:home' as place %}{{ place }}",
]


def told(source: str) -> Any:
    """What comes of it: the text and its kind, or the error."""
    try:
        text = Template("{% load i18n %}" + source).render(Context(dict(GIVEN)))
        return text, type(text)
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", TEMPLATES)
def test_it_is_django_s(source: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override(language):
        ours = [told(source), told(source)]
        monkeypatch.setattr(base.Variable, "_resolve_lookup", resolving._looks_up)
        monkeypatch.setattr(base.FilterExpression, "resolve", resolving._resolves)
        monkeypatch.setattr(base.NodeList, "render", resolving._draws)
        monkeypatch.setattr(TranslateNode, "render", resolving._translates)
        monkeypatch.setattr(URLNode, "render", resolving._addresses)
        theirs = told(source)
    assert ours == [theirs, theirs]
    assert not GIVEN["thing"].deleted


def test_an_error_in_what_is_asked_is_not_swallowed() -> None:
    with pytest.raises(AttributeError, match="of its own"):
        Template("{{ thing.broken }}").render(Context({"thing": Thing()}))


def test_it_is_used() -> None:
    assert base.NodeList.render is resolving.drawn_all
    assert base.Variable._resolve_lookup is resolving.looked_up  # type: ignore[attr-defined]
