"""The procedures this installation runs, by key; checked at start-up against what is still alive in the database."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from .declaration import build
from .procedure import BESIDE, Procedure, State

_extra: dict[str, Procedure] = {}
_changes = 0


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


def knows(key: str) -> bool:
    """Whether there is a procedure of this key."""
    return key in _extra or key in _declared()


def add(procedure: Procedure) -> None:
    """Register a procedure that was built from something else than Python (a document, a test)."""
    global _changes
    _extra[procedure.key] = procedure
    _changes += 1


def remove(key: str) -> None:
    """Take back what `add` registered."""
    global _changes
    _extra.pop(key, None)
    _changes += 1


def version() -> int:
    """Another number after every `add` and `remove`, for what is remembered of the procedures."""
    return _changes


def undeclared_live_states() -> list[tuple[str, str, int]]:
    """(procedure, state or state/step, how many) of open matters that stand where nothing is declared any more."""
    from django.db.models import Count

    from .models import Matter, Round

    lost = []
    live = Matter.objects.filter(closed_at=None).values_list("procedure", "state").annotate(Count("id"))
    for key, state, count in live:
        if _state(key, state) is None:
            lost.append((key, state, count))
    rounds = Round.objects.filter(main=True, closed_at=None).values_list("matter__procedure", "state", "step")
    for key, state, step, count in rounds.annotate(Count("id")):
        declared = _state(key, state)
        if declared is not None and not (declared.owed and declared.owed.step in (step, _moved(key, step))):
            lost.append((key, f"{state}/{step}", count))
    beside = Round.objects.filter(main=False, closed_at=None).values_list("matter__procedure", "purpose")
    for key, purpose, count in beside.annotate(Count("id")):
        if knows(key) and purpose not in {*BESIDE, *get(key).sides}:
            lost.append((key, f"…/{purpose}", count))
    return lost


def _moved(key: str, name: str) -> str:
    """The present name of a state or step."""
    return get(key).moved.get(name, name)


def _state(key: str, name: str) -> State | None:
    return get(key).states.get(_moved(key, name)) if knows(key) else None
