"""How far the company's goals are: measures, read at the end of each month by the department that answers (1.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from xieli.core import clock
from xieli.goals.measures import record, set_measures
from xieli.goals.models import Goal, Measure
from xieli.organisation import queries as organisation

from .world import World

# Goal → (measure, unit, where it began, where it shall be, how much of the way was gone by today).
MEASURES = {
    "MB-01": (("回访满意率", "%", "91.2", "95", 0.72), ("投诉量", "件/万单", "6.5", "4", 0.55)),
    "MB-02": (("协作任务及时完成率", "%", "86", "95", 0.81),),
    "MB-03": (("新增超充站", "座", "0", "12", 0.58),),
    "MB-04": (("减排二氧化碳", "吨", "0", "30000", 0.86),),
}


@dataclass(frozen=True)
class Aiming:
    """Sets the measures, and reads them month after month."""

    world: World

    def begin(self) -> None:
        """The measures are there from the first day; a reading follows on the last day of each month."""
        for goal in Goal.objects.filter(code__in=MEASURES):
            rows = [
                {"name": name, "unit": unit, "start": Decimal(start), "target": Decimal(target), "weight": 1}
                for name, unit, start, target, _ in MEASURES[goal.code]
            ]
            set_measures(goal, [{"uid": None, **row} for row in rows])
        for moment in month_ends(self.world.now, self.world.until):
            self.world.at(moment, self.read)

    def read(self) -> None:
        """Every measure of every goal, some way from its start to where it is today."""
        begin = clock.local(self.world.until).date().replace(month=1, day=1)
        on = clock.local(self.world.now).date()
        gone = (on - begin).days / max(1, (clock.local(self.world.until).date() - begin).days)
        for measure in Measure.objects.filter(goal__code__in=MEASURES).select_related("goal__department"):
            share = next(row[4] for row in MEASURES[measure.goal.code] if row[0] == measure.name)
            way = (measure.target - measure.start) * Decimal(str(round(share * gone, 4)))
            person = organisation.head_of(measure.goal.department)
            if person is not None:
                value = (measure.start + way).quantize(Decimal("0.1"))
                record(measure, person, on=on, value=value, note="月末数据")
                self.world.tally["readings"] += 1


def month_ends(begin: datetime, end: datetime) -> Iterator[datetime]:
    """Five in the afternoon of the last day of each month between two moments, and yesterday."""
    day = clock.local(begin).replace(hour=17, minute=0, second=0, microsecond=0)
    while day < end:
        if (day + timedelta(days=1)).month != day.month or end - day < timedelta(days=1):
            yield day
        day += timedelta(days=1)
