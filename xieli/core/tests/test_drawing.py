"""What templates write for a value is what Django writes."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template, base
from django.template.base import VariableNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from xieli.core import drawing

VALUES = [
    "充电站",
    'a < b & "c"',
    "it's",
    mark_safe("<b>x</b>"),
    gettext_lazy("待办"),
    1234.5,
    7,
    1234567,
    -3,
    None,
    True,
    datetime(2026, 11, 26, 4, tzinfo=UTC),
    [1, "<"],
    "",
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("autoescape", [True, False])
def test_it_is_django_s(value, autoescape):
    context = Context({}, autoescape=autoescape)
    ours, theirs = drawing.drawn(value, context), drawing.render_value_in_context(value, context)
    assert (ours, isinstance(ours, SafeString)) == (theirs, isinstance(theirs, SafeString))


def test_it_is_used():
    assert base.render_value_in_context is drawing.drawn
    assert isinstance(Template("{{ value }}").nodelist[0], VariableNode)


def test_a_text_kept_in_a_variable_is_escaped_once():
    template = Template("{% load i18n %}{% translate name as kept %}{{ kept }}")
    assert template.render(Context({"name": "A & B"})) == "A &amp; B"
