"""Official numbers of matters: gapless in their series, taken last of all locks just before the commit."""

from datetime import datetime

from xieli.core import clock
from xieli.documents.counting import take

from .models import Matter
from .procedure import Procedure


def number_of(procedure: Procedure, matter: Matter, now: datetime) -> str:
    """Give the matter its number; 机密 matters have a series of their own, so that gaps tell nothing."""
    day = clock.local(now)
    spec = procedure.number
    period = f"{day:%Y%m%d}" if spec.period == "day" else f"{day:%Y}"
    hidden = matter.classification == "confidential"
    series = f"{procedure.prefix}{'·' if hidden else ''}"
    return written(procedure, period, take(series, period), hidden=hidden)


def written(procedure: Procedure, period: str, n: int, *, hidden: bool = False) -> str:
    """The n-th number of a period as people read it; those of the hidden series end in M."""
    text = procedure.number.format.format(prefix=procedure.prefix, year=period[:4], day=period, n=n)
    return f"{text}M" if hidden else text
