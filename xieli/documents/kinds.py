"""Which kinds of documents there are: declared by what stands above, known here by name and specimen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from .paper import Paper


@dataclass(frozen=True)
class Kind:
    """One kind: its key, what it is called, its series' code (empty: only printed), its empty paper, its procedure."""

    key: str
    label: str | Promise
    series: str
    specimen: Callable[[], Paper]
    group: str | Promise


# Set by the app that knows the procedures, when it is ready.
providers: list[Callable[[], Iterable[Kind]]] = []


def all_kinds() -> list[Kind]:
    """Every kind, in the order of the procedures."""
    return [kind for provider in providers for kind in provider()]


def find(key: str) -> Kind | None:
    """The kind of a key."""
    return next((kind for kind in all_kinds() if kind.key == key), None)
