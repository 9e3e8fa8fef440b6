"""What lies on the desks of the people one can try: matters of this working day, begun and not finished.

A history in which everything was handled in time leaves nothing to try; so the last hours are played for them
by name, through the engine like everything else, and what they owe next is left to whoever looks around.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xieli.core import clock
from xieli.customers.models import Customer
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person
from xieli.procedures.assignment.permissions import in_line
from xieli.stations.models import Charger

from . import words

# How long ago (minutes) a case was recorded, its demand and nature, and how far it has come since.
CASES = (
    (6, "wrong_charge", "consultation", ()),
    (9, "station_unavailable", "fault", ("dispatch",)),
    (50, "charging_failed", "complaint", ("dispatch", "accept")),
    (25, "charging_failed", "fault", ("dispatch", "accept")),
    (210, "station_unavailable", "fault", ("dispatch", "accept", "contact", "arrive")),
    (130, "charging_failed", "fault", ("dispatch", "accept", "contact", "arrive", "resolve")),
    (190, "connector_stuck", "fault", ("dispatch", "accept", "contact", "arrive", "resolve", "passed")),
)


@dataclass
class Today:
    """The day's people by their duty, and its end."""

    end: datetime
    rng: random.Random
    faces: list[Person]

    def who(self, duty: str) -> Person | None:
        """The one to be tried who has this duty and least else."""
        found = [one for one in self.faces if duty in organisation.duties_of(one)]
        return min(found, key=lambda one: (len(organisation.duties_of(one)), one.pk), default=None)

    def case(self, ago: int, demand: str, kind: str, steps: Iterable[str]) -> None:
        """A customer's demand as far as `steps`, spread over the minutes since."""
        agent, dispatcher, engineer = map(self.who, ("agent", "dispatcher", "field_engineer"))
        if agent is None or dispatcher is None or engineer is None:
            return
        customer, charger = self.rng.choice(self.customers), self.rng.choice(self.chargers)
        begun = self.end - timedelta(minutes=ago)
        data = {
            "kind": kind,
            "demand": demand,
            "phone": customer.phone,
            "caller_name": customer.name,
            "text": words.demand(self.rng, demand, charger),
            "charger": charger.code,
            "channel": "hotline",
        }
        matter = self._open("service", agent, "record", data, begun, customer_id=customer.pk)
        urgency = "fault" if kind == "fault" else "ordinary"
        department = str(engineer.department.uid) if engineer.department else ""
        acts: dict[str, tuple[Person, dict[str, Any]]] = {
            "dispatch": (agent, {"department": department, "urgency": urgency, "fix": "on_site"}),
            "accept": (dispatcher, {"handler": str(engineer.uid)}),
            "contact": (engineer, {"text": words.CONTACT[0]}),
            "arrive": (engineer, {"note": "已到达现场。"}),
            "resolve": (engineer, words.result(self.rng, demand)),
            "passed": (agent, {}),
        }
        moment = begun
        for step in steps:
            moment += timedelta(minutes=min(4, ago / 4) if step in ("dispatch", "accept") else ago / 6)
            person, filled = acts[step]
            with clock.turned_to(moment):
                perform(matter, step, Actor.of(person), filled, now=moment)

    def request(self, asking: Person, to: Person, title: str, ago: int, *, take: bool, deliver: bool) -> None:
        """One department asks another; taken by `to` in person, perhaps delivered."""
        if to.department is None:
            return
        begun = self.end - timedelta(minutes=ago)
        data = {
            "title": title,
            "lead_department": str(to.department.uid),
            "content": f"{title}，用于当前工作。",
            "standard": "数据齐全，口径一致。",
            "urgency": "ordinary",
        }
        matter = self._open("collaboration", asking, "send", data, begun)
        boss = organisation.head_of(to.department) or to
        for wanted, person, act, filled in (
            (take, boss, "accept", {"handler": str(to.uid)}),
            (deliver, to, "deliver", {"result": f"{title}已完成，见说明。"}),
        ):
            if wanted:
                begun += timedelta(minutes=ago / 4)
                with clock.turned_to(begun):
                    perform(matter, act, Actor.of(person), filled, now=begun)

    def dispute(self, one: Department, other: Department) -> None:
        """Two departments of one executive can't agree; it waits for that executive."""
        head = organisation.head_of(one)
        if head is not None:
            title, position = words.DISPUTES[0]
            data = {
                "title": title,
                "content": f"{title}，两部门多次沟通未达成一致。",
                "others": [str(other.uid)],
                "position": position,
                "wish": "请明确由哪个部门牵头。",
            }
            self._open("coordination", head, "submit", data, self.end - timedelta(minutes=90))

    def task(self, giver: Person, taker: Person, title: str, days: int, progress: str = "") -> None:
        """What a superior gave somebody: a leader's to a head is watched over, and its progress told."""
        begun = self.end - timedelta(days=1 + days // 3)
        needed = clock.local(self.end + timedelta(days=days)).replace(hour=17, minute=30)
        data = {
            "title": title,
            "content": f"{title}，请按期完成并汇报。",
            "assignee": str(taker.uid),
            "needed_by": needed.strftime("%Y-%m-%dT%H:%M"),
        }
        watched = {"source": "meeting", "source_text": "公司高层例会", "rhythm": "weekly"} if progress else {}
        key = "instruction" if progress else "assignment"
        matter = self._open(key, giver, "assign", {**data, **watched}, begun)
        if progress:
            told = begun + timedelta(hours=20)
            with clock.turned_to(told):
                filled = {"percent": "40", "progress": progress}
                perform(matter, "report_progress", Actor.of(taker), filled, now=told)

    def _open(
        self, key: str, person: Person, act: str, data: dict[str, Any], moment: datetime, **options: Any
    ) -> Matter:
        with clock.turned_to(moment):
            return open_matter(key, Actor.of(person), act, data, now=moment, **options)

    def __post_init__(self) -> None:
        self.customers = list(Customer.objects.filter(merged_into=None).order_by("id")[:50])
        self.chargers = list(Charger.objects.select_related("station").order_by("id")[:50])


def leave_open(faces: list[Person], seed: int) -> None:
    """Lay today's unfinished work on the desks of `faces`."""
    today = Today(clock.now(), random.Random(seed), faces)
    for ago, demand, kind, steps in CASES:
        today.case(ago, demand, kind, steps)
    askers = [one for duty in ("agent", "field_engineer") if (one := today.who(duty))]
    others = [one for one in faces if one not in askers and not organisation.area_of(one)]
    for place, one in enumerate(others):
        from_elsewhere = [asker for asker in askers if asker.department_id != one.department_id]
        for done, asker in enumerate(from_elsewhere[: 1 + place % 2]):
            title = words.subject(today.rng)[1]
            today.request(
                asker, one, title, 300 + 150 * place, take=bool(done or place % 3), deliver=bool(done)
            )
    heads = [one for one in faces if organisation.headed_by(one) and not organisation.area_of(one)]
    leaders = [one for one in faces if organisation.area_of(one)]
    for head in heads:
        for leader, (title, progress) in zip(leaders, words.INSTRUCTIONS, strict=False):
            if in_line(leader, head):
                today.task(leader, head, title, 6, progress)
    for face in faces:
        above = organisation.head_of(face.department) if face.department else None
        if above is not None and not organisation.headed_by(face) and face not in leaders:
            today.task(above, face, today.rng.choice(words.TASKS), 2)
    for executive in faces:
        area = [one for one in organisation.departments() if one.executive_id == executive.pk and one.head_id]
        if len(area) > 1:
            today.dispute(area[0], area[1])
