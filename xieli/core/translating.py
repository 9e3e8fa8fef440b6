"""Django's gettext, remembered: a list of 50 matters asks for 3,000 texts (see docs/decisions/0090).

Catalogues don't change while a process runs, so each text is looked up once per language. And the active language
is kept in a context variable, where Django's own holder costs more than the look-up.
"""

from contextvars import ContextVar
from typing import Any, cast

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import trans_real

MOST = 20_000  # remembered texts of one language: far more than there are, should somebody translate what isn't a msgid

_catalogue: ContextVar[Any] = ContextVar("catalogue", default=None)


class Active:
    """Holds the catalogue of the running thread or task, as `trans_real` expects: it may be absent."""

    @property
    def value(self) -> Any:
        """The catalogue activated here. AttributeError where none is."""
        if (found := _catalogue.get()) is None:
            raise AttributeError("value")
        return found

    @value.setter
    def value(self, catalogue: Any) -> None:
        _catalogue.set(catalogue)

    @value.deleter
    def value(self) -> None:
        _catalogue.set(None)


def gettext(message: Any) -> Any:
    """What `trans_real.gettext` returns, from memory where it was asked before."""
    kind = type(message)
    catalogue = _catalogue.get()
    if catalogue is None or (kind is not str and kind is not SafeString):
        return trans_real.gettext(message)
    try:
        known = catalogue.remembered[kind]
    except AttributeError:
        catalogue.remembered = {str: {}, SafeString: {}}
        known = catalogue.remembered[kind]
    text = known.get(message)
    if text is None:
        text = trans_real.gettext(message)
        if len(known) < MOST:
            known[message] = text
    return text


def pgettext(context: str, message: str) -> str:
    """What `trans_real.pgettext` returns, from memory: few texts, but they stand in rows."""
    catalogue = _catalogue.get()
    if catalogue is None or type(message) is not str:
        return trans_real.pgettext(context, message)
    known = catalogue.__dict__.setdefault("in_context", {})
    text = known.get((context, message))
    if text is None:
        text = trans_real.pgettext(context, message)
        if len(known) < MOST:
            known[context, message] = text
    return cast(str, text)


def ngettext(singular: str, plural: str, number: float) -> str:
    """What `trans_real.ngettext` returns, from memory: lists say the same few spans over and over."""
    catalogue = _catalogue.get()
    if catalogue is None or type(singular) is not str:
        return trans_real.ngettext(singular, plural, number)
    known = catalogue.__dict__.setdefault("counted", {})
    text = known.get((singular, number))
    if text is None:
        text = trans_real.ngettext(singular, plural, number)
        if len(known) < MOST:
            known[singular, number] = text
    return cast(str, text)


def get_language() -> str | None:
    """What `trans_real.get_language` returns: asked for with every moment that is written."""
    catalogue = _catalogue.get()
    return trans_real.get_language() if catalogue is None else cast(str, catalogue.to_language())


def install() -> None:
    """Take the place of Django's. The catalogues themselves hold what is remembered: new ones begin empty."""
    trans_real._active = Active()  # type: ignore[attr-defined]
    translation._trans.get_language = get_language  # type: ignore[attr-defined]
    translation._trans.gettext = gettext  # type: ignore[attr-defined]
    translation._trans.ngettext = ngettext  # type: ignore[attr-defined]
    translation._trans.pgettext = pgettext  # type: ignore[attr-defined]
