"""The heads' meeting by three people: held regularly, its agenda fills itself, minutes taken live, confirmed and
objected to, signed; what was resolved is done, and the next meeting opens with what is still open (3.1.b).
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_every_page import STICKS_OUT, barriers
from tests.live import Product
from xieli.core import clock


def typed(moment: datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def meetings(product: Product) -> list[Any]:
    from xieli.matters.models import Matter

    with product.database():
        rows = Matter.objects.filter(procedure="meeting", parent__title="部门负责人协调会").order_by("pk")
        return list(rows)


def planned(product: Product, now: datetime) -> Any:
    """What the worker does within the hour."""
    from xieli.procedures.meeting.chores import plan_regular

    with product.database(), clock.turned_to(now):
        plan_regular()
    return meetings(product)[-1]


def it_is_time(product: Product, meeting: Any) -> None:
    """The meeting begins now."""
    from xieli.procedures.meeting.models import MeetingDetails

    now = clock.now() - timedelta(minutes=2)
    times = {"begins_at": now, "ends_at": now + timedelta(hours=1)}
    with product.database():
        MeetingDetails.objects.filter(matter=meeting.pk).update(**times)


def without_barriers(*visitors: Visitor) -> None:
    """Everybody can use what is on these screens, and nothing sticks out."""
    for one in visitors:
        assert barriers(one.page) == []
        assert one.page.evaluate(STICKS_OUT) <= 0


def write(visitor: Visitor, **fields: str) -> None:
    form = visitor.page.locator("#write form")
    for name, value in fields.items():
        visitor.put(form.locator(f"[name={name}]").first, value)
    form.get_by_role("button", name="记下").click()
    visitor.page.wait_for_url("**/live/?point=*")


def test_the_heads_meet_and_what_they_resolve_is_carried_out(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    executive, head, other = visit("suwanqing"), visit("maguoqiang", phone=True), visit("zhoumin")
    executive.go("/new/meeting_series/")
    executive.fill(
        title="部门负责人协调会", kind="heads", repeat="weeks", weeks="2",
        first_at=typed(clock.now() + timedelta(days=1)), place="一号会议室",
    )  # fmt: skip
    executive.page.get_by_role("button", name="开始例会", exact=True).click()
    executive.page.wait_for_url("**/m/**")
    executive.sees("每 2 周的")
    meeting = planned(product, clock.now())
    address = meeting.get_absolute_url()

    executive.go(address)
    bar = executive.panel("发出通知")
    expect(bar.get_by_text("大家都有空").first).to_be_attached()
    executive.send("发出通知")
    executive.sees("未填报")

    head.go(address)
    head.act("填报进展与需协调事项", progress="检修完成九成", needs="请加快备件采购")
    executive.sees("需协调：请加快备件采购")
    other.go(address)
    other.act("答复邀请", reply="accepted")

    it_is_time(product, meeting)
    head.go(address)
    head.act("签到")
    taken_live(executive, head, other, address)
    minutes(product, executive, head, other, address)

    resolved = resolution(product, meeting)
    head.go(resolved)
    executive.go(planned(product, clock.now() + timedelta(days=14)).get_absolute_url())
    executive.sees("以前决议中未落实的")
    executive.sees("完成备件采购")
    head.act("反馈落实情况", result="备件已到货")
    executive.go(resolved)
    executive.act("确认落实")
    executive.sees("已落实")


def taken_live(executive: Visitor, head: Visitor, other: Visitor, address: str) -> None:
    """One writes, another sees it come."""
    uid = address.strip("/").split("/")[-1]
    other.go(f"/meetings/{uid}/live/")
    executive.go(f"/meetings/{uid}/live/")
    write(executive, kind="decision", text="备件统一采购")
    only_for_resolutions(executive)
    write(executive, kind="resolution", text="完成备件采购", department="运维检修中心")
    other.sees("备件统一采购")
    expect(other.page.locator("#write")).to_have_count(0)
    head.go(f"/meetings/{uid}/live/")
    without_barriers(executive, head, other)


def only_for_resolutions(writer: Visitor) -> None:
    """Department, owner and term are asked for a resolution alone; departments stand one below the other."""
    part, kind = writer.page.locator(".when-resolved"), writer.page.locator("#write [name=kind]")
    expect(part).to_be_hidden()
    kind.select_option("resolution")
    expect(part).to_be_visible()
    part.locator("[id$=department-ts-control]").click()
    options = part.locator(".ts-dropdown-content .option")
    expect(options.nth(1)).to_be_visible()
    first, second = options.nth(0).bounding_box(), options.nth(1).bounding_box()
    assert first and second and first["y"] + first["height"] <= second["y"]
    writer.page.keyboard.press("Escape")
    kind.select_option("discussion")
    expect(part).to_be_hidden()


def minutes(product: Product, executive: Visitor, head: Visitor, other: Visitor, address: str) -> None:
    """Held, written from the lines, confirmed by one, objected to by another, corrected, signed."""
    executive.go(address)
    executive.panel("记录到会情况")
    executive.fill(held_at=typed(clock.now() - timedelta(minutes=1)), present="周敏")
    executive.send("记录到会情况")
    executive.act("提交纪要")
    head.go(address)
    head.act("确认或提出异议", answer="objected", words="期限应写明")
    executive.go(address)
    executive.sees("期限应写明")
    executive.act("退回修改", reason="补充期限")
    executive.act("提交纪要")
    for one in (head, other):
        one.go(address)
        one.act("确认或提出异议", answer="confirmed")
    executive.go(address)
    executive.act("签发纪要")
    executive.sees("决议落实中")
    executive.sees("会纪")
    head.go(address)
    without_barriers(executive, head)


def resolution(product: Product, meeting: Any) -> str:
    from xieli.matters.models import Matter

    with product.database():
        found: str = Matter.objects.get(parent=meeting.pk, procedure="resolution").get_absolute_url()
        return found


def test_the_calendar_shows_it_on_the_phone_and_can_be_subscribed_to(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    phone = visit("zhoumin", phone=True)
    phone.go("/meetings/?whose=all")
    phone.page.get_by_role("button", name="生成订阅地址").click()
    expect(phone.page.get_by_label("订阅地址")).to_have_value(re.compile(r"/meetings/feed/.+\.ics$"))
    without_barriers(phone)
