"""What Django's templates write for a value, without a detour for texts: nearly all values are (decision 0170)."""

from typing import Any, cast

from django.template import base, defaulttags
from django.template.base import render_value_in_context
from django.templatetags import i18n
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from xieli.core.html import escaped


def drawn(value: Any, context: Any) -> str:
    """As Django's `render_value_in_context`, which asks of a text, too, whether it is a moment or a number, and of a
    whole number how its thousands are parted (not at all: USE_THOUSAND_SEPARATOR)."""
    kind = type(value)
    if kind is int:
        return SafeString(value)
    if kind is not str and isinstance(value, Promise):
        value = str(value)
        kind = type(value)
    if kind is SafeString:
        return cast(SafeString, value)
    if kind is str:
        return SafeString(escaped(value)) if context.autoescape else cast(str, value)
    return render_value_in_context(value, context)


def install() -> None:
    """Take the place of Django's wherever templates write values."""
    for module in (base, defaulttags, i18n):
        module.render_value_in_context = drawn  # type: ignore[attr-defined]
