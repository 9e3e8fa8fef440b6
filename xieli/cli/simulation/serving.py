"""How customer service, field crews and other departments handle customers' demands, imperfectly (4.3)."""

from datetime import timedelta
from typing import Any

from xieli.customers.models import Customer
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person
from xieli.procedures.service.models import CaseDetails
from xieli.stations.models import Charger

from . import words
from .world import World

# The mix of demands in percent, and which department can solve them.
MIX = {
    "charging_failed": (28, "OM"),
    "wrong_charge": (16, "FI"),
    "station_unavailable": (14, "OM"),
    "connector_stuck": (9, "OM"),
    "occupation_fee": (8, "OP"),
    "invoice": (8, "FI"),
    "refund": (6, "FI"),
    "interconnection": (5, "RD"),
    "installation": (4, "MK"),
    "other": (2, "OP"),
}
KINDS = {"fault": 55, "consultation": 24, "complaint": 12, "opinion": 6, "report": 1}
CHANNELS = {"hotline": 62, "qr": 18, "app": 14, "web": 6}


class Serving:
    """Brings in cases, and knows what each step of a case makes its holder do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.customers = list(Customer.objects.filter(merged_into=None)[:2000])
        self.chargers = list(Charger.objects.select_related("station"))
        self.departments = {row.code: row for row in organisation.departments()}

    def arrive(self) -> None:
        """A customer calls, scans or writes."""
        rng = self.world.rng
        demand = rng.choices(list(MIX), [share for share, _ in MIX.values()])[0]
        kind = "fault" if demand in words.HARDWARE else rng.choices(list(KINDS), list(KINDS.values()))[0]
        channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        customer, charger = rng.choice(self.customers), rng.choice(self.chargers)
        data = {
            "kind": kind,
            "demand": demand,
            "phone": customer.phone,
            "caller_name": customer.name,
            "text": words.demand(rng, demand, charger),
            **({"charger": charger.code} if demand in words.HARDWARE or rng.random() < 0.5 else {}),
            **(
                {"order_no": f"D{self.world.now:%y%m%d%H%M}{rng.randint(10, 99)}"}
                if demand in words.BILLING
                else {}
            ),
            **({"urgency": "safety"} if demand == "connector_stuck" and rng.random() < 0.1 else {}),
        }
        if channel == "hotline":
            self._open(Actor.of(self.an_agent()), {**data, "channel": channel}, customer)
        else:
            self._open(Actor.customer(customer.pk), data, customer)

    def _open(self, actor: Actor, data: dict[str, Any], customer: Customer) -> None:
        try:
            matter = open_matter(
                "service", actor, "record", data, now=self.world.now, customer_id=customer.pk
            )
        except ActionError as refused:
            self.world.tally[f"refused: record: {refused.code}"] += 1
            return
        self.world.tally["cases"] += 1
        self.world.follow(matter)

    def an_agent(self, but: int | None = None) -> Person:
        """Whoever picks up the telephone."""
        people = [one for one in organisation.people_with_duty("agent") if one.pk != but]
        return self.world.rng.choice(people)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a case."""
        plan = getattr(self, f"_{item.step}", None)
        if plan is not None:
            plan(item, CaseDetails.objects.get(pk=item.matter_id))

    def _soon(self, minutes: float, deed: Any, spread: float = 0.6) -> None:
        self.world.at(self.world.now + timedelta(seconds=max(60, self.world.around(minutes, spread))), deed)

    def _dispatch(self, item: WorkItem, case: CaseDetails) -> None:
        world, agent, matter = self.world, self.an_agent(), item.matter_id
        code = MIX[case.demand][1]
        on_the_spot = (
            0.6
            if case.kind == "consultation"
            else 0.25
            if case.demand in ("invoice", "occupation_fee")
            else 0
        )
        if item.round.back_to_id is not None:
            self._soon(12, lambda: world.act(matter, "resubmit", agent, words.supplement(case), item.pk))
        elif world.chance(on_the_spot):
            self._soon(
                5,
                lambda: world.act(matter, "answer", agent, words.answered(world.rng, case.demand), item.pk),
            )
        else:
            wrong = world.chance(0.03)
            to = self.departments[world.rng.choice(("OP", "OM", "RD")) if wrong else code]
            data = {
                "department": str(to.uid),
                "urgency": case.urgency,
                "fix": ("remote" if world.chance(0.4) else "on_site")
                if case.demand in words.HARDWARE
                else "",
                "note": words.note(world.rng, case.demand),
            }
            typical = 3 if case.urgency == "safety" else 6 if case.urgency == "fault" else 11
            self._soon(typical, lambda: world.act(matter, "dispatch", agent, data, item.pk))

    def _confirm_answer(self, item: WorkItem, case: CaseDetails) -> None:
        world, agent, matter = self.world, self.an_agent(), item.matter_id
        if world.chance(0.07):
            self._soon(
                40, lambda: world.act(matter, "not_helped", agent, {"reason": words.NOT_HELPED}, item.pk)
            )
        else:
            data = {"rating": world.rng.choice((5, 5, 4, 4, 3))}
            self._soon(60, lambda: world.act(matter, "confirmed", agent, data, item.pk))

    def _accept(self, item: WorkItem, case: CaseDetails) -> None:
        world, matter = self.world, item.matter_id
        assert item.department is not None
        person = world.holder(item, duty="dispatcher" if item.department.code == "OM" else "")
        crew = organisation.people_with_duty("field_engineer", item.department)
        handler = world.rng.choice(crew or organisation.members_of(item.department))
        urgent = case.urgency != "ordinary"
        moment = (
            world.now + timedelta(seconds=world.around(5))
            if urgent
            else world.working(person, world.around(45, 0.9))
        )
        wrong = item.department.code != MIX[case.demand][1]
        if wrong or world.chance(0.035):
            ground = "wrong_addressee" if wrong else world.rng.choice(("missing", "missing", "wrong_fact"))
            data = {"ground": ground, "reason": words.returned(ground)}

            def return_it() -> None:
                if not world.act(matter, "return_", person, data, item.pk):
                    self._take(item, person, handler)

            world.at(moment, return_it)
        else:
            world.at(moment, lambda: self._take(item, person, handler))

    def _take(self, item: WorkItem, person: Person, handler: Person) -> None:
        self.world.act(item.matter_id, "accept", person, {"handler": str(handler.uid)}, item.pk)

    def _contact(self, item: WorkItem, case: CaseDetails) -> None:
        world, person = self.world, self.world.holder(item)
        urgent = case.urgency != "ordinary"
        moment = (
            world.now + timedelta(seconds=world.around(12))
            if urgent
            else world.working(person, world.around(90, 0.8))
        )
        data = {"text": words.CONTACT[world.rng.randrange(len(words.CONTACT))]}
        world.at(moment, lambda: world.act(item.matter_id, "contact", person, data, item.pk))

    def _solve(self, item: WorkItem, case: CaseDetails) -> None:
        world, person = self.world, self.world.holder(item)
        if case.urgency != "ordinary" and not case.arrived_at and case.fix != "remote":
            data = {"note": "已到达现场。"}
            self._soon(55, lambda: world.act(item.matter_id, "arrive", person, data, item.pk))
        if world.chance(0.06):
            self._soon(
                20, lambda: world.act(item.matter_id, "ask", person, {"question": words.QUESTION}, item.pk)
            )
        if world.chance(0.10):
            self._soon(25, lambda: self._ask_help(item, person))
        if world.chance(0.08) and item.due_at is not None:
            self._soon(45, lambda: self._give_notice(item, person))
        if case.urgency != "ordinary":
            moment = world.now + timedelta(seconds=world.around(25 if case.fix == "remote" else 150, 0.8))
        else:
            moment = world.working(person, world.around(240, 0.9))
        world.at(moment, lambda: self._solved(item, person, case, tries=6))

    def _solved(self, item: WorkItem, person: Person, case: CaseDetails, tries: int) -> None:
        data = words.result(self.world.rng, case.demand)
        done = self.world.act(item.matter_id, "resolve", person, data, item.pk)
        still = WorkItem.objects.filter(pk=item.pk, closed_at=None).exists()
        if not done and still and tries:
            moment = self.world.working(person, self.world.around(120))
            self.world.at(moment, lambda: self._solved(item, person, case, tries - 1))

    def _ask_help(self, item: WorkItem, person: Person) -> None:
        """Another department's help, as a child request."""
        world = self.world
        if not WorkItem.objects.filter(pk=item.pk, closed_at=None).exists():
            return
        others = [one for code, one in self.departments.items() if code in ("RD", "FI", "OM", "EN", "PU")]
        to: Department = world.rng.choice([one for one in others if one.pk != item.department_id])
        try:
            child = open_child(
                item.matter_id,
                "assist",
                Actor.of(person),
                "send",
                words.assistance(world.rng, to),
                now=world.now,
            )
        except ActionError as refused:
            world.tally[f"refused: assist: {refused.code}"] += 1
            return
        world.tally["assistance"] += 1
        world.follow(child)

    def _give_notice(self, item: WorkItem, person: Person) -> None:
        row = WorkItem.objects.filter(pk=item.pk, closed_at=None).first()
        if row is not None and row.due_at is not None:
            new = self.world.working(person, 3600 * self.world.rng.choice((4, 8, 16)), since=row.due_at)
            self.world.act(row.matter_id, "give_notice", person, words.late(self.world.rng, new), row.pk)

    def _chase(self, item: WorkItem, case: CaseDetails) -> None:
        world, person = self.world, self.world.holder(item)
        data = {"text": words.REPLIED}
        actor = Actor.customer(item.matter.customer_id) if world.chance(0.6) else Actor.of(person)
        self._soon(420, lambda: world.acts(item.matter_id, "replied", actor, data), 1.0)

    def _check(self, item: WorkItem, case: CaseDetails) -> None:
        world, agent, matter = self.world, self.an_agent(), item.matter_id
        if world.chance(0.05):
            data = {"ground": world.rng.choice(("missing", "wrong_fact")), "reason": words.CHECK_FAILED}
            self._soon(35, lambda: world.act(matter, "return_", agent, data, item.pk))
        else:
            self._soon(25, lambda: world.act(matter, "passed", agent, {}, item.pk))

    def _call_back(self, item: WorkItem, case: CaseDetails, tries: int = 0) -> None:
        agent = self.an_agent()
        self._soon(200 + 90 * tries, lambda: self._called(item, case, agent, tries), 0.7)

    def _called(self, item: WorkItem, case: CaseDetails, agent: Person, tries: int) -> None:
        world, matter = self.world, item.matter_id
        if world.chance(0.14) and tries < 3:
            world.act(matter, "missed", agent, {"note": "无人接听"}, item.pk)
            self._call_back(item, case, tries + 1)
        elif tries >= 3:
            if not world.act(matter, "unreached", agent, {"reason": "三次不同时段均未接通"}, item.pk):
                self._call_back(item, case, 2)
        elif world.chance(0.06):
            world.act(matter, "reopen", agent, {"text": words.DISSATISFIED, "rating": "2"}, item.pk)
        else:
            rating = world.rng.choice((5, 5, 5, 4, 4, 4, 3))
            if not world.act(matter, "satisfied", agent, {"rating": rating}, item.pk) and tries < 3:
                self._call_back(item, case, tries + 1)

    def _determine(self, item: WorkItem, case: CaseDetails) -> None:
        person = self.world.holder(item)
        data = {"text": "经复核，处理符合规定，予以结案并向客户说明。", "decision": "uphold"}
        self._soon(300, lambda: self.world.act(item.matter_id, "determine", person, data, item.pk))

    def _advise(self, item: WorkItem, case: CaseDetails) -> None:
        person = self.world.holder(item)
        self._soon(
            90,
            lambda: self.world.act(
                item.matter_id, "advise", person, {"text": "已核对，可按此办理。"}, item.pk
            ),
        )

    def _decide_extension(self, item: WorkItem, case: CaseDetails) -> None:
        decide_extension(self.world, item)


def decide_extension(world: World, item: WorkItem) -> None:
    """Whoever was asked for more time mostly agrees, some hours later."""
    person = world.holder(item)
    verdict = "approve" if world.chance(0.85) else "refuse"
    data = (
        {"opinion": "同意延期，请按新期限完成。"}
        if verdict == "approve"
        else {"reason": "客户已等待较久，请按原期限完成。"}
    )
    moment = world.working(person, world.around(50))
    world.at(moment, lambda: world.act(item.matter_id, verdict, person, data, item.pk))
