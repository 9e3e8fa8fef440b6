"""Names in templates, found without what Django tries in vain on the way (docs/decisions/0188).

`matter.number` is first asked as `matter["number"]`, whose failing costs more than the answer; each node is drawn by
a call that only debugging needs. What doesn't go the plain way is left to Django: it says what an unknown name is.
"""

import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.base import FilterExpression, NodeList, Variable, VariableDoesNotExist
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.urls import NoReverseMatch, get_resolver, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

_looks_up = Variable._resolve_lookup  # type: ignore[attr-defined]
_resolves, _draws, _translates = FilterExpression.resolve, NodeList.render, TranslateNode.render
_addresses = URLNode.render
_PLAIN = re.compile(r"[A-Za-z0-9_]+").fullmatch


class _LeftToDjango(Exception):
    """What a template may not call."""


def looked_up(variable: Any, context: Any) -> Any:
    """The value of a dotted name. Raises VariableDoesNotExist."""
    try:
        name, *parts = variable.lookups
        for layer in reversed(context.dicts):
            if name in layer:
                found = layer[name]
                break
        else:
            raise _LeftToDjango
        if callable(found):
            found = _called(found)
        for part in parts:
            found = found[part] if hasattr(type(found), "__getitem__") else getattr(found, part)
            if callable(found):
                found = _called(found)
        return found
    except Exception:
        return _looks_up(variable, context)


def _called(found: Any) -> Any:
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise _LeftToDjango
    return found()


def resolved(expression: Any, context: Any, ignore_failures: bool = False) -> Any:
    """The value of an expression: at once, where it is a name without filters."""
    variable = expression.var
    if expression.filters or not expression.is_var or variable.lookups is None or variable.translate:
        return _resolves(expression, context, ignore_failures)
    try:
        return looked_up(variable, context)
    except VariableDoesNotExist:
        return None if ignore_failures else _resolves(expression, context)


def drawn_all(nodes: NodeList, context: Any) -> SafeString:
    """The nodes, one after the other."""
    if context.template.engine.debug:  # an error shows the place in the template
        return _draws(nodes, context)
    return SafeString("".join([node.render(context) for node in nodes]))


def translated(node: Any, context: Any) -> str:
    """`{% translate "…" %}`: the text in the language of the page, not escaped since it was typed in the template."""
    variable = node.filter_expression.var
    if node.noop or node.message_context or node.filter_expression.filters or variable.lookups is not None:
        return _translates(node, context)
    text = SafeString(gettext(variable.literal.replace("%", "%%")).replace("%%", "%"))
    if node.asvar:
        context[node.asvar] = text
        return ""
    return text


def addressed(node: Any, context: Any) -> str:
    """`{% url … %}`: identifiers and plain words put into an address worked out once for all of their kind."""
    if node.kwargs or node.asvar:
        return str(_addresses(node, context))
    values = [one.resolve(context) for one in node.args]
    kinds = tuple(["uid" if type(one) is UUID else "word" if _is_word(one) else "" for one in values])
    shape = _shape(get_resolver(get_urlconf()), node.view_name.resolve(context), kinds)
    return _addresses(node, context) if shape is None else shape.format(*values)


def _is_word(value: Any) -> bool:
    return type(value) in (str, SafeString) and _PLAIN(value) is not None


@lru_cache(maxsize=1024)
def _shape(resolver: object, view: str, kinds: tuple[str, ...]) -> str | None:
    """The address of a view with places for its values; None where they aren't of these kinds, or there is none."""
    if "" in kinds:
        return None
    marks = [UUID(int=place + 1) if kind == "uid" else f"mark{place}of" for place, kind in enumerate(kinds)]
    try:
        shape = escape(reverse(view, args=marks)).replace("{", "{{").replace("}", "}}")
    except NoReverseMatch:
        return None
    for place, mark in enumerate(marks):
        if shape.count(str(mark)) != 1:
            return None
        shape = shape.replace(str(mark), f"{{{place}}}")
    return shape


def install() -> None:
    """Take the place of Django's."""
    Variable._resolve_lookup = looked_up  # type: ignore[attr-defined]
    FilterExpression.resolve = resolved  # type: ignore[method-assign, assignment]
    NodeList.render = drawn_all  # type: ignore[method-assign, assignment]
    TranslateNode.render = translated  # type: ignore[method-assign, assignment]
    URLNode.render = addressed  # type: ignore[method-assign, assignment]
