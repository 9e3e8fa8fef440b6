"""What a hotline has beside its cases: shifts handed over, calls counted, one cause that brings in many customers (4.3)."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from xieli.core import clock
from xieli.core.sheets import Row
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.models import Matter, WorkItem
from xieli.organisation.models import Person
from xieli.procedures.service import calls, grouping
from xieli.procedures.service.models import Duty, Incident
from xieli.procedures.service.roster import commands as roster

from . import words
from .serving import Serving
from .world import World

COUNTED = timedelta(days=3)
# How long before now a cause that hits many began: all but the last are over.
CAUSES = (timedelta(days=66), timedelta(days=23), timedelta(hours=2))
LASTS = timedelta(hours=5)


class Shifts:
    """Notes at the end of each shift, the telephone system's list of calls, incidents with one answer for all."""

    def __init__(self, world: World, serving: Serving) -> None:
        self.world = world
        self.serving = serving

    def begin(self) -> None:
        """Everything stands on the agenda from the first day."""
        led = Duty.objects.filter(leads=True, ends_at__gt=self.world.now, begins_at__lt=self.world.until)
        for duty in led.order_by("begins_at", "pk"):
            self.world.at(duty.ends_at - timedelta(minutes=12), partial(self._write, duty.pk))
        for ago in CAUSES:
            if self.world.until - ago > self.world.now:
                self.world.at(self.world.until - ago, self._one_cause)
        self.world.at(self.world.until - timedelta(minutes=1), self._count_calls)

    def _write(self, pk: int) -> None:
        duty = Duty.objects.select_related("shift", "person").filter(pk=pk).first()
        if duty is None:  # given to somebody else meanwhile
            return
        text = self.world.rng.choice(words.SHIFT_NOTES)
        note = roster.write_note(duty.shift, duty.day, duty.person, text)
        after = Duty.objects.filter(
            shift__department=duty.shift.department_id, leads=True, begins_at__gte=duty.ends_at
        ).order_by("begins_at").first()  # fmt: skip
        if after is not None:
            moment = after.begins_at + timedelta(minutes=self.world.rng.randint(-5, 15))
            self.world.at(moment, lambda: self._sign(note, after.person))

    def _sign(self, note: Any, person: Person) -> None:
        try:
            roster.sign_note(note, person, self.world.rng.choice(("已核对，无异议。", "")))
        except ValidationError:
            self.world.tally["refused: sign note"] += 1
        else:
            self.world.tally["shift notes"] += 1

    def _one_cause(self) -> None:
        """A whole station without power: several customers within minutes, one case leads, one answer to all."""
        rng, world = self.world.rng, self.world
        agent = self.serving.an_agent()
        charger = rng.choice(self.serving.chargers)
        cases = [self._call(agent, charger.code, said) for said in rng.sample(words.BLACKOUT, 3)]
        lead, *others = cases
        data = {"department": str(self.serving.departments["OM"].uid), "urgency": "fault", "fix": "on_site"}
        incident = grouping.begin(lead, agent, words.BANNER, [charger.station])
        grouping.join_all(incident, others, agent)
        world.seen.update(WorkItem.objects.filter(matter__in=others).values_list("pk", flat=True))
        world.act(lead, "dispatch", agent, data)
        world.at(world.now + LASTS, lambda: self._answer(incident, agent))

    def _call(self, agent: Person, charger: str, said: str) -> Matter:
        customer = self.world.rng.choice(self.serving.customers)
        data = {
            "kind": "fault", "demand": "station_unavailable", "phone": customer.phone, "caller_name": customer.name,
            "text": said, "charger": charger, "channel": "hotline",
        }  # fmt: skip
        self.world.tally["cases"] += 1
        return open_matter(
            "service", Actor.of(agent), "record", data, now=self.world.now, customer_id=customer.pk
        )

    def _answer(self, incident: Incident, agent: Person) -> None:
        grouping.answer_all(incident, agent, words.RESTORED)

    def _count_calls(self) -> None:
        """The calls of the last days as the telephone system gives them out: answered ones, and some lost in the queue."""
        rng, since = self.world.rng, self.world.until - COUNTED
        cases = Matter.objects.filter(procedure="service", case__channel="hotline", opened_at__gt=since)
        rows = []
        for matter in cases.select_related("case").order_by("pk"):
            agent = matter.events.order_by("seq").values_list("actor__number", flat=True).first()
            length = rng.randint(60, 420)
            began = matter.opened_at - timedelta(seconds=length)
            rows.append(
                _call(matter.case.phone, began, rng.randint(2, 40), length, agent or "", matter.number or "")
            )
        for _lost in range(len(rows) // 5 + 1):
            customer, ago = rng.choice(self.serving.customers), timedelta(minutes=rng.randint(30, 4000))
            rows.append(_call(customer.phone, self.world.until - ago, rng.randint(20, 90), 0, "", ""))
        calls.check(rows)
        self.world.tally["calls"] += calls.apply(rows, None).created


def _call(number: str, began: datetime, queue: int, length: int, agent: str, case: str) -> Row:
    values = {
        "number": number, "started_at": clock.local(began).replace(microsecond=0), "queue_seconds": queue,
        "duration_seconds": length, "agent": agent, "recording": "", "case": case,
    }  # fmt: skip
    return Row(0, values=values)
