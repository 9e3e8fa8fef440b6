"""How the company's projects go from application to archive, with late lines, a change and a failed acceptance (4.1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.project.chores import ask_for_reports, move_on
from xieli.procedures.project.models import PlanTask

from .venture_steps import STEPS, Planned, goal, uids
from .ventures import ANY_LINE, VENTURES, Venture
from .world import World

KEYS = ("project", "project_task", "project_report", "plan_change", "project_acceptance", "rectification")


class Projecting:
    """Brings in the projects, and knows what each of their steps makes its holder do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ids = {row.code: row.pk for row in organisation.departments()}
        self.ventures: dict[int, Venture] = {}

    def begin(self) -> None:
        """Put on the agenda the applications that fall into the history, and the daily round of the worker."""
        for venture in VENTURES:
            moment = self.world.until - timedelta(days=venture.ago)
            if moment >= self.world.now:
                self.world.at(moment, lambda one=venture: self._apply(one))  # type: ignore[misc]

    def morning(self) -> None:
        """What the worker does by itself; then everybody looks at what is new."""
        move_on()
        ask_for_reports()
        items = WorkItem.objects.filter(closed_at=None, matter__procedure__in=KEYS)
        for item in items.exclude(pk__in=self.world.seen).select_related("matter", "department"):
            self.world.seen.add(item.pk)
            self.world.react(self.world, item)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a project or of what belongs to it."""
        if item.step == "execute":
            self._every_week(item)
            return
        venture = self.ventures.get(item.matter.parent_id or item.matter_id) or self._venture(item.matter)
        assert venture is not None
        person = self.world.holder(item)
        own = getattr(self, f"_{item.step}", None)
        if own is not None:
            planned: Planned | None = own(item, venture, person)
        else:
            plan = STEPS.get(item.step) or STEPS.get(f"{item.matter.procedure}.{item.step}")
            planned = plan(self.world, item, venture, person) if plan is not None else None
        if planned is not None:
            act, data, minutes = planned
            moment = self.world.working(person, self.world.around(minutes, 0.4))
            self._later(moment, item, act, person, data)

    def _later(
        self,
        moment: datetime,
        item: WorkItem,
        act: str,
        person: Person,
        data: dict[str, Any],
        then: Callable[[], None] | None = None,
    ) -> None:
        """Do it then, and what follows; what is refused while something is missing is tried again after two days."""

        def deed() -> None:
            if not WorkItem.objects.filter(pk=item.pk, closed_at=None).exists():
                return
            if not self.world.act(item.matter_id, act, person, data, item.pk):
                self.world.at(self.world.now + timedelta(days=2), deed)
            elif then is not None:
                then()

        self.world.at(moment, deed)

    def _venture(self, matter: Matter) -> Venture | None:
        """The project a rectification or the like stands under, however deep."""
        above: Matter | None = matter
        while above is not None and above.pk not in self.ventures:
            above = above.parent
        return self.ventures[above.pk] if above is not None else None

    # 4.1.a, 4.1.b: from the application to the notice

    def _apply(self, venture: Venture) -> None:
        department = next(row for row in organisation.departments() if row.code == venture.department)
        people = [one for one in organisation.members_of(department) if one.pk != department.head_id]
        data = venture.application(clock.local(self.world.now).date(), uids())
        data["goal"] = goal(venture.goal)
        person = self.world.rng.choice(people or organisation.members_of(department))
        try:
            matter = open_matter("project", Actor.of(person), "apply", data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: project: {refused.code}"] += 1
            return
        self.ventures[matter.pk] = venture
        self.world.tally["projects"] += 1
        self.world.follow(matter)

    def _establish(self, item: WorkItem, venture: Venture, person: Person) -> None:
        """The plan is handed in once it is written, however long writing took."""
        start = clock.local(self.world.now).date() + timedelta(days=7)
        plan = venture.plan(start, self.ids).to_json()

        def submit() -> None:
            moment = self.world.working(person, self.world.around(700, 0.3))
            self._later(moment, item, "submit_plan", person, {"opinion": "计划已与各部门核对。"})

        moment = self.world.working(person, self.world.around(700, 0.3))
        self._later(moment, item, "write_plan", person, {"plan": plan}, submit)

    # 4.1.c: while it runs

    def _carry_out(self, item: WorkItem, venture: Venture, person: Person) -> Planned | None:
        """Half way a word on progress; done about when the line's pace says."""
        details, now = item.matter.project_task, self.world.now
        while item.person_id is None and person.pk == details.accepter_id:  # nobody accepts their own work
            person = self.world.holder(item)
        line = next((one for one in venture.lines.values() if one.name == item.matter.title), ANY_LINE)
        left = (item.due_at - now).total_seconds() if item.due_at else 5 * 86400
        pace = line.pace * self.world.rng.uniform(0.92, 1.05)
        if not details.sent_back and not details.condition:
            percent = {"percent": 60, "evidence": "已完成主要工作，见现场记录。"}
            self._later(now + timedelta(seconds=left * pace * 0.6), item, "report_progress", person, percent)
        done = {"evidence": f"{line.deliverable or '成果'}已提交，见附件。"}
        self._later(now + timedelta(seconds=max(3600, left * pace)), item, "deliver", person, done)
        return None

    def _every_week(self, item: WorkItem) -> None:
        """The leader's Friday: the week's report, money spent, a risk; and whatever the project is ready for."""
        friday = clock.local(self.world.now) + timedelta(days=(4 - clock.local(self.world.now).weekday()) % 7)
        moment = friday.replace(hour=15, minute=self.world.rng.randrange(10, 50))
        self.world.at(moment, lambda: self._friday(item.matter_id, first=True))

    def _friday(self, project: int, *, first: bool = False) -> None:
        matter = Matter.objects.select_related("project__leader").get(pk=project)
        if matter.state != "executing" or matter.project.leader is None:
            return
        world, venture, leader = self.world, self.ventures[project], matter.project.leader
        day = clock.local(world.now).date()
        world.act(
            project,
            "report_week",
            leader,
            {"text": f"{day:%m月%d日}当周：各部门任务按计划推进，情况见部门周报。"},
        )
        subject, amount, _source = venture.budget[0]
        spent = {
            "subject": subject,
            "amount": str(int(float(amount) * 0.06)),
            "on": day.isoformat(),
            "voucher": "",
        }
        if world.chance(0.5):
            world.act(project, "record_cost", leader, spent)
        if first:
            self._first_week(matter, venture, leader)
        if not self._ready(matter, venture, leader):
            world.at(world.now + timedelta(days=7), lambda: self._friday(project))

    def _first_week(self, matter: Matter, venture: Venture, leader: Person) -> None:
        risk, answer = venture.risk
        due = (clock.local(self.world.now) + timedelta(days=45)).date().isoformat()
        data = {
            "text": risk,
            "likelihood": "2",
            "impact": "3",
            "answer": answer,
            "owner": str(leader.uid),
            "due": due,
        }
        self.world.act(matter.pk, "log_risk", leader, data)
        if venture.group:
            chair, *members = organisation.people_with_duty("executive")
            mandate = "审定计划变更、裁决部门争议、决定项目暂停。"
            until = (clock.local(self.world.now) + timedelta(days=300)).date().isoformat()
            people = [str(one.uid) for one in members[:2]] + [str(leader.uid)]
            group = {"mandate": mandate, "chair": str(chair.uid), "members": people, "until": until}
            manager = organisation.people_with_duty("general_manager")[0]
            self.world.act(matter.pk, "set_up_group", manager, group)
            self.world.at(self.world.now + timedelta(days=8), lambda: self._group_decides(matter.pk, chair))

    def _group_decides(self, project: int, chair: Person) -> None:
        """What a leading group decides of its own accord, and who is to see to it."""
        matter = Matter.objects.get(pk=project)
        if matter.state != "executing" or matter.lead_department is None:
            return
        rows = [{"content": "按周报送关键设备排产进度。", "department": str(matter.lead_department.uid)}]
        said = "关键设备的到货情况由项目负责人每周报领导小组；影响里程碑的，当天报告。"
        data = {"subject": "关键设备到货跟踪", "decision": said, "follow_ups": rows}
        self.world.act(project, "group_decides", chair, data)
        for child in Matter.objects.filter(parent__parent=matter, procedure="resolution", closed_at=None):
            self.world.follow(child)

    def _ready(self, matter: Matter, venture: Venture, leader: Person) -> bool:
        """Ask for a change, for acceptance, or to close, when it is time. True when nothing is left to watch."""
        if Matter.objects.filter(parent=matter, procedure="project_acceptance", state="passed").exists():
            return self.world.act(matter.pk, "close_project", leader, {"opinion": "验收通过，申请结项。"})
        rows = PlanTask.objects.filter(project=matter, dropped=False).exclude(kind="phase")
        if not rows.filter(actual_end=None).exists():
            if not Matter.objects.filter(parent=matter, procedure="project_acceptance").exists():
                evidence = [
                    {"criterion": f"C{n}", "text": "检验记录"} for n, _ in enumerate(venture.criteria, 1)
                ]
                data = {"statement": "计划任务全部完成，申请验收。", "evidence": evidence}
                self._child(matter, "acceptance", leader, "ask_acceptance", data)
        elif venture.change and rows.get(code=venture.change[0]).percent >= 60 and not _changed(matter):
            self._child(matter, "change", leader, "open_change", {"reason": venture.change[2]})
        return False

    def _child(self, matter: Matter, label: str, person: Person, action: str, data: dict[str, Any]) -> None:
        try:
            child = open_child(matter, label, Actor.of(person), action, data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: {action}: {refused.code}"] += 1
            return
        self.world.follow(child)

    def _prepare_change(self, item: WorkItem, venture: Venture, person: Person) -> Planned:
        assert venture.change is not None
        code, days, reason = venture.change
        plan = item.matter.plan_draft.plan
        tasks = tuple(replace(one, days=days) if one.code == code else one for one in plan.tasks)
        moment = self.world.working(person, self.world.around(300, 0.3))
        self._later(moment, item, "write_change", person, {"plan": replace(plan, tasks=tasks).to_json()})
        return "submit_change", {"reason": reason, "effect": "工期相应顺延，费用不变。"}, 900

    # 4.1.d: acceptance, mending, archive

    def _rectify(self, item: WorkItem, venture: Venture, person: Person) -> None:
        """Asked again once everything found is mended."""
        evidence = [{"criterion": f"C{n}", "text": "检验记录"} for n, _ in enumerate(venture.criteria, 1)]
        data = {"statement": "整改事项已全部复查合格，申请复验。", "evidence": evidence}
        self._later(self.world.now + timedelta(days=6), item, "ask_again", person, data)


def _changed(project: Matter) -> bool:
    return Matter.objects.filter(parent=project, procedure="plan_change").exists()
