"""What the holder of each step of a project does and fills in, and how long that usually takes (4.1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from xieli.core import clock
from xieli.goals.models import Goal
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.project import accepting

from .ventures import Venture
from .world import World

Planned = tuple[str, dict[str, Any], float]  # act, what is filled in, typical working minutes


def uids() -> dict[str, str]:
    """Department code → uid."""
    return {row.code: str(row.uid) for row in organisation.departments()}


def goal(code: str) -> str | None:
    """The uid of a goal, by its code."""
    found = Goal.objects.filter(code=code).first()
    return str(found.uid) if found is not None else None


def _head_review(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "approve", {"opinion": "同意申请，请项目办审查。"}, 400


def _formal_check(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    if venture.defects and not item.matter.events.filter(action="mend").exists():
        rows = [{"field": field, "defect": text} for field, text in venture.defects]
        return "find_defects", {"defects": rows}, 180
    asked: list[dict[str, Any]] = [
        {"department": uids()[code], "dimensions": list(what)} for code, what in venture.assessors
    ]
    return "ask_assessors", {"assessors": asked}, 240


def _mend_application(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    data = venture.application(clock.local(item.matter.opened_at).date(), uids())
    data |= {"benefit": "预计投资回收期 5.2 年。", "goal": goal(venture.goal), "opinion": "已按要求补正。"}
    return "mend", data, 500


def _assess(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned | None:
    if venture.fate == "assessing" and world.chance(0.5):
        return None
    code = item.department.code if item.department is not None else ""
    data: dict[str, Any] = {"necessity": "needed", "reasons": "符合公司规划，条件基本具备。"}
    if venture.fate == "rejected" and code == "FI":
        return "infeasible", {"necessity": "useful", "reasons": "资金来源未落实，未列入年度预算。"}, 700
    if venture.conditions and code in venture.conditions:
        data["conditions"] = [{"condition": venture.conditions[code]}]
        return "conditional", data, 800
    return "feasible", data, 700


def _conclude(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    if venture.fate == "rejected":
        return "reject", {"reason": "资金来源未落实，待列入下年度预算后重新申请。"}, 300
    rows = [
        {"condition": text, "department": uids()[venture.department], "asked_by": uids()[code], "days": 5}
        for code, text in (venture.conditions or {}).items()
    ]
    return (
        "conclude",
        {"level": venture.level, "conclusion": "各部门评估可行，建议立项。", "conditions": rows},
        300,
    )


def _decide(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "grant", {"opinion": "同意立项。"}, 300


def _decide_large(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "grant", {"opinion": "同意立项，请严格控制造价和工期。"}, 600


def _name_leader(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    department = next(row for row in organisation.departments() if row.code == venture.department)
    people = [one for one in organisation.members_of(department) if one.pk != department.head_id]
    codes = dict.fromkeys(line.department for line in venture.lines.values() if line.days)
    named: dict[str, Any] = {
        "leader": str(world.rng.choice(people).uid),
        "authority": "调配项目组成员，审批五万元以内支出。",
    }
    return "name_leader", named | {"departments": [uids()[one] for one in codes]}, 240


def _name_members(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    assert item.department is not None
    people = organisation.members_of(item.department)
    chosen = world.rng.sample(people, min(2, len(people)))
    return "name_members", {"members": [{"person": str(one.uid), "role": "成员"} for one in chosen]}, 240


def _issue(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "issue", {"opinion": "请各部门按计划执行。"}, 300


def _acknowledge(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "acknowledge", {}, 200


def _accept_task(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    if not item.matter.project_task.sent_back and world.chance(0.12):
        return "send_back", {"reason": "成果缺少签字页，请补齐。"}, 300
    return "accept_task", {"opinion": "符合要求。"}, 320


def _report_department(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    data = {"done": "本部门任务按计划推进。", "coming": "继续按计划实施。", "needs": ""}
    if world.chance(0.2):
        data["needs"] = "现场交叉作业较多，请协调施工窗口。"
    return "give", data, 300


def _review_change(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "approve", {"opinion": "同意调整，请提前告知后续工序。"}, 500


def _check_change(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "support_change", {"opinion": "变更理由属实。"}, 500


def _decide_change(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "approve_change", {"opinion": "同意变更，后续不得再延。"}, 500


def _organise(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    held = (clock.local(world.now) + timedelta(days=6)).date().isoformat()
    group = [{"person": str(person.uid), "role": "组织"}]
    return "organise", {"held_on": held, "place": "项目现场", "group": group}, 700


def _judge(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    details = item.matter.acceptance
    lines = []
    for asked in accepting.asked(item.matter, details.criteria, details.round):
        if asked.department != item.department_id:
            continue
        line = {
            "criterion": asked.criterion,
            "evidence": "已现场查验，记录齐全。",
            "verdict": "pass",
            "remark": "",
        }
        if venture.fails is not None and asked.criterion == venture.fails[0] and details.round == 1:
            line |= {"verdict": "fail", "remark": venture.fails[1]}
        lines.append(line)
    return "judge", {"lines": lines}, 1900


def _report_acceptance(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    cost = str(int(sum(float(amount) for _, amount, _ in venture.budget) * 0.97))
    words = {
        "conclusion": "达到立项要求，同意通过验收。",
        "quality": "合格",
        "safety": "无安全事故",
        "papers": "齐全",
    }
    return "issue_report", words | {"final_cost": cost, "handover": "移交运营管理部。"}, 900


def _meet_conditions(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "conditions_met", {"opinion": "条件均已落实。"}, 2400


def _archive(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "archive", {"opinion": "资料齐全，归档。"}, 2400


def _take_on(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "take_on", {"lead_department": str(item.matter.lead_department.uid)}, 300  # type: ignore[union-attr]


def _mend(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "submit_proof", {"result": "已按要求整改。", "proof": "整改前后照片和复测记录。"}, 1500


def _recheck(world: World, item: WorkItem, venture: Venture, person: Person) -> Planned:
    return "confirm", {"opinion": "复查合格。"}, 700


STEPS: dict[str, Callable[[World, WorkItem, Venture, Person], Planned | None]] = {
    "head_review": _head_review,
    "formal_check": _formal_check,
    "project.mend": _mend_application,
    "assess": _assess,
    "conclude": _conclude,
    "decide": _decide,
    "decide_large": _decide_large,
    "name_leader": _name_leader,
    "name_members": _name_members,
    "issue": _issue,
    "acknowledge": _acknowledge,
    "accept_task": _accept_task,
    "report_department": _report_department,
    "review_change": _review_change,
    "check_change": _check_change,
    "decide_change": _decide_change,
    "decide_large_change": _decide_change,
    "organise": _organise,
    "judge": _judge,
    "report_acceptance": _report_acceptance,
    "meet_conditions": _meet_conditions,
    "archive": _archive,
    "take_on": _take_on,
    "rectification.mend": _mend,
    "recheck": _recheck,
}
