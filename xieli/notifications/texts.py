"""Texts are kept as msgid and parameters and put into words in the language of whoever reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, override, pgettext

from xieli.core import clock

SOURCE_LANGUAGE = "zh-hans"  # msgids are Chinese: rendered in it, a lazy text is its own msgid


LONGEST_TITLE = 40  # characters; the rest stands on the matter's page


def of_matter(number: str | None, title: str) -> Any:
    """The parameter that names a matter: by number and title, before it has a number by its title."""
    return {"number": number, "title": title} if number else title


_PLAIN = frozenset({str, int, bool, dict, list, type(None)})


def storable(value: Any) -> Any:
    """A parameter as JSON: a lazy text as `{"t": msgid}` (with its context as "c"), a moment as `{"at": iso}`,
    anything else as it is.
    """
    if type(value) in _PLAIN:  # as most are: thousands of them in a burst of warnings
        return value
    if isinstance(value, Promise):
        return {"t": msgid_of(value), **_context_of(value)}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return value


def _context_of(text: Promise) -> dict[str, str]:
    """The context of a lazy text made by `pgettext_lazy`, as pickling would take it apart."""
    parts: Any = text.__reduce__()
    function, arguments = parts[1][:2]
    return {"c": arguments[0]} if function is pgettext else {}


def msgid_of(text: Any) -> str:
    """The msgid of a text that may be lazy."""
    if isinstance(text, str):
        return text
    with override(SOURCE_LANGUAGE):
        return str(text)


def storable_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters as JSON."""
    return {name: storable(value) for name, value in params.items()}


def render(msgid: str, params: Mapping[str, Any]) -> str:
    """The text in the active language.

    A parameter that is missing shows as its name rather than breaking a page.
    """
    words = _Lenient({name: _word(value) for name, value in params.items()})
    template = gettext(msgid) if msgid else ""
    return template % words if params else template


def _word(value: Any) -> Any:
    if isinstance(value, dict) and "t" in value:
        msgid: str = value["t"]
        return pgettext(value["c"], msgid) if "c" in value else gettext(msgid)
    if isinstance(value, dict) and "number" in value:
        title = Truncator(value["title"]).chars(LONGEST_TITLE)
        return gettext("%(number)s《%(title)s》") % {"number": value["number"], "title": title}
    if isinstance(value, dict) and "at" in value:
        chinese = (get_language() or SOURCE_LANGUAGE).startswith("zh")
        moment = clock.local(datetime.fromisoformat(value["at"]))
        return formats.date_format(moment, "n月j日 H:i" if chinese else "j M H:i")
    return value


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return key
