"""From an empty database to a company with a past: build, furnish, live until now, with a progress bar."""

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from xieli.core import clock
from xieli.organisation.models import Person

from . import company, furnishing, network
from .living import Volume, live


def settle_and_live(
    people: int | None, days: int, seed: int, volume: Volume, first: Callable[[], object] | None = None
) -> Counter[str]:
    """Build the company and let it live for `days` until now; `first` runs when everybody is there.

    Raises CommandError unless the database is empty.
    """
    if Person.objects.exists():
        raise CommandError("the database is not empty: a company begins in an empty one")
    rng = random.Random(seed)
    people = people or company.TOTAL
    company.build(rng, people)
    end = clock.now()
    with clock.turned_to(end - timedelta(days=days)):
        network.build(rng, customers=max(20, people * 2))
        furnishing.furnish(clock.local(end).date())
    if first is not None:
        first()
    return _with_progress(end - timedelta(days=days), end, volume, rng)


def _with_progress(begin: datetime, end: datetime, volume: Volume, rng: random.Random) -> Counter[str]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[day]}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("A company at work", total=(end - begin).total_seconds(), day="")
        said = 0

        def tell(now: datetime) -> None:
            nonlocal said
            day, done = f"{clock.local(now):%Y-%m-%d}", (now - begin).total_seconds()
            progress.update(task, completed=done, day=day)
            tenth = int(10 * done / (end - begin).total_seconds())
            if tenth > said and not console.is_terminal:  # a log has no bar: a line for each tenth
                said = tenth
                print(f"A company at work: {day} ({tenth}0 %)", file=sys.stderr, flush=True)

        return live(begin, end, volume, rng, tell)
