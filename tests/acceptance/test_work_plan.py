"""A department plans, its executive confirms, the room shows it, heads talk, in the browser (3.2.a)."""

import os
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_meeting import without_barriers
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.organisation import snapshot
from xieli.procedures.work_plan.periods import period
from xieli.procedures.work_plan.tests.play import act, begun, lines_of, row


def shot(visitor: Visitor, name: str) -> None:
    """A picture to look at, where a folder for them is given."""
    if folder := os.environ.get("XIELI_SHOTS"):
        visitor.page.screenshot(path=f"{folder}/plan-{name}.png", full_page=True)


def test_a_plan_its_room_and_the_heads_channel(visit: Callable[..., Visitor]) -> None:
    head, executive, member = visit("zhoumin"), visit("suwanqing"), visit("linwan", phone=True)
    cast = head.product.cast
    today = clock.local(clock.now()).date()
    which = period("quarter", today)
    with head.product.database():
        snapshot.refresh()
        plan = begun(cast, "quarter", today.isoformat())
        rows = [
            row(cast.linwan, "修订话术手册", which.last.isoformat(), starts_on=today.isoformat()),
            row(cast.hejing, "节日保障预案", min(today + timedelta(days=2), which.last).isoformat()),
        ]
        act(plan, cast.zhoumin, "write_lines", focus="提高一次解决率", lines=rows)
    head.go(f"/m/{plan.uid}/")
    head.act("提交计划")
    executive.go(f"/m/{plan.uid}/")
    executive.act("确认计划")
    head.go(f"/m/{plan.uid}/")
    head.sees("修订话术手册")
    shot(head, "matter")
    head.go(f"/room/{cast.cs.uid}/")
    head.sees("我们欠别人的")
    shot(head, "room")
    member.go(f"/room/{cast.cs.uid}/")
    member.sees("修订话术手册")
    shot(member, "room-phone")
    without_barriers(head, member)
    member.go(f"/m/{plan.uid}/")
    shot(member, "matter-phone")
    without_barriers(member)

    head.go("/new/heads_thread/")
    head.fill(title="节假日值班", content="各部门人数先通气。")
    head.page.get_by_role("button", name="发起话题", exact=True).click()
    head.page.wait_for_url("**/m/**")
    head.go("/heads/")
    head.sees("节假日值班")
    shot(head, "heads")
    executive.go("/instructions/")
    shot(executive, "instructions")
    without_barriers(head, executive)


PASTED = "知识库补录\t每周十条\t{owner}\t{first}\t{last}\n回访抽检\t一成\t{owner}\t\t{last}\n"
PASTE = """([row, text]) => {
    const rows = document.querySelectorAll("#panel [data-rows] tbody tr");
    const field = rows[row].querySelector("input:not([type=hidden])");
    const data = new DataTransfer();
    data.setData("text/plain", text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_a_plans_items_are_typed_pasted_ordered_and_nothing_is_lost_by_an_error(
    visit: Callable[..., Visitor],
) -> None:
    head = visit("maguoqiang")
    cast = head.product.cast
    which = period("month", clock.local(clock.now()).date()).next()
    with head.product.database():
        snapshot.refresh()
        data = {"cadence": "month", "starts_on": which.first.isoformat()}
        plan = open_matter("work_plan", Actor.of(cast.maguoqiang), "begin", data)
    owner, last = cast.guchangchuan.name, which.last.isoformat()
    head.go(f"/m/{plan.uid}/")
    panel = head.panel("编制计划")
    head.row("lines", content="巡检全部站点", owner=owner, due_on=last)
    head.row("lines", content="没有负责人的一项", due_on=last)
    panel.locator(".form-foot button").first.click()
    expect(panel.get_by_text("第 2 行 负责人")).to_be_visible()
    rows = head.page.locator("#panel [data-rows] tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(owner)  # what was right stays, and is there once

    slashed = f"{which.first:%Y/%-m/%-d}"
    head.page.evaluate(PASTE, [1, PASTED.format(owner=owner, first=slashed, last=last)])
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text(owner)
    rows.nth(2).locator("[data-raise-row]").click()
    head.send("编制计划")
    head.sees("回访抽检")
    with head.product.database():
        lines = [(one.content, one.owner.name, str(one.starts_on or "")) for one in lines_of(plan)]
    assert lines == [
        ("巡检全部站点", owner, ""),
        ("回访抽检", owner, ""),
        ("知识库补录", owner, which.first.isoformat()),
    ]
