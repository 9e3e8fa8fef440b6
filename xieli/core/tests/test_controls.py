"""Controls written by Python are those Django's templates write, whatever they hold."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from xieli.core.controls import Renderer

DEPARTMENTS = [("", _("请选择")), (3, "运维<检修>"), (4, 'A & "B"'), ("组", [(5, "平台"), (6, "研发")])]
CASES: list[tuple[forms.Widget, Any]] = [
    (forms.Select(choices=DEPARTMENTS), 4),
    (forms.Select(choices=DEPARTMENTS, attrs={"class": "input", "required": True, "hidden": False}), None),
    (forms.SelectMultiple(choices=DEPARTMENTS), ["3", "6"]),
    (forms.NullBooleanSelect(), True),
    (forms.TextInput(attrs={"placeholder": '<"标题">'}), 'a"b'),
    (forms.TextInput(), None),
    (forms.NumberInput(attrs={"min": 0}), 1200),
    (forms.HiddenInput(), "x"),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.DateInput(), "2026-11-23"),
    (forms.Textarea(), "两行\n<b>"),
    (forms.RadioSelect(choices=[("a", "甲"), ("b", "乙")]), "a"),
    (forms.ClearableFileInput(), None),
]


def _bare(text: str) -> str:
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", text))


@pytest.mark.parametrize(("widget", "value"), CASES)
def test_a_control_is_what_djangos_template_writes(widget: forms.Widget, value: Any) -> None:
    ours = widget.render("kind", value, {"id": "id_kind"}, Renderer())
    theirs = widget.render("kind", value, {"id": "id_kind"}, DjangoTemplates())
    assert _bare(ours) == _bare(theirs)


def test_every_form_draws_its_controls_this_way() -> None:
    class Small(forms.Form):
        name = forms.CharField()

    assert isinstance(Small().renderer, Renderer)
