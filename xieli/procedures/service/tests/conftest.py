"""The scene of all service tests: a station with a charger, and cases taken as far as a test wants."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Event, Matter
from xieli.organisation.models import Person
from xieli.procedures.service.models import CaseDetails, Shift
from xieli.stations import commands as stations
from xieli.stations.models import Charger, Station

TUESDAY = clock.at(2026, 11, 24, 9)
STUCK = {"kind": "fault", "demand": "connector_stuck", "text": "枪拔不出来，赶火车", "phone": "19900001234"}


class Play:
    """Acts of a case, one after another, each at its own minute: `play.act(cast.linwan, "dispatch", …)`."""

    def __init__(self, cast: Cast, charger: Charger) -> None:
        self.cast, self.charger, self.now = cast, charger, TUESDAY
        self.case: Matter

    def record(self, by: Person | Actor | None = None, **data: Any) -> Matter:
        """A new case, by default 林晚's record of a stuck connector at the charger."""
        actor = by if isinstance(by, Actor) else Actor.of(by or self.cast.linwan)
        values = {**STUCK, "charger": self.charger.code, **data}
        with clock.turned_to(self.now):
            self.case = open_matter("service", actor, "record", values, customer_id=actor.customer_id)
        return self.case

    def act(
        self, by: Person | Actor, action: str, *, after: timedelta = timedelta(minutes=1), **data: Any
    ) -> Event:
        """One act, `after` the one before."""
        self.now += after
        actor = by if isinstance(by, Actor) else Actor.of(by)
        with clock.turned_to(self.now):
            event = perform(self.case.pk, action, actor, data)
        self.case = Matter.objects.get(pk=self.case.pk)
        return event

    @property
    def details(self) -> CaseDetails:
        """The case's own fields, fresh."""
        return CaseDetails.objects.get(pk=self.case.pk)

    def dispatch(self, **data: Any) -> Event:
        """To the maintenance centre, by 林晚."""
        values = {"department": str(self.cast.om.uid), "urgency": self.details.urgency, **data}
        return self.act(self.cast.linwan, "dispatch", **values)

    def to(self, state: str) -> "Play":
        """The usual way, as far as `state`."""
        steps: list[Callable[[], object]] = [
            lambda: self.record(),
            lambda: self.dispatch(),
            lambda: self.act(self.cast.guchangchuan, "accept"),
            lambda: self.act(self.cast.guchangchuan, "contact", text="已电话联系，半小时内到"),
            lambda: self.act(
                self.cast.guchangchuan, "resolve", cause="connector", result="手动解锁，更换锁止机构"
            ),
            lambda: self.act(self.cast.zhaoxiaotang, "passed"),
            lambda: self.act(self.cast.zhaoxiaotang, "satisfied", rating=5),
        ]
        names = ["recorded", "dispatched", "accepted", "resolving", "resolved", "checked", "followed"]
        for step in steps[: names.index(state) + 1]:
            step()
        assert self.case.state == state
        return self


@pytest.fixture
def charger(cast: Cast) -> Charger:
    place = Station(code="YG-CS-0012", name="云港高铁东站", address="东站路 1 号", operator=cast.om)
    place.latitude, place.longitude = "34.600000", "119.220000"  # type: ignore[assignment]
    stations.save_station(place)
    return stations.save_charger(Charger(station=place, code="YG-CS-0012-07", power_kw=120), 2)


@pytest.fixture
def play(cast: Cast, charger: Charger) -> Play:
    return Play(cast, charger)


@pytest.fixture
def shifts(cast: Cast) -> dict[str, Shift]:
    kinds = {"早班": (8, 16), "晚班": (16, 0), "夜班": (0, 8)}
    found = {
        name: Shift.objects.create(department=cast.om, name=name, begins=time(begins), ends=time(ends))
        for name, (begins, ends) in kinds.items()
    }
    found["待命"] = Shift.objects.create(
        department=cast.om, name="待命", begins=time(18), ends=time(8), on_call=True
    )
    found["客服"] = Shift.objects.create(department=cast.cs, name="白班", begins=time(8), ends=time(20))
    return found
