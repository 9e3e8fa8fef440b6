"""The official forms of a project say what was applied for, ordered, changed and judged; the notice is issued."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdf
import pytest

from xieli.core import clock
from xieli.documents.models import Document, Status
from xieli.matters import official
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, open_child
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .play import MONDAY, act, application, applied, assessing, executing, owed
from .play_acceptance import accepted
from .test_change import moved, submitted, with_slack

TUESDAY = clock.at(2026, 9, 8, 9)
pytestmark = pytest.mark.django_db


def printed(matter: Matter, name: str, person: Any) -> str:
    """The words of a form's PDF, without spaces and line breaks."""
    data = official.printed(Scene.load(Matter.objects.get(pk=matter.pk), clock.now()), name, person, "pdf")
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def changed(cast: Any, project: Matter) -> Matter:
    """丁建 asks for eight more days of T2; everybody agrees."""
    child = open_child(
        project, "change", Actor.of(cast.dingjian), "open_change", {"reason": "设备晚到"}, now=TUESDAY
    )
    plan = project.baselines.latest("no").plan
    begun = {"days": 18, "not_before": date(2026, 10, 19)}  # the day it was to begin anyway
    longer = replace(plan, tasks=tuple(replace(t, **begun) if t.code == "T2" else t for t in plan.tasks))
    act(child, cast.dingjian, "write_change", TUESDAY, plan=longer.to_json())
    act(child, cast.dingjian, "submit_change", TUESDAY, effect="推迟八个工作日", reason="设备晚到")
    for seat in child.rounds.get(main=True, closed_at=None).seats.all():
        act(child, seat.person, "approve", TUESDAY)
    act(child, cast.shenruozhou, "support_change", TUESDAY, opinion="理由充分")
    act(child, cast.suwanqing, "approve_change", TUESDAY, opinion="同意推迟")
    return act(child, cast.luchengyuan, "approve_change", TUESDAY, opinion="按期交付")


def test_the_application_says_every_field_and_every_opinion(cast: Any) -> None:
    text = printed(executing(cast), "application", cast.dingjian)
    for words in ("排队时间长", "扩容12个终端", "300,000.00", "资金安排", "到货延迟", "2026年12月20日"):
        assert words in text
    for words in (
        "附条件可行",
        "取得消防意见",
        "分管领导",
        "同意立项",
        cast.yanzheng.name,
        cast.suwanqing.name,
    ):
        assert words in text


def test_a_print_keeps_the_opinions_of_a_blind_round_hidden(cast: Any) -> None:
    matter = assessing(cast)
    act(matter, cast.qianwenbo, "feasible", necessity="needless")
    assert "不必要" not in printed(matter, "application", cast.yanzheng)


def test_a_later_version_names_the_refused_one_and_why(cast: Any) -> None:
    refused = act(applied(cast), cast.maguoqiang, "refuse", reason="预算依据不足")
    again = applied(cast, previous=str(refused.uid))
    text = printed(again, "application", cast.guchangchuan)
    assert "第2版" in text and refused.number in text and "预算依据不足" in text


def test_the_notice_is_numbered_signed_and_signed_for_by_every_department(cast: Any) -> None:
    project = executing(cast)
    notice = Document.objects.get(matter=project.pk, kind="project.notice")
    assert "项〔2026〕1号" in notice.number
    assert notice.paper["signer"] == cast.shenruozhou.name
    assert {code for step, code in owed(project) if step == "acknowledge"} == {cast.om.code, cast.fi.code}
    text = printed(project, "notice", cast.dingjian)
    for words in (
        "T2设备采购",
        "枪头可用率",
        "百分之十",
        cast.dingjian.name,
        cast.bailu.name,
        "2026年11月6日",
    ):
        assert words in text


