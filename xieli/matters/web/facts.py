"""The fields of a matter's details as a list of labels and values, where a procedure draws no document of its own."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from xieli.core.templatetags.xieli import day, when
from xieli.matters.scene import Scene


def listed(scene: Scene) -> Iterable[tuple[Any, str]]:
    """(label, value) of every field that says something, in the order of the model."""
    for field in scene.details._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(scene.details, field.name)
        if isinstance(value, dict):
            yield from ((name, said(one)) for name, one in value.items() if one not in (None, "", [], {}))
            continue
        if field.choices:
            value = dict(field.flatchoices).get(value, value)
        if value not in (None, "", []):
            yield field.verbose_name, said(value)


def said(value: Any) -> str:
    """A stored value as people read it."""
    match value:
        case bool():
            return _("是") if value else _("否")
        case datetime():
            return when(value)
        case date():
            return day(value)
        case Model():
            return str(value)
        case {"label": label}:
            return str(label)
        case list() | tuple():
            return _("、").join(said(one) for one in value)
        case _:
            return str(value)
