"""A project of 运维检修中心 on its way, and what tests ask of it. Monday 7 September 2026 is an ordinary day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem
from xieli.procedures.project.plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task

MONDAY = clock.at(2026, 9, 7, 9, 0)


def small_plan(one: int, other: int, start: date = date(2026, 10, 12)) -> Plan:
    """Three tasks in a row and a milestone: T1 (one) → T2 (other) → T3 (one) → M1."""
    return Plan(
        start=start,
        tasks=(
            Task("T1", "勘察设计", days=5, department=one, weight=2, deliverable="设计方案"),
            Task("T2", "设备采购", days=10, department=other, weight=3),
            Task("T3", "安装调试", days=5, department=one, weight=5),
            Task("M1", "投运", kind="milestone"),
        ),
        dependencies=(Dependency("T1", "T2"), Dependency("T2", "T3"), Dependency("T3", "M1")),
        budget=(BudgetLine("设备费", Decimal("300000"), "技改资金"),),
        criteria=(Criterion("C1", "枪头可用率", "不低于 99%", "运行记录", (one,)),),
        responsibilities=(Responsibility(one, "实施", "R"), Responsibility(other, "采购", "R")),
    )


def application(cast: Any, **changed: Any) -> dict[str, Any]:
    """What the applicant fills in."""
    return {
        "title": "快充站扩容改造", "kind": "renovation", "urgency": "ordinary", "declared_level": "key",
        "background": "排队时间长", "objectives": "扩容 12 个终端", "content": "增设终端并改造配电",
        "results": "12 个终端投运", "starts_on": "2026-10-12", "ends_on": "2026-12-31",
        "milestones": [{"name": "投运", "due": "2026-12-20"}],
        "budget_lines": [{"subject": "设备费", "amount": "300000", "source": "技改资金"}],
        "cooperation": [{"department": str(cast.fi.uid), "purpose": "资金安排"}],
        "risks": [{"risk": "到货延迟", "answer": "备选供应商"}],
        **changed,
    }  # fmt: skip


def applied(cast: Any, now: datetime = MONDAY, **changed: Any) -> Matter:
    """顾长川 of 运维检修中心 applies."""
    return open_matter("project", Actor.of(cast.guchangchuan), "apply", application(cast, **changed), now=now)


def act(matter: Matter, who: Any, action: str, now: datetime = MONDAY, **data: Any) -> Matter:
    """An act of a person (or of the product: None); words that forms insist on are filled in."""
    words = {"reason": "说明", "opinion": "意见", "text": "内容"} | data
    perform(matter, action, Actor.of(who) if who is not None else SYSTEM, words, now=now)
    matter.refresh_from_db()
    return matter


def checking(cast: Any, **changed: Any) -> Matter:
    """Reviewed by the head: with the PMO."""
    return act(applied(cast, **changed), cast.maguoqiang, "approve")


def defective(cast: Any) -> Matter:
    """The PMO found something missing."""
    rows = [{"field": "benefit", "defect": "没有写效益"}]
    return act(checking(cast), cast.shenruozhou, "find_defects", defects=rows)


def assessing(cast: Any, **changed: Any) -> Matter:
    """Finance and the auditors are asked."""
    matter = checking(cast, **changed)
    rows = [
        {"department": str(cast.fi.uid), "dimensions": ["money"]},
        {"department": str(cast.au.uid), "dimensions": ["legal", "safety"]},
    ]
    return act(matter, cast.shenruozhou, "ask_assessors", assessors=rows)


def concluding(cast: Any, **changed: Any) -> Matter:
    """Finance says feasible, the auditors under a condition."""
    matter = assessing(cast, **changed)
    act(matter, cast.qianwenbo, "feasible", necessity="needed")
    conditions = [{"condition": "取得消防意见"}]
    return act(matter, cast.yanzheng, "conditional", necessity="needed", conditions=conditions)


def deciding(cast: Any) -> Matter:
    """Concluded by the PMO: with the executive in charge."""
    return act(concluding(cast), cast.shenruozhou, "conclude", level="key", conclusion="同意", conditions=[])


def naming_leader(cast: Any, conditions: list[dict[str, Any]] | None = None, **changed: Any) -> Matter:
    """Concluded by the PMO and decided by the executive in charge."""
    matter = concluding(cast, **changed)
    act(matter, cast.shenruozhou, "conclude", level="key", conclusion="同意", conditions=conditions or [])
    return act(matter, cast.suwanqing, "grant")


def establishing(cast: Any, **given: Any) -> Matter:
    """丁建 leads; the heads of 运维 and 财务 have named their people."""
    matter = naming_leader(cast, **given)
    act(
        matter, cast.shenruozhou, "name_leader", leader=str(cast.dingjian.uid),
        departments=[str(cast.om.uid), str(cast.fi.uid)],
    )  # fmt: skip
    act(matter, cast.maguoqiang, "name_members", members=[{"person": str(cast.guchangchuan.uid)}])
    return act(matter, cast.qianwenbo, "name_members", members=[{"person": str(cast.bailu.uid)}])


def noticing(cast: Any, plan: Plan | None = None, **given: Any) -> Matter:
    """The plan is handed in, the PMO is to send the notice."""
    matter = establishing(cast, **given)
    plan = plan or small_plan(cast.om.pk, cast.fi.pk)
    act(matter, cast.dingjian, "write_plan", plan=plan.to_json())
    return act(matter, cast.dingjian, "submit_plan")


def executing(cast: Any, plan: Plan | None = None, **given: Any) -> Matter:
    """The notice is out, the plan is in force."""
    return act(noticing(cast, plan, **given), cast.shenruozhou, "issue")


def owed(matter: Matter) -> list[tuple[str, str]]:
    """(step, person's name or department's code) of each open item."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("round", "seat__ordinal")
    return [(item.step, item.person.name if item.person else item.department.code) for item in items]
