"""One project by seven people in seven browsers: refused, begun again, assessed, established, changed, failed in its
acceptance, mended, accepted, closed and sealed (clause 4.1)."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.acceptance import project_story as begun
from tests.acceptance.people import Visitor
from tests.acceptance.project_story import Story, dates, deliver
from tests.live import Product

BEGINNING = (
    begun.apply_and_be_refused, begun.begin_again, begun.assess, begun.decide, begun.staff, begun.plan,
    begun.meet_the_condition, begun.issue, begun.first_task,
)  # fmt: skip


@pytest.fixture
def story(product: Product, visit: Callable[..., Visitor]) -> Iterator[Story]:
    played = Story(product, visit)
    yield played
    assert played.faults == []


def test_a_project_from_a_refused_application_to_the_archive(story: Story, tmp_path: Path) -> None:
    for scene in BEGINNING:
        scene(story)
    change(story)
    carry_out(story)
    fail_the_acceptance(story)
    rectify(story)
    pass_the_acceptance(story)
    close_and_archive(story, tmp_path)


def change(story: Story) -> None:
    """Three of eleven days more: whose line it is, PMO, executive, general manager; only then it moves."""
    leader, head, finance, pmo = story.leader, story.head, story.finance, story.pmo
    leader.go(story.project().get_absolute_url())
    leader.panel("申请计划变更")
    leader.page.wait_for_url("**/new/plan_change/**")
    leader.fill(reason="变压器到货推迟")
    leader.page.get_by_role("button", name="申请变更", exact=True).click()
    leader.page.wait_for_url("**/m/**")
    address = leader.page.url
    leader.panel("修改计划")
    line = leader.page.locator("tr", has=leader.page.locator("[name$=-code][value=T2]"))
    line.locator("[name$=-days]").fill("13")
    leader.send("修改计划")
    leader.act("提交变更", reason="变压器到货推迟", effect="推迟三个工作日，费用不变")
    uid = story.child("plan_change").uid
    finance.go(f"/projects/{uid}/plan/difference/")
    for text in ("设备采购", "完工变动", "财务", "总经理", "随之变动的日期", "投运"):
        finance.sees(text)
    expect(finance.page.locator("main").get_by_text("安装调试")).to_have_count(0)  # its dates stay
    story.look(finance, "difference")
    expect(head.go(address).page.locator("#actions").get_by_text("同意", exact=True)).to_have_count(0)
    finance.go(address).act("同意", opinion="同意调整")
    story.look(finance, "change")
    pmo.go(address).act("审核通过", opinion="理由充分")
    story.executive.go(address).act("批准变更", opinion="同意")
    story.executive.sees("待总经理批准")
    move_on(story)
    assert dates(story) == {"T2": 0, "T3": 0}
    story.manager.go(address).act("批准变更", opinion="同意，不得再推迟")
    story.manager.sees("已生效")
    move_on(story)
    assert dates(story) == {"T2": 3, "T3": 0}
    leader.go(f"/projects/{story.project().uid}/")
    leader.sees("基线 1")


def move_on(story: Story) -> None:
    """What the watcher does every hour."""
    from xieli.procedures.project import chores

    with story.product.database():
        chores.move_on()


def carry_out(story: Story) -> None:
    """Both are done ahead of time, and the milestone is reached."""
    deliver(story, story.finance, story.child("project_task", title="设备采购"), "到货验收单")
    deliver(story, story.applicant, story.child("project_task", title="安装调试"), "调试记录")
    story.leader.go(f"/projects/{story.project().uid}/")
    story.leader.sees("已达成")


def fail_the_acceptance(story: Story) -> None:
    """Each department judges its own lines; finance finds the money wrong."""
    leader, pmo, head, finance = story.leader, story.pmo, story.head, story.finance
    leader.go(story.project().get_absolute_url())
    leader.panel("申请验收")
    leader.page.wait_for_url("**/new/project_acceptance/**")
    leader.fill(statement="全部完成")
    leader.fill(**{"evidence-0-text": "运行记录", "evidence-1-text": "结算单"})
    leader.page.get_by_role("button", name="申请验收", exact=True).click()
    leader.page.wait_for_url("**/m/**")
    address = leader.page.url
    pmo.go(address).act("组织验收", held_on=str(story.start), place="昌北站")
    dialog = head.go(address).panel("提交评判")
    expect(dialog.get_by_text("枪头可用率")).to_be_visible()
    expect(dialog.get_by_text("费用在预算内")).to_have_count(0)
    judge(head, ("pass", ""))
    finance.go(address).panel("提交评判")
    judge(finance, ("pass", ""), ("fail", "结算比预算多出八千元，没有说明"))
    finance.sees("整改中")
    story.look(finance, "acceptance-matter")
    uid = story.child("project_acceptance").uid
    leader.go(f"/projects/acceptance/{uid}/").sees("结算比预算多出八千元，没有说明")
    story.look(leader, "acceptance")


def judge(visitor: Visitor, *words: tuple[str, str]) -> None:
    """(verdict, what is wrong) of each line a department is asked about, in the panel."""
    for at, (verdict, remark) in enumerate(words):
        visitor.fill(**{
            f"lines-{at}-verdict": verdict, f"lines-{at}-evidence": "已现场查验", f"lines-{at}-remark": remark,
        })  # fmt: skip
    visitor.send("提交评判")


def rectify(story: Story) -> None:
    """Taken on by the leader, proved by who did it, looked at again by who found it."""
    acceptance = story.child("project_acceptance")
    leader, applicant, finance = story.leader, story.applicant, story.finance
    [item] = story.matters(procedure="rectification", parent=acceptance)
    leader.go(acceptance.get_absolute_url())
    leader.refused("申请复验", item.number, statement="已整改")
    leader.go(item.get_absolute_url()).act("接收整改", lead_department="运维检修中心", doer="顾长川")
    applicant.go(item.get_absolute_url()).act("提交整改结果", result="核减重复计费", proof="更正后的结算单")
    finance.go(item.get_absolute_url()).act("复查合格", opinion="已核对")
    finance.sees("已销项")


def pass_the_acceptance(story: Story) -> None:
    """The second round asks finance, of the one line that failed, and nobody else."""
    acceptance = story.child("project_acceptance")
    address = acceptance.get_absolute_url()
    story.leader.go(address).act("申请复验", statement="结算已更正")
    head, finance, pmo = story.head, story.finance, story.pmo
    expect(head.go(address).page.locator("#actions").get_by_text("提交评判", exact=True)).to_have_count(0)
    dialog = finance.go(address).panel("提交评判")
    expect(dialog.locator("[name$=-verdict]")).to_have_count(1)
    expect(dialog.get_by_text("费用在预算内")).to_be_visible()
    judge(finance, ("pass", ""))
    pmo.go(address).act(
        "出具验收报告",
        conclusion="达到要求",
        quality="合格",
        safety="无事故",
        papers="齐全",
        final_cost="298000",
    )
    pmo.sees("验收通过")
    finance.go(f"/projects/acceptance/{acceptance.uid}/").sees("第 2 次")


def close_and_archive(story: Story, folder: Path) -> None:
    """Its file is whole in one ZIP, and nobody writes in it any more."""
    leader, pmo, applicant = story.leader, story.pmo, story.applicant
    address = story.project().get_absolute_url()
    leader.go(address).act("结项", opinion="已移交运行")
    pmo.go(address).act("归档", opinion="资料齐全")
    applicant.go(address).sees("归档，只能查看")
    expect(applicant.page.locator("#actions").get_by_text("评论", exact=True)).to_have_count(0)
    expect(applicant.page.locator("#actions a.btn")).to_have_count(0)
    story.look(applicant, "archive")
    with applicant.page.expect_download() as download:
        applicant.page.get_by_role("link", name="下载档案").click()
    download.value.save_as(folder / "archive.zip")
    with ZipFile(folder / "archive.zip") as file:
        assert file.testzip() is None
        index, names = json.loads(file.read("目录.json")), file.namelist()
    with story.product.database():
        kept = story.project().project_archive
        assert index["sha256_of_whole_index"] == kept.sha256
        numbers = {one["number"] for one in index["matters"]}
        told = {story.project().number, *(one.number for one in story.matters(parent=story.project()))}
        assert told <= numbers
    assert {"计划基线 0.json", "计划基线 1.json", "验收评判.csv"} <= set(names)
    assert [name for name in names if re.search(r"验〔\d{4}〕\d+号\.pdf$", name)]
    assert [name for name in names if re.search(r"〔\d{4}〕\d+号\.pdf$", name) and "验" not in name]
