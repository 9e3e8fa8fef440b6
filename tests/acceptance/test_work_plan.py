"""A department plans, its executive confirms, the room shows it, heads talk, in the browser (3.2.a)."""

import os
from collections.abc import Callable
from datetime import timedelta

from tests.acceptance.people import Visitor
from tests.acceptance.test_meeting import without_barriers
from xieli.core import clock
from xieli.organisation import snapshot
from xieli.procedures.work_plan.periods import period
from xieli.procedures.work_plan.tests.play import act, begun, row


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
