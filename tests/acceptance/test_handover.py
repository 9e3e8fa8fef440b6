"""A handover with its side ways: prepared, checked on the phone, disputed, ruled on, signed, objected to (4.2.b)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_every_page import faults
from tests.live import Product
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import WorkItem

TITLE = "核对桩群心跳日志"


def test_a_handover_from_the_list_to_the_objection(product: Product, visit: Callable[..., Visitor]) -> None:
    cast: Any = product.cast
    with product.database():
        told = {"title": TITLE, "content": "请协助", "standard": "齐全", "urgency": "ordinary"}
        asker, head = Actor.of(cast.linwan), Actor.of(cast.tangyue)
        now = clock.now() - timedelta(hours=1)
        work = open_matter(
            "collaboration", asker, "send", {**told, "lead_department": str(cast.rd.uid)}, now=now
        )
        perform(work, "accept", head, {"handler": str(cast.fangqiming.uid)}, now=now)

    giver, receiver, chief = visit("fangqiming"), visit("yezhen", phone=True), visit("tangyue")
    giver.go("/new/handover/")
    giver.fill(reason="post", receiver="叶蓁")
    giver.page.get_by_role("button", name="发起交接", exact=True).click()
    giver.page.wait_for_url("**/m/**")
    address = giver.page.url
    giver.sees(TITLE)
    giver.panel("补充条目")
    giver.row("rows", kind="seal", title="机房钥匙两把")
    giver.send("补充条目")
    giver.sees("机房钥匙两把")
    assert list(faults(giver.page, "handover, prepared")) == []
    giver.act("提交核对")

    receiver.go(address)
    confirm = receiver.page.get_by_role("button", name="确认第")
    while (left := confirm.count()) > 1:
        with receiver.page.expect_navigation():
            confirm.first.click()
        expect(confirm).to_have_count(left - 1)
    receiver.panel("核对条目")
    receiver.page.locator("#panel dialog input[name=lines]").last.check()
    receiver.fill(verdict="disputed", words="只有一把")
    receiver.send("核对条目")
    receiver.sees("1 条有异议")
    receiver.act("核对完毕")

    chief.go(address)
    assert list(faults(chief.page, "handover, disputed")) == []
    chief.panel("裁定条目")
    chief.page.locator("#panel dialog input[name=lines]").first.check()
    chief.fill(ruling="stands")
    chief.send("裁定条目")
    chief.act("裁定完毕", opinion="另一把补配后移交。")

    giver.go(address)
    giver.act("签字")
    receiver.go(address)
    receiver.act("签字")
    chief.go(address)
    chief.act("同意并签字")
    chief.sees("已移交")
    with product.database():
        assert WorkItem.objects.get(matter=work, closed_at=None).person == cast.yezhen
    receiver.go(work.get_absolute_url())
    receiver.sees("工作交接")

    receiver.go(address)
    receiver.act("提出异议", reason="少一份报告")
    chief.go(address)
    chief.act("撤销移交", reason="情况属实")
    chief.sees("已退还")
    with product.database():
        assert WorkItem.objects.get(matter=work, closed_at=None).person == cast.fangqiming
