"""How superiors assign, heads submit what can't be settled, staff report problems, opinions are followed (3.1–3.3, 4.3.c)."""

from typing import Any

from xieli.core import clock
from xieli.documents.models import Document, Seal
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from . import words
from .serving import decide_extension
from .world import World

KEYS = (
    "assignment",
    "instruction",
    "coordination",
    "problem",
    "customer_opinion",
    "opinion_digest",
    "seal_use",
)


class Leading:
    """Brings in the small procedures, and knows what each of their steps makes its holder do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = [row for row in organisation.departments() if row.code != "LD"]

    def _open(self, key: str, person: Person, action: str, data: dict[str, Any]) -> None:
        try:
            matter = open_matter(key, Actor.of(person), action, data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: {key}: {refused.code}"] += 1
            return
        self.world.tally[key] += 1
        self.world.follow(matter)

    def _when(self, person: Person, days: int) -> str:
        moment = self.world.working(person, 8 * 3600 * days)
        return clock.local(moment).strftime("%Y-%m-%dT%H:%M")

    def _headed(self) -> Department:
        return self.world.rng.choice([row for row in self.departments if row.head_id])

    def assign(self) -> None:
        """A head gives a subordinate a dated task; now and then an executive instructs a head."""
        department = self._headed()
        head = organisation.person_by_id(department.head_id or 0)
        assert head is not None
        if self.world.chance(0.3):
            leader = organisation.executive_of(department)
            assert leader is not None
            self._give("instruction", leader, head)
        else:
            others = [one for one in organisation.members_of(department) if one.pk != head.pk]
            self._give("assignment", head, self.world.rng.choice(others))

    def _give(self, key: str, giver: Person, taker: Person) -> None:
        title = self.world.rng.choice(words.TASKS)
        data = {
            "title": title,
            "content": f"{title}，请按期完成并汇报。",
            "assignee": str(taker.uid),
            "needed_by": self._when(giver, self.world.rng.choice((2, 3, 5))),
        }
        if key == "instruction":
            data["needed_by"] = self._when(giver, self.world.rng.choice((5, 8, 10)))
            source = self.world.rng.choice(("meeting", "document", "inspection"))
            data |= {"source": source, "rhythm": self.world.rng.choice(("", "weekly"))}
        self._open(key, giver, "assign", data)

    def submit(self) -> None:
        """Two departments can't agree: a head asks for coordination."""
        mine, other = self.world.rng.sample([row for row in self.departments if row.head_id], 2)
        head = organisation.person_by_id(mine.head_id or 0)
        assert head is not None
        title, position = self.world.rng.choice(words.DISPUTES)
        data = {
            "title": title,
            "content": f"{title}，两部门多次沟通未达成一致。",
            "others": [str(other.uid)],
            "position": position,
            "wish": "请明确由哪个部门牵头。",
        }
        self._open("coordination", head, "submit", data)

    def report(self) -> None:
        """Somebody meets a problem another can solve."""
        one, other = self.world.rng.sample(self.departments, 2)
        person = self.world.rng.choice(organisation.members_of(one))
        solver = self.world.rng.choice(organisation.members_of(other))
        severity = self.world.rng.choices(("minor", "major", "critical"), (7, 3, 1))[0]
        data = {
            "content": self.world.rng.choice(words.PROBLEMS),
            "severity": severity,
            "solver": str(solver.uid),
        }
        self._open("problem", person, "report", data)

    def seal(self) -> None:
        """Who raised a matter wants the seal on the newest decision or instruction."""
        document = (
            Document.objects.filter(status="valid", imprint=None, seal_uses=None).order_by("-id").first()
        )
        if document is None:
            return
        matter = Matter.objects.get(pk=document.matter)
        person = organisation.person_by_id(matter.initiator_id or 0)
        if person is None:  # nobody raised it: a series opened it by itself
            return
        mark = self.world.rng.choice(Seal.objects.order_by("id"))
        data = {"document": document.number, "seal": str(mark.uid), "purpose": "存档并分送有关部门。"}
        self._open("seal_use", person, "apply", data)

    def mark_opinion(self) -> None:
        """An agent marks what a customer said as worth more than its case."""
        cases = Matter.objects.filter(procedure="service", state__in=("checked", "followed"))
        case = cases.order_by("-opened_at").first()
        agent = self.world.rng.choice(organisation.people_with_duty("agent"))
        if case is None:
            return
        data = {
            "text": self.world.rng.choice(words.OPINIONS),
            **({"grave": "on"} if self.world.chance(0.1) else {}),
        }
        try:
            child = open_child(case, "opinion", Actor.of(agent), "submit", data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: opinion: {refused.code}"] += 1
            return
        self.world.tally["customer_opinion"] += 1
        self.world.follow(child)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a small procedure."""
        if item.step == "decide_extension":
            decide_extension(self.world, item)
            return
        planned = self._plan(item)
        if planned is None:
            return
        action, data, minutes, duty = planned
        person = self.world.holder(item, duty=duty)
        moment = self.world.working(person, self.world.around(minutes, 0.8))
        self.world.at(moment, lambda: self.world.act(item.matter_id, action, person, data, item.pk))

    def _plan(self, item: WorkItem) -> tuple[str, dict[str, Any], float, str] | None:
        """(act, what is filled in, typical working minutes, duty of who does it)."""
        rng, again = self.world.rng, self.world.chance(0.1)
        lead = rng.choice([row for row in self.departments if row.code in ("OP", "OM", "RD", "FI")])
        executor = item.matter.lead_department or lead
        left = (item.due_at - self.world.now).total_seconds() / 60 if item.due_at else 0.0
        plans: dict[str, tuple[str, dict[str, Any], float, str]] = {
            "report_back": (
                "report_back",
                {"result": "已完成，情况见附件。"},
                min(2400.0, max(120.0, left / 5)),
                "",
            ),
            "give_progress": ("acknowledge", {"percent": "50", "progress": "按要求推进中。"}, 200, ""),
            "judge": ("send_back", {"reason": "数据口径不一致，请核对。"}, 200, "")
            if again
            else ("close", {"opinion": "同意。"}, 240, ""),
            "decide": ("decide", {"decision": words.DECISION, "executor": str(executor.uid)}, 300, ""),
            "approve": ("approve", {"opinion": "同意用印。"}, 120, ""),
            "stamp": ("stamp", {"opinion": "已用印。"}, 90, ""),
            "carry_out": ("carry_out", {"outcome": "已按决定落实。"}, 900, ""),
            "confirm": ("confirm", {"opinion": "已落实。"}, 240, ""),
            "solve": ("propose", {"solution": "已处理，请确认。"}, 500, ""),
            "agree": ("disagree", {"reason": "问题仍然存在。"}, 200, "") if again else ("agree", {}, 260, ""),
            "assign_opinion": ("assign", {"department": str(lead.uid)}, 60, "service_manager"),
            "answer_opinion": (
                "answer",
                {"adopted": "partly", "answer": "已列入改进计划，下月完成。"},
                1500,
                "",
            ),
            "tell_outcome": ("tell", {"told": "已电话告知客户处理结果。"}, 200, "agent"),
            "compile_digest": ("issue", {"foreword": "本月客户意见集中在占位提示与站点照明。"}, 600, ""),
        }
        return plans.get(item.step)
