"""The product's main job, by five people in five browsers: from the QR code on a charger to a closed case (4.3)."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.live import Product
from xieli.core import clock

STORY = "枪拔不出来，屏幕显示通信故障"


def report(customer: Visitor, text: str) -> str:
    """Scan the sticker on the charger, report, and get the link of the case."""
    customer.go(f"/p/c/{customer.product.charger.public_token}")
    customer.sees("07 号桩")
    page = customer.page
    page.locator("[name=demand][value=connector_stuck]").check(force=True)
    page.locator("[name=text]").fill(text)
    page.locator("[name=phone]").fill("19987650009")
    page.get_by_role("button", name="提交", exact=True).click()
    customer.sees("已收到，谢谢")
    return page.url


def case_address(product: Product, text: str) -> str:
    """The page of the case that tells this story."""
    from xieli.matters.models import Matter

    with product.database():
        return Matter.objects.get(case__text=text).get_absolute_url()


def test_a_fault_travels_from_the_sticker_to_the_closed_case(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    customer, agent, checker = visit(None, phone=True), visit("linwan"), visit("zhaoxiaotang")
    engineer, helper = visit("guchangchuan", phone=True), visit("fangqiming")

    agent.go("/")
    link = report(customer, STORY)
    agent.sees("答复或派单")  # it came to the desk by itself
    case = case_address(product, STORY)

    agent.go(case)
    agent.act("派单", department="运维检修中心", person="顾长川")
    agent.sees("已派单")

    engineer.go(case)
    agent.go(case)
    engineer.act("受理")
    agent.sees("首次联系客户")  # the agent's page changed while they looked at it
    engineer.act("已联系客户", text="已电话联系，二十分钟后到")
    engineer.act("到场打卡", charger=product.charger.code)
    customer.go(link)
    customer.sees("处理")

    ask_for_help(engineer, product)
    deliver_help(helper, product)
    confirm_help(engineer, product)

    engineer.go(case)
    engineer.act("提交结果", cause="connector", result="远程复位后解锁，更换枪头锁止机构")
    checker.go(case)
    checker.act("核查通过")
    checker.act("客户不满意，重新处理", text="客户说枪头仍然卡")
    engineer.go(case)
    engineer.sees("处理并提交结果")
    engineer.act("提交结果", cause="connector", result="更换整枪")
    checker.go(case)
    checker.act("核查通过")
    checker.act("客户满意", rating="5")

    customer.go(link)
    customer.put(customer.page.locator("#rate [name=overall]").first, "5")
    customer.page.get_by_role("button", name="提交评价").click()
    customer.sees("感谢您的评价")
    closes_when_the_window_ends(product, agent, case)


def ask_for_help(engineer: Visitor, product: Product) -> None:
    """A child matter to another department."""
    engineer.panel("请其他部门协助")
    engineer.page.wait_for_url("**/new/collaboration/**")
    engineer.fill(title="查 07 号桩通信日志", lead_department="平台研发部", content="最近一小时的通信日志")
    engineer.page.get_by_role("button", name="提交", exact=True).click()
    engineer.page.wait_for_url("**/m/**")


def child(product: Product) -> str:
    from xieli.matters.models import Matter

    with product.database():
        return Matter.objects.get(title="查 07 号桩通信日志").get_absolute_url()


def deliver_help(helper: Visitor, product: Product) -> None:
    helper.go(child(product))
    helper.act("受理")
    helper.act("交付", result="日志已导出：通信模块每分钟掉线一次")


def confirm_help(engineer: Visitor, product: Product) -> None:
    engineer.go(child(product))
    engineer.act("确认完成", rating="5")
    engineer.sees("已完成")


def closes_when_the_window_ends(product: Product, agent: Visitor, case: str) -> None:
    """Seven days are over as soon as the watcher thinks so."""
    from xieli.matters.models import Clock, Matter

    agent.go(case)
    with product.database():
        matter = Matter.objects.get(uid=case.split("/")[2])
        timer = Clock.objects.get(matter=matter, kind="timer", stopped_at=None)
        assert timer.next_at > clock.now() + timedelta(days=6)
        second = clock.now().replace(microsecond=0)  # due moments are whole seconds everywhere
        Clock.objects.filter(pk=timer.pk).update(next_at=second, due_at=second)
    # Nobody clicks: the page that is open changes by itself, within a minute even on a busy machine.
    expect(agent.page.get_by_text("已关闭").first).to_be_visible(timeout=60_000)
    with product.database():
        matter.refresh_from_db()
        assert (matter.state, matter.outcome) == ("closed", "closed")
