"""Filters over a list: a form only where something is chosen, drawn once for all who see the same (decision 0170).

They show nothing that depends on who looks: the procedures, the departments in use, and what stands in the address.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from xieli.core.forms import Form
from xieli.matters import registry
from xieli.organisation import queries as organisation

Drawn = tuple[SafeString, SafeString]
PARTS = ("core/filters_first.html", "core/filters_more.html")
MOST = 512
Kept = TypeVar("Kept")
_chosen: dict[tuple[Any, ...], dict[str, Any]] = {}
_drawn: dict[tuple[Any, ...], Drawn] = {}


class Filters:
    """What an address asks for of the filters that `make` declares; `names` are theirs, `place` tells lists apart."""

    def __init__(self, data: QueryDict, place: str, names: Any, make: Callable[[QueryDict], Form]) -> None:
        self._asked = tuple((name, *data.getlist(name)) for name in names if name in data)
        self._data, self._make, self._place = data, make, place

    @cached_property
    def form(self) -> Form:
        """The form itself."""
        return self._make(self._data)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is chosen, cleaned; nothing where something in the address is no choice."""
        if not self._asked:
            return {}
        kept: dict[str, Any] = self._remembered(_chosen, self._choose)
        return kept.copy()  # what a page does with it is its own

    @cached_property
    def drawn(self) -> Drawn:
        """The controls that stand first, and the rarer ones."""
        return self._remembered(_drawn, self._draw)

    def _remembered(self, known: dict[tuple[Any, ...], Kept], make: Callable[[], Kept]) -> Kept:
        version = organisation.version()
        if settings.DEBUG or version is None:
            return make()
        key = (self._place, get_language(), version, registry.version(), self._asked)
        if key not in known:
            if len(known) >= MOST:
                known.clear()
            known[key] = make()
        return known[key]

    def _choose(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form.is_valid() else {}

    def _draw(self) -> Drawn:
        first, more = (render_to_string(part, {"form": self.form}) for part in PARTS)
        return first, more
