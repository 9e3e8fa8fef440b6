"""How departments plan their quarters, report on what they planned, sum it up; what heads talk over (3.2.a, 3.2.b)."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from xieli.core import clock
from xieli.goals.queries import open_goals
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person
from xieli.procedures.assignment.chores import ask_for_progress
from xieli.procedures.work_plan import chores
from xieli.procedures.work_plan.models import Fate, PlanDetails, PlanLine

from .world import World

KEYS = ("work_plan", "plan_item")
ITEMS = (
    ("修订本部门作业指导书", "发布新版并完成宣贯"), ("开展季度业务培训", "参训率不低于 95%"),
    ("清理逾期未结事项", "存量清零"), ("完成设备台账核对", "账实相符率 100%"),
    ("优化跨部门对接流程", "平均等待时间下降 20%"), ("推进数据看板上线", "部门负责人验收"),
    ("开展安全隐患排查", "隐患闭环整改"), ("完成供应商季度评价", "出具评价报告"),
    ("编制下季度预算", "按时报送财务部"), ("客户回访专项", "回访覆盖率 90%"),
)  # fmt: skip
TOPICS = (
    ("节假日值班怎么排", "各部门值班人数请先通气。", ("运维两班倒，客服三班。", "我们留一名对接人。")),
    (
        "跨部门工单转办太多",
        "最近来回转办的工单多了，商量一下主办口径。",
        ("先按职责清单，有争议的每周五碰一次。",),
    ),
    (
        "新站点投运前的配合",
        "下月两座站投运，验收、宣传、客服话术要同步。",
        ("话术我们来写。", "验收表本周发。"),
    ),
)


class Planning:
    """Begins the plans, and does what each of their steps asks of its holder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = [row for row in organisation.departments() if row.code != "LD" and row.head_id]

    def begin(self) -> None:
        """Every department plans the quarter it is in."""
        for department in self.departments:
            head = _head(department)
            data = {"cadence": "quarter", "starts_on": clock.local(self.world.now).date().isoformat()}
            data["department"] = str(department.uid)
            self._open("work_plan", head, "begin", data)

    def morning(self) -> None:
        """What the worker does each day."""
        chores.move_on()
        chores.ask_for_next()
        ask_for_progress()
        for matter in Matter.objects.filter(procedure__in=(*KEYS, "instruction"), closed_at=None):
            self.world.follow(matter)

    def talk(self) -> None:
        """A head takes something to the heads' channel; one or two answer."""
        rng = self.world.rng
        title, content, answers = rng.choice(TOPICS)
        heads = [
            _head(one) for one in rng.sample(self.departments, min(len(self.departments), len(answers) + 1))
        ]
        thread = self._open("heads_thread", heads[0], "post", {"title": title, "content": content})
        if thread is None:
            return
        for who, text in zip(heads[1:], answers, strict=False):
            moment = self.world.working(who, self.world.around(200))
            self.world.at(moment, partial(self.world.act, thread, "comment", who, {"text": text}))

    def _open(self, key: str, person: Person, action: str, data: dict[str, Any]) -> Matter | None:
        try:
            matter = open_matter(key, Actor.of(person), action, data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: {key}: {refused.code}"] += 1
            return None
        self.world.tally[key] += 1
        self.world.follow(matter)
        return matter

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a plan."""
        person, world = self.world.holder(item), self.world
        moment = world.working(
            person, world.around({"draw_up": 400, "judge_item": 300}.get(item.step, 200), 0.7)
        )
        if item.step == "sum_up":
            ends = PlanDetails.objects.get(matter=item.matter_id).ends_on
            moment = max(moment, _at(ends, 14) + timedelta(hours=20 * world.rng.random()))
        elif item.step == "do_item" and item.due_at is not None:
            late = timedelta(hours=world.rng.choice((-72, -48, -30, -20, -6, 16)))
            moment = max(moment, item.due_at + late)
            halfway = world.now + (moment - world.now) / 2
            self.world.at(halfway, lambda: self._report(item, person))
        world.at(moment, lambda: self._do(item, person))

    def _report(self, item: WorkItem, person: Person) -> None:
        data = {"percent": str(self.world.rng.choice((30, 50, 60, 80))), "note": "按计划推进。"}
        self.world.act(item.matter_id, "report_progress", person, data, item.pk)

    def _do(self, item: WorkItem, person: Person) -> None:
        plan = getattr(self, f"_{item.step}", None)
        if plan is not None:
            matter = Matter.objects.get(pk=item.matter_id)
            action, data = plan(matter, person)
            self.world.act(matter, action, person, data, item.pk)
            for child in Matter.objects.filter(parent=matter, closed_at=None):
                self.world.follow(child)

    def _draw_up(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        details = PlanDetails.objects.get(matter=matter)
        rng, lead = self.world.rng, matter.lead_department_id
        assert lead is not None
        goals, people = list(open_goals()), organisation.members_of(lead)
        kept = [_row(one) for one in PlanLine.objects.filter(plan=matter).select_related("owner")]
        length = (details.ends_on - details.starts_on).days
        fresh = [
            {
                "content": content,
                "standard": standard,
                "owner": str(rng.choice(people).uid),
                "due_on": (
                    details.starts_on + timedelta(days=rng.randrange(length // 3, length))
                ).isoformat(),
                **({"goal": str(rng.choice(goals).uid)} if goals and self.world.chance(0.6) else {}),
            }
            for content, standard in rng.sample(ITEMS, rng.choice((3, 4, 5)))
        ]
        data = {"focus": "保障站点可用率，提高一次解决率。", "lines": [*kept, *fresh]}
        try:
            perform(matter, "write_lines", Actor.of(person), data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: write_lines: {refused.code}"] += 1
        return "submit", {}

    def _confirm_as_head(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        return "confirm", {"opinion": "同意。"}

    def _confirm_plan(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        if self.world.chance(0.12):
            return "send_back", {"reason": "完成标准不够具体，请补充。"}
        return "confirm", {"opinion": "同意，请抓好落实。"}

    def _do_item(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        return "deliver", {"result": "已完成，资料已归档。"}

    def _judge_item(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        if self.world.chance(0.1):
            return "send_back", {"reason": "与完成标准还有差距。"}
        return "accept_item", {"opinion": "同意。"}

    def _sum_up(self, matter: Matter, person: Person) -> tuple[str, dict[str, Any]]:
        fates = [
            {
                "line": str(one.uid),
                "fate": "carried" if self.world.chance(0.8) else "dropped",
                "why": "外部条件未到位。",
            }
            for one in PlanLine.objects.filter(plan=matter, fate=Fate.OPEN)
        ]
        return "sum_up", {
            "summary": "本季度重点工作基本完成。",
            "lessons": "跨部门事项预留时间不足。",
            "fates": fates,
        }


def _head(department: Department) -> Person:
    found = organisation.head_of(department)
    assert found is not None
    return found


def _row(line: PlanLine) -> dict[str, Any]:
    return {
        "line": str(line.uid), "content": line.content, "standard": line.standard, "owner": str(line.owner.uid),
        "due_on": line.due_on.isoformat(),
    }  # fmt: skip


def _at(day: date, hour: int) -> Any:
    return clock.at(day.year, day.month, day.day, hour)
