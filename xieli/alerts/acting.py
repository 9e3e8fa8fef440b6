"""What the product itself does when a moment comes: end a pause at its date, make a timed transition."""

from datetime import datetime, timedelta

import structlog
from django.db import Error

from xieli.matters.actors import SYSTEM
from xieli.matters.commands.perform import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Clock

log = structlog.get_logger(__name__)
BATCH = 200
RETRY = timedelta(minutes=5)

# Clocks whose act was refused, and when to try again. In memory, since trying once more is harmless.
_postponed: dict[int, datetime] = {}


def act_due(now: datetime, batch: int = BATCH) -> tuple[int, int]:
    """End the pauses and make the timed transitions whose moment has come: (pauses ended, transitions made).

    Each by `perform`, in a transaction of its own. Two watchers may try the same: the key lets one act. `perform`
    counts whole seconds, so a moment inside the present second has not come yet: it would be refused, and put off.
    """
    now = now.replace(microsecond=0)
    resumed = moved = 0
    while clocks := _due(now, batch):
        for clock in clocks:
            done = _act(clock, now)
            moved += done and clock.kind == "timer"
            resumed += done and clock.kind != "timer"
    return resumed, moved


def _due(now: datetime, batch: int) -> list[Clock]:
    """One clock per matter: a matter's act may settle its other clocks, which the next round looks at
    again.
    """
    waiting = [clock for clock, until in _postponed.items() if until > now]
    for clock in _postponed.keys() - set(waiting):
        del _postponed[clock]
    ours = Clock.objects.filter(next_at__lte=now).exclude(pk__in=waiting)
    rows = (ours.filter(kind="timer") | ours.filter(paused_at__isnull=False)).order_by("next_at", "pk")[
        :batch
    ]
    return list({clock.matter_id: clock for clock in reversed(rows)}.values())


def _act(clock: Clock, now: datetime) -> bool:
    action = f"timer:{clock.name}" if clock.kind == "timer" else "resume"
    try:
        perform(clock.matter_id, action, SYSTEM, key=f"{action}:{clock.pk}:{clock.next_at}", now=now)
    except ActionError as refusal:
        log.warning("timed_act_refused", matter=clock.matter_id, action=action, reason=str(refusal))
    except Error:
        raise
    except Exception:  # a fault in one procedure must not stop the acts of the others
        log.exception("timed_act_failed", matter=clock.matter_id, action=action)
    settled = not Clock.objects.filter(pk=clock.pk, next_at=clock.next_at).exists()
    if not settled:
        _postponed[clock.pk] = now + RETRY
    return settled
