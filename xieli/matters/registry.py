"""The procedures this installation runs, by key; checked at start-up against what is still alive in the database."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from .declaration import build
from .procedure import Procedure

_extra: dict[str, Procedure] = {}


@lru_cache(maxsize=1)
def _declared() -> dict[str, Procedure]:
    procedures: dict[str, Procedure] = {}
    for path in settings.PROCEDURES:
        procedure = build(import_string(path))
        if procedure.key in procedures:
            raise ValueError(f"two procedures are called {procedure.key}")
        procedures[procedure.key] = procedure
    return procedures


def all_procedures() -> list[Procedure]:
    """Every procedure, in the order of the one list that names them."""
    return [*_declared().values(), *_extra.values()]


def get(key: str) -> Procedure:
    """The procedure of a key; KeyError for an unknown one."""
    return _extra.get(key) or _declared()[key]


def add(procedure: Procedure) -> None:
    """Register a procedure that was built from something else than Python (a document, a test)."""
    _extra[procedure.key] = procedure


def remove(key: str) -> None:
    """Take back what `add` registered."""
    _extra.pop(key, None)


def undeclared_live_states() -> list[tuple[str, str, int]]:
    """Open matters whose (procedure, state) is declared no more, and how many. Start-up refuses them."""
    from django.db.models import Count

    from .models import Matter

    live = Matter.objects.filter(closed_at=None).values_list("procedure", "state").annotate(Count("id"))
    lost = []
    for key, state, count in live:
        known = {procedure.key: procedure for procedure in all_procedures()}.get(key)
        if known is None or (state not in known.states and state not in known.moved):
            lost.append((key, state, count))
    return lost