def test_who_signed_for_the_notice_stands_on_a_sheet_of_its_own(cast: Any) -> None:
    """The notice is frozen before anybody can sign for it: no empty lines on it."""
    project = executing(cast)
    notice = Document.objects.get(matter=project.pk, kind="project.notice")
    assert "签收人" not in str(notice.paper) and "立项通知书签收单" in str(notice.paper)
    act(project, cast.maguoqiang, "acknowledge")
    text = printed(project, "receipts", cast.dingjian)
    for words in (notice.number, cast.om.name + cast.maguoqiang.name, cast.fi.name + "未签收", "1/2"):
        assert words in text


def test_after_a_change_the_notice_is_issued_again_and_takes_the_place_of_the_first(cast: Any) -> None:
    project = executing(cast)
    can = {one.name for one in available_actions(Scene.load(project, MONDAY), Actor.of(cast.shenruozhou))}
    assert "issue_again" not in can
    change = changed(cast, project)
    act(project, None, "adopt", TUESDAY, change=str(change.uid))
    assert "代替" not in printed(project, "notice", cast.dingjian)  # a mere print takes no notice's place
    act(project, cast.shenruozhou, "issue_again", clock.at(2026, 9, 9, 9))
    first, second = Document.objects.filter(matter=project.pk, kind="project.notice").order_by("pk")
    assert (first.status, second.supersedes) == (Status.SUPERSEDED, first)
    assert f"代替{first.number}" in str(second.paper)
    waiting = [code for step, code in owed(project) if step == "acknowledge"]
    assert sorted(waiting) == sorted([cast.om.code, cast.fi.code])  # each for the new one alone
    old, new = [
        text.split("未签收") for text in printed(project, "receipts", cast.dingjian).split(first.number)[::-1]
    ]
    assert second.number in new[0] and len(old) == len(new) == 3


def test_the_change_sheet_says_before_after_and_who_decided(cast: Any) -> None:
    change = changed(cast, executing(cast))
    text = printed(change, "change", cast.dingjian)
    for words in ("设备晚到", "推迟八个工作日", "+8", "2026年11月6日", "2026年11月18日", "须总经理批准"):
        assert words in text
    for words in ("10个工作日18个工作日", "不早于2026年10月19日"):  # days in full, as on all paper
        assert words in text
    for person in (cast.shenruozhou, cast.suwanqing, cast.luchengyuan):
        assert person.name in text


def test_the_change_sheet_says_since_when_a_baseline_counts(cast: Any) -> None:
    project = executing(cast)
    change = changed(cast, project)
    assert "0→待生效" in printed(change, "change", cast.dingjian)
    act(project, None, "adopt", TUESDAY, change=str(change.uid))
    assert "0→1" in printed(change, "change", cast.dingjian)


def test_the_acceptance_report_shows_who_judged(cast: Any) -> None:
    text = printed(accepted(cast), "acceptance_report", cast.dingjian)
    assert "2026年10月30日" in text and "300,000.00" in text
    assert "已逐项评判" in text and cast.qianwenbo.name in text


@pytest.mark.parametrize("name", ["application", "notice"])
def test_word_says_the_same(cast: Any, name: str) -> None:
    data = official.printed(Scene.load(executing(cast), MONDAY), name, cast.dingjian, "docx")
    paper = docx.Document(io.BytesIO(data))
    cells = "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "扩容 12 个终端" in cells and application(cast)["title"] in cells


def test_the_sheet_of_a_change_inside_the_slack_waits_for_nobodys_signature(cast: Any) -> None:
    """It names whose dates moved, and who handed it in; nothing else has changed (decision 0186)."""
    plan = with_slack(cast)
    change = submitted(cast, executing(cast, plan), moved(plan, "T4", date(2026, 10, 19)))
    text = printed(change, "change", cast.dingjian)
    for words in (
        "工期变动不变",
        "预算变动不变",
        f"涉及部门{cast.fi.name}",
        "直接生效",
        f"签字：{cast.dingjian.name}",
    ):
        assert words in text
    assert "有关部门评审" not in text and "签字：日期：" not in text
