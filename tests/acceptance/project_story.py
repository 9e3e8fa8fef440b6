"""The first half of a project's story, as seven people play it: from the application to the first task (clause 4.1)."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_every_page import faults
from tests.live import Product
from xieli.core import clock

SEVEN = ("guchangchuan", "maguoqiang", "shenruozhou", "qianwenbo", "suwanqing", "luchengyuan", "dingjian")
TITLE = "昌北站快充扩容改造"
SECRET = "资金来源没有落实，须先取得授信"


class Story:
    """Seven people and the project they work on."""

    def __init__(self, product: Product, visit: Callable[..., Visitor]) -> None:
        self.product, self.browsers = product, {who: visit(who) for who in SEVEN}
        self.applicant, self.head, self.pmo, self.finance = (self.browsers[who] for who in SEVEN[:4])
        self.executive, self.manager, self.leader = (self.browsers[who] for who in SEVEN[4:])
        self.faults: list[str] = []
        self.start = self._begin()

    def _begin(self) -> date:
        """Today, or the last working day: what begins then can be handed out at once."""
        from xieli.procedures.project.calendar import days, today

        on = today(clock.now())
        with self.product.database():
            while not days().works(on):
                on -= timedelta(days=1)
        return on

    def matters(self, **wanted: Any) -> list[Any]:
        """What there is of this project, as it is now."""
        from xieli.matters.models import Matter

        with self.product.database():
            return list(Matter.objects.filter(**wanted).order_by("pk"))

    def project(self, version: int = 2) -> Any:
        [found] = self.matters(procedure="project", title=TITLE, project__version=version)
        return found

    def child(self, procedure: str, **wanted: Any) -> Any:
        return self.matters(procedure=procedure, parent=self.project(), **wanted)[-1]

    def perform(self, matter: Any, who: str, action: str, **data: Any) -> None:
        """An act of somebody whose seat is like one that is played in a browser."""
        from xieli.matters.actors import Actor
        from xieli.matters.commands import perform

        with self.product.database():
            perform(matter.pk, action, Actor.of(self.product.cast.people[who]), data)

    def look(self, visitor: Visitor, name: str) -> None:
        """No barrier on the page that is open; nothing sticks out of a phone."""
        if folder := os.environ.get("XIELI_SHOTS"):
            for width in (1440, 360):
                visitor.page.set_viewport_size({"width": width, "height": 860})
                visitor.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        self.faults += faults(visitor.page, name)


def apply_and_be_refused(story: Story) -> None:
    applicant, head = story.applicant, story.head
    applicant.go("/new/project/")
    story.look(applicant, "application")
    applicant.fill(
        title=TITLE, kind="renovation", declared_level="key", background="高峰时排队超过一小时",
        objectives="扩容 12 个终端", content="增设终端并改造配电", results="12 个终端投运",
        starts_on=str(story.start), ends_on=str(story.start + timedelta(days=60)),
    )  # fmt: skip
    applicant.row("milestones", name="投运", due=str(story.start + timedelta(days=50)))
    applicant.row("budget_lines", subject="设备费", amount="300000", source="技改资金")
    applicant.row("cooperation", department="财务部", purpose="资金安排")
    applicant.row("risks", risk="到货延迟", answer="备选供应商")
    applicant.page.get_by_role("button", name="提交申请", exact=True).click()
    applicant.page.wait_for_url("**/m/**")
    first = applicant.page.url
    head.go(first)
    head.act("驳回", reason="没有写明效益，投入产出说不清")
    applicant.go(first)
    applicant.sees("未批准")
    applicant.sees("没有写明效益，投入产出说不清")


def begin_again(story: Story) -> None:
    """All that was typed is there again; the new version names the refused one."""
    applicant, head = story.applicant, story.head
    page = applicant.page
    page.get_by_role("button", name="再次发起", exact=True).click()
    page.wait_for_url("**/new/project/?draft=**")
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name^=risks-][name$=-answer]").first).to_have_value("备选供应商")
    applicant.fill(benefit="日均多充 60 车次，两年收回投入")
    page.get_by_role("button", name="提交申请", exact=True).click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    head.go(page.url)
    head.act("同意", opinion="效益已补充，同意申报")


def assess(story: Story) -> None:
    """The auditors' opinion is nobody else's business until finance has given theirs."""
    pmo, finance, executive = story.pmo, story.finance, story.executive
    pmo.go(story.project().get_absolute_url())
    pmo.panel("审查通过，请部门评估")
    pmo.page.locator("[data-rows='assessors'] tbody tr").first.get_by_role("checkbox", name="资金").check()
    pmo.row("assessors", department="审计法务部", dimensions=["合规", "安全保障"])
    pmo.send("审查通过，请部门评估")
    story.perform(story.project(), "yanzheng", "feasible", necessity="needed", reasons="合规，手续齐备")
    finance.go(story.project().get_absolute_url())
    finance.sees("各部门的意见在全部提交后公开")
    expect(finance.page.get_by_text("合规，手续齐备")).to_have_count(0)
    finance.panel("附条件可行")
    finance.fill(necessity="needed", reasons=SECRET)
    finance.row("conditions", condition="取得银行授信")
    finance.send("附条件可行")
    executive.go(story.project().get_absolute_url())
    executive.sees("合规，手续齐备")
    executive.sees(SECRET)


def decide(story: Story) -> None:
    """The PMO concludes with the condition the department asked for; the executive in charge decides."""
    pmo, executive = story.pmo, story.executive
    pmo.go(story.project().get_absolute_url())
    dialog = pmo.panel("建议立项")
    expect(dialog.locator("[name=conditions-0-condition]")).to_have_value("取得银行授信")
    pmo.fill(level="key", conclusion="可行，先落实授信")
    pmo.send("建议立项")
    executive.go(story.project().get_absolute_url())
    executive.act("同意立项", opinion="同意，抓紧实施")


def staff(story: Story) -> None:
    pmo, head, finance = story.pmo, story.head, story.finance
    pmo.go(story.project().get_absolute_url())
    pmo.act("指定负责人", leader="丁建")
    for visitor, person in ((head, "顾长川"), (finance, "白露")):
        visitor.go(story.project().get_absolute_url())
        visitor.panel("指定成员")
        visitor.row("members", person=person, role="实施")
        visitor.send("指定成员")


def plan(story: Story) -> None:
    """T1 → T2 → M1 beside T3: money, criteria and who answers for what, in the tables of one form."""
    leader = story.leader
    leader.go(story.project().get_absolute_url())
    leader.panel("编制计划")
    leader.fill(start=str(story.start))
    om, fi = "运维检修中心", "财务部"
    for code, name, days, after, own in (
        ("T1", "勘察设计", "1", "", om), ("T2", "设备采购", "10", "T1", fi), ("T3", "安装调试", "10", "T1", om),
    ):  # fmt: skip
        leader.row(
            "tasks", code=code, name=name, kind="task", days=days, after=after, department=own, weight="3"
        )
    milestone = leader.page.locator("[name=tasks-0-after]")
    expect(leader.page.locator("[name=tasks-0-name]")).to_have_value("投运")  # as applied for
    milestone.fill("T2; T3")
    leader.page.locator("[name=tasks-0-not_before]").fill("")
    leader.row("criteria", code="C1", text="枪头可用率", standard="不低于 99%", departments=[om, fi])
    leader.row("criteria", code="C2", text="费用在预算内", evidence="结算单", departments=[fi])
    leader.row("responsibilities", area="实施", department=om, role="R")
    leader.row("responsibilities", area="采购", department=fi, role="A")
    leader.send("编制计划")
    leader.go(f"/projects/{story.project().uid}/plan/")
    leader.sees("设备采购")
    leader.sees("职责分工（RACI）")
    story.look(leader, "plan")
    leader.go(story.project().get_absolute_url())
    leader.act("提交计划", opinion="计划已编好")


def meet_the_condition(story: Story) -> None:
    """The condition is somebody's task, and before it is done there is no notice."""
    pmo = story.pmo
    task = story.child("project_task", state="doing")
    pmo.go(story.project().get_absolute_url())
    pmo.refused("下发立项通知书", task.number, opinion="下发")
    deliver(story, story.applicant, task, "授信批复〔2026〕8 号")


