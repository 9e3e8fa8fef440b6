"""A project of the same cast on its way from the last task to the archive. It is planned to end on 6 November 2026."""

from dataclasses import replace
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child
from xieli.matters.models import Matter
from xieli.procedures.project.models import PlanTask
from xieli.procedures.project.plan import Criterion, Plan

from .play import act, executing, small_plan

NOVEMBER = clock.at(2026, 11, 9, 9)
EVIDENCE = [{"criterion": "C1", "text": "运行记录"}, {"criterion": "C2", "text": "结算单"}]


def plan(cast: Any) -> Plan:
    """C1 is judged by 运维检修中心 and 财务部, C2 by 财务部 alone."""
    criteria = (
        Criterion("C1", "枪头可用率", "不低于 99%", "运行记录", (cast.om.pk, cast.fi.pk)),
        Criterion("C2", "费用在预算内", "", "结算单", (cast.fi.pk,)),
    )
    return replace(small_plan(cast.om.pk, cast.fi.pk), criteria=criteria)


def carried_out(cast: Any, *, left: bool = False) -> Matter:
    """Every task done on its day; what was handed out is accepted unless it is `left` open."""
    project = act(executing(cast, plan(cast)), None, "advance", clock.at(2026, 10, 12, 9))
    for task in Matter.objects.filter(parent=project, procedure="project_task"):
        act(task, cast.guchangchuan, "deliver", clock.at(2026, 10, 16, 16), evidence="设计方案")
        if not left:
            act(task, cast.dingjian, "accept_task", clock.at(2026, 10, 16, 17))
    for row in PlanTask.objects.filter(project=project):
        row.actual_start, row.actual_end, row.percent = row.planned_start, row.planned_end, 100
        row.save()
    return project


def asked(cast: Any, project: Matter | None = None, **changed: Any) -> Matter:
    """丁建 asks for acceptance."""
    data = {"statement": "全部完成", "evidence": EVIDENCE, **changed}
    project = project or carried_out(cast)
    return open_child(project, "acceptance", Actor.of(cast.dingjian), "ask_acceptance", data, now=NOVEMBER)


def judging(cast: Any, project: Matter | None = None) -> Matter:
    """沈若舟 organises it."""
    group = [{"person": str(cast.chengke.uid), "role": "监督"}]
    return act(
        asked(cast, project), cast.shenruozhou, "organise", NOVEMBER, held_on="2026-11-12", place="昌北站",
        group=group,
    )  # fmt: skip


def line(criterion: str, verdict: str = "pass", remark: str = "") -> dict[str, str]:
    """A word on a criterion."""
    return {"criterion": criterion, "verdict": verdict, "evidence": "已现场查验", "remark": remark}


def judged(cast: Any, matter: Matter, who: Any, *lines: dict[str, str]) -> Matter:
    """A department's words."""
    act(matter, who, "judge", NOVEMBER, lines=list(lines))
    return matter


def rectifying(cast: Any, project: Matter | None = None) -> Matter:
    """财务部 finds C2 failed."""
    matter = judging(cast, project)
    judged(cast, matter, cast.maguoqiang, line("C1"))
    return judged(cast, matter, cast.qianwenbo, line("C1"), line("C2", "fail", "超出预算"))


def mended(cast: Any) -> None:
    """Whatever is to be mended under an acceptance is, and found so."""
    for item in Matter.objects.filter(procedure="rectification", closed_at=None):
        act(item, cast.dingjian, "take_on", NOVEMBER, lead_department=str(cast.om.uid))
        act(item, cast.guchangchuan, "submit_proof", NOVEMBER, result="已整改", proof="照片")
        act(item, item.rectification.checker, "confirm", NOVEMBER)


def reported(cast: Any, matter: Matter, **changed: Any) -> Matter:
    """《项目验收报告》 is issued."""
    words = {
        "conclusion": "达到要求",
        "quality": "合格",
        "safety": "无事故",
        "papers": "齐全",
        "final_cost": "298000",
    }
    return act(matter, cast.shenruozhou, "issue_report", NOVEMBER, **words, **changed)


def accepted(cast: Any, project: Matter | None = None, **changed: Any) -> Matter:
    """All departments let it pass."""
    matter = judging(cast, project)
    judged(cast, matter, cast.maguoqiang, line("C1"))
    judged(cast, matter, cast.qianwenbo, line("C1"), line("C2"))
    return reported(cast, matter, **changed)
