"""Days of a company: how many demands and requests each day brings, and who reacts to what."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from xieli.core import clock
from xieli.matters.models import WorkItem
from xieli.worktime import calendars

from . import leading as small
from . import meeting, planning
from . import projecting as projects
from . import sharing as shared
from .aiming import Aiming
from .announcing import KEYS as ANNOUNCED
from .announcing import Announcing
from .cooperating import Cooperating
from .handing import KEYS as HANDED
from .handing import Handing
from .leading import Leading
from .projecting import Projecting
from .serving import Serving
from .sharing import Sharing
from .shifts import Shifts
from .world import World
from .writing import KEYS as WRITTEN
from .writing import Writing

# When customers call, by hour of the day: few at night, most in the morning and after work.
_OFFICE = [0] * 9 + [3, 4, 2, 0, 1, 4, 4, 3] + [0] * 7
_HOURS = [1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 7, 6, 6, 7, 7, 8, 9, 9, 8, 6, 4, 3, 2]


# The days of which one still sees what began.
LATELY = timedelta(days=8)


@dataclass(frozen=True)
class Volume:
    """How much happens: on an average day of the company."""

    cases: float
    requests: float


def live(
    begin: datetime, end: datetime, volume: Volume, rng: random.Random, tell: Callable[[datetime], None]
) -> Counter[str]:
    """Run the company from one moment to another; the tally says what happened."""
    world = World(rng=rng, now=begin, until=end, react=lambda world, item: None)
    serving, cooperating, leading = Serving(world), Cooperating(world), Leading(world)
    projecting, meetings = Projecting(world), meeting.Meeting(world)
    writing, sharing, announcing = Writing(world), Sharing(world), Announcing(world)
    shifts = Shifts(world, serving)
    handing, plans = Handing(world), planning.Planning(world)
    handlers = {
        "service": serving.handle,
        "collaboration": cooperating.handle,
        **dict.fromkeys(small.KEYS, leading.handle),
        **dict.fromkeys(projects.KEYS, projecting.handle),
        **dict.fromkeys(meeting.KEYS, meetings.handle),
        **dict.fromkeys(planning.KEYS, plans.handle),
        **dict.fromkeys(WRITTEN, writing.handle),
        **dict.fromkeys(shared.KEYS, sharing.handle),
        **dict.fromkeys(ANNOUNCED, announcing.handle),
        **dict.fromkeys(HANDED, handing.handle),
    }
    # How often the smaller procedures begin, as a share of the requests, and how many times as often of late: what
    # began in the last days is what one meets when one looks around.
    seldom = (
        (0.35, 3, leading.assign),
        (0.05, 3, leading.submit),
        (0.15, 2, leading.report),
        (0.04, 2, leading.seal),
        (0.1, 2, leading.mark_opinion),
        (0.05, 4, meetings.call),
        (0.4, 16, sharing.borrow),
        (0.01, 1, sharing.send_to_test),
        (0.15, 3, writing.write),
        (0.05, 3, writing.put_down),
        (0.03, 6, plans.talk),
        (0.12, 3, announcing.tell_department),
        (0.03, 2, announcing.tell_all),
        (0.02, 8, handing.begin),
    )

    def react(_world: World, item: WorkItem) -> None:
        handler = handlers.get(item.matter.procedure)
        if handler is not None:
            handler(item)

    world.react = react
    sharing.begin()
    projecting.begin()
    Aiming(world).begin()
    shifts.begin()
    day = clock.local(begin).replace(hour=0, minute=0, second=0)
    world.at(begin, meetings.begin_series)
    world.at(begin + timedelta(hours=2), plans.begin)
    world.at(max(begin, clock.local(end - LATELY).replace(hour=9, minute=10)), sharing.regulars)
    while day < end:
        world.at(day + timedelta(hours=8), meetings.plan)
        world.at(day + timedelta(hours=8, minutes=5), plans.morning)
        for hour in range(8, 20, 2):
            world.at(day + timedelta(hours=hour, minutes=5), sharing.hourly)
            world.at(day + timedelta(hours=hour, minutes=6), handing.hourly)
        world.at(day + timedelta(hours=7), announcing.tidy)
        for moment in _moments(rng, day, volume.cases, _HOURS):
            world.at(moment, serving.arrive)
        if calendars.get("office").is_working_day(day.date()):
            world.at(day + timedelta(hours=8, minutes=20), projecting.morning)
            for hour in (9, 14):
                world.at(day + timedelta(hours=hour, minutes=10), world.look_through)
            late = end - day <= LATELY
            for share, more, begin_one in ((1.0, 1, cooperating.ask), *seldom):
                average = volume.requests * share * (more if late else 1) * 7 / 5
                for moment in _moments(rng, day, average, _OFFICE):
                    world.at(moment, begin_one)
        day += timedelta(days=1)
    world.run(tell)
    return world.tally


def _moments(rng: random.Random, day: datetime, average: float, hours: list[int]) -> list[datetime]:
    count = int(average) + (rng.random() < average % 1)
    count = max(0, round(rng.gauss(count, count**0.5 / 2))) if count else 0
    return [
        day + timedelta(hours=rng.choices(range(24), hours)[0], seconds=rng.randrange(3600))
        for _ in range(count)
    ]