def deliver(story: Story, doer: Visitor, task: Any, evidence: str) -> None:
    """Delivered by who does it, accepted by who looks at it."""
    doer.go(task.get_absolute_url())
    doer.act("提交成果", evidence=evidence)
    with story.product.database():
        task.refresh_from_db()
        accepter = task.project_task.accepter.pinyin
    if accepter in story.browsers:
        judge = story.browsers[accepter]
        judge.go(task.get_absolute_url())
        judge.act("验收通过", opinion="已查验")
    else:
        story.perform(task, accepter, "accept_task", opinion="已查验")


def issue(story: Story) -> None:
    pmo, head, finance = story.pmo, story.head, story.finance
    pmo.go(story.project().get_absolute_url())
    pmo.act("下发立项通知书", opinion="请各部门按计划执行")
    pmo.sees("执行中")
    for visitor in (head, finance):
        visitor.go(story.project().get_absolute_url())
        visitor.press("签收")
    assert dates(story) == {"T2": 0, "T3": 0}


def dates(story: Story) -> dict[str, int]:
    """By how many working days the ends of the two long tasks have moved since the notice."""
    from xieli.procedures.project.calendar import days
    from xieli.procedures.project.models import PlanTask

    with story.product.database():
        rows = PlanTask.objects.filter(project=story.project(), code__in=("T2", "T3"))
        counted = days()
        return {row.code: counted.first(row.due_on) - counted.first(row.original_end) for row in rows}


def first_task(story: Story) -> None:
    """Done, it sets the next two going at once."""
    deliver(story, story.applicant, story.child("project_task", title="勘察设计"), "设计方案已审定")
    leader = story.leader
    leader.go(f"/projects/{story.project().uid}/")
    leader.sees("设备采购")
    story.look(leader, "project")
    assert {one.title for one in story.matters(parent=story.project(), procedure="project_task", state="doing")} == {
        "设备采购", "安装调试",
    }  # fmt: skip
