"""A tester is booked, waited for, offered otherwise, collected and brought back by telephone, and broken (4.2.c)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_every_page import faults
from tests.live import Product

NAME = "充电桩检测仪"


@pytest.fixture(scope="module")
def things(product: Product) -> Iterator[dict[str, Any]]:
    """Two testers of the maintenance centre and a room of the administration."""
    from xieli.procedures.sharing.tests.play import resource

    cast = product.cast
    room = {"kind": "venue", "department": cast.ad, "custodian": cast.wangyang}
    with product.database():
        yield {
            "one": resource(
                cast, "BR-01", name=NAME, conditions="持电工证人员使用。", location="运维库房 2 号架"
            ),
            "other": resource(cast, "BR-02", name="备用检测仪"),
            "room": resource(cast, "BR-03", name="西楼会议室", auto_agree=True, handed_over=False, **room),
        }


def next_working_day(product: Product) -> datetime:
    from xieli.core import clock
    from xieli.worktime import calendars

    day = clock.local(clock.now()).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
    day += timedelta(days=1)
    while not calendars.get("office").is_working_day(day.date()):
        day += timedelta(days=1)
    return day


def typed(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def apply(who: Visitor, thing: Any, begins: datetime, name: str, **more: str) -> None:
    ends = begins + timedelta(hours=2)
    who.go(f"/new/sharing/?resource={thing.uid}&begins_at={typed(begins)}&ends_at={typed(ends)}")
    who.fill(purpose="站点投运前检测", place="昌北站", responsible=name, **more)
    who.page.locator("[name=accepted]").check()


def hand_in(who: Visitor) -> str:
    who.page.get_by_role("button", name="提交申请", exact=True).click()
    who.page.wait_for_url("**/m/**")
    return who.page.url


def test_a_list_that_was_left_does_not_take_the_focus_back(
    visit: Callable[..., Visitor], things: dict[str, Any]
) -> None:
    user = visit("bailu").go(f"/new/sharing/?resource={things['one'].uid}")
    how_many = user.page.locator("[name=quantity]")
    user.put(user.page.locator("[name=responsible]"), "白露")  # who is chosen already: nothing changes
    how_many.focus()
    user.page.wait_for_timeout(600)  # what was typed last is looked for a third of a second later
    expect(how_many).to_be_focused()
    expect(user.page.locator(".ts-dropdown:visible")).to_have_count(0)


def test_a_booking_goes_all_its_side_ways(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    one, other = things["one"], things["other"]
    day = next_working_day(product)
    user, second, keeper = visit("fangqiming", phone=True), visit("bailu"), visit("guchangchuan")

    # Asked for, offered otherwise, not taken, agreed.
    apply(user, one, day, "方启明")
    address = hand_in(user)
    keeper.go(address)
    later = day + timedelta(hours=3)
    expect(keeper.panel("建议其他时间或资源")).to_have_count(1)
    assert keeper.page.locator("#panel option").filter(has_text="西楼会议室").count() == 0
    times = {"begins_at": typed(later), "ends_at": typed(later + timedelta(hours=1))}
    keeper.fill(resource="备用检测仪", reason="当天要用", **times)
    keeper.send("建议其他时间或资源")
    user.go(address)
    user.act("不接受", reason="停电窗口只有上午")
    keeper.act("同意", opinion="同意")
    user.sees("待领用")

    # Taken: the second is told by whom, waits, and is offered what is freed.
    apply(second, one, day, "白露")
    second.page.get_by_role("button", name="提交申请", exact=True).click()
    second.sees("方启明 预约，占用到")
    second.page.locator("[name=wait]").check()
    waiting = hand_in(second)
    second.sees("排队等候")
    user.act("取消预约", reason="窗口取消")
    second.go(waiting)
    second.sees("轮到您")
    second.press("仍然需要")
    keeper.go(waiting)
    keeper.act("不同意借用", ground="not_fit", reason="临时送检")
    second.sees("未同意")

    # An emergency right now: collected and brought back from the label, damaged, kept from others, settled.
    from xieli.core import clock

    now = clock.local(clock.now()).replace(tzinfo=None)
    apply(user, other, now + timedelta(minutes=1), "方启明")
    user.page.locator("[name=emergency]").check()
    address = hand_in(user)
    keeper.go(address)
    keeper.act("同意", opinion="速去")
    label = f"/sharing/label/{other.token}/"
    user.go(label)
    user.page.wait_for_url("**/act/collect/")
    photo = {"name": "现场.png", "mimeType": "image/png", "buffer": user.page.screenshot()}
    user.page.locator("input[type=file]").set_input_files(photo)
    user.fill(condition_then="完好")
    user.page.get_by_role("button", name="领用", exact=True).click()
    user.page.wait_for_url(re.compile(r"/m/[0-9a-f-]+/$"))
    user.sees("现场.png")
    user.go(label)
    user.page.wait_for_url("**/act/give_back/")
    user.fill(condition="屏幕有裂纹")
    user.page.get_by_role("button", name="归还", exact=True).click()
    user.page.wait_for_url(re.compile(r"/m/[0-9a-f-]+/$"))
    keeper.go(label)
    keeper.page.wait_for_url("**/act/check/")
    keeper.go(address)
    keeper.act("登记损坏", condition="屏幕碎裂", unusable_until=typed(day + timedelta(days=5)))
    second.go(f"/sharing/{other.uid}/")
    expect(second.page.locator("form").filter(has_text="登记损坏")).to_be_visible()
    keeper.act("损坏已处理", text="已换屏", remedy="compensated", cost="860")
    keeper.sees("已办结")
    second.go(f"/sharing/{other.uid}/")
    second.sees("没有登记停用时段")


@pytest.mark.parametrize("language", ["", "en"])
def test_no_page_of_sharing_has_a_barrier_or_sticks_out(
    visit: Callable[..., Visitor], things: dict[str, Any], language: str
) -> None:
    keeper = visit("wangyang", language=language)
    found: list[str] = []
    for path in (
        "/sharing/", "/sharing/?view=table", "/sharing/new/", "/sharing/statistics/", "/sharing/import/",
        f"/sharing/{things['one'].uid}/", f"/sharing/{things['one'].uid}/edit/", "/new/sharing/",
    ):  # fmt: skip
        keeper.go(path)
        keeper.page.wait_for_timeout(200)
        found += faults(keeper.page, path)
    assert found == []


def test_the_catalogue_comes_in_from_excel_with_its_faults_named_row_by_row(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    from xieli.core import sheets
    from xieli.procedures.sharing.imports import IMPORT

    titles = [str(column.title) for column in IMPORT.sheet.columns]
    made = {"code": "DR-01", "name": "登高车", "kind": "车辆", "department": "运维检修中心"}
    bad = {**made, "code": "DR-02", "department": "没有这个部门"}
    cells = [[row.get(column.key, "") for column in IMPORT.sheet.columns] for row in (made, bad)]
    (tmp_path / "资源.xlsx").write_bytes(sheets.write("资源", titles, cells))
    for phone in (False, True):
        keeper = visit("wangyang", phone=phone).go("/sharing/import/")
        keeper.page.locator("input[name=file]").set_input_files(tmp_path / "资源.xlsx")
        keeper.page.get_by_role("button", name="上传并预检").click()
        keeper.sees("没有名称或代码为“没有这个部门”的部门")
        assert keeper.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        keeper.page.get_by_role("button", name="导入这 1 行").click()
        keeper.sees("更新 1 条" if phone else "新建 1 条")
        keeper.page.get_by_role("link", name="查看列表").click()
        keeper.sees("登高车")
