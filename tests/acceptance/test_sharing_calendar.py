"""The booking calendar drawn in by the mouse, in the company's hours; series; what comes too late (4.2.c)."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_sharing import apply, hand_in, next_working_day, typed
from tests.live import Product
from xieli.core import clock


@pytest.fixture(scope="module")
def things(product: Product) -> Iterator[dict[str, Any]]:
    """A room of the administration, a thermometer and a pool of gloves of the maintenance centre."""
    from xieli.procedures.sharing.tests.play import resource

    cast = product.cast
    room = {"kind": "venue", "department": cast.ad, "custodian": cast.wangyang}
    with product.database():
        yield {
            "room": resource(cast, "KL-01", name="东楼会议室", auto_agree=True, handed_over=False, **room),
            "one": resource(cast, "KL-02", name="红外测温仪"),
            "pool": resource(cast, "KL-03", name="绝缘手套", quantity=3, buffer_after=30),
        }


def drawn(who: Visitor, start: tuple[float, float], by: tuple[float, float]) -> None:
    """Pull with the mouse from a point by so many pixels."""
    mouse, (x, y), (dx, dy) = who.page.mouse, start, by
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx / 3, y + dy / 3, steps=4)
    mouse.move(x + dx, y + dy, steps=6)
    mouse.up()


def box(place: Locator) -> Any:
    expect(place).to_be_visible()
    return place.bounding_box()


def times(who: Visitor, thing: Any, day: datetime) -> list[tuple[str, str]]:
    """What the calendar is told of a day."""
    data = who.page.evaluate(
        "url => fetch(url).then(r => r.json())",
        f"/sharing/events/?ids={thing.uid}&start={day:%Y-%m-%d}&end={day + timedelta(days=1):%Y-%m-%d}",
    )
    return [(one["start"], one["end"]) for one in data]


def test_times_are_drawn_in_the_calendar_and_bookings_to_other_times(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    one, day = things["room"], next_working_day(product)
    user = visit("linwan")
    page = user.page
    user.go(f"/sharing/{one.uid}/?on={day:%Y-%m-%d}&view=timeGridWeek")
    expect(page.locator(".ec-time-grid")).to_be_visible()
    apply(user, one, day, "林晚")
    hand_in(user)
    user.sees("已预约")
    user.go(f"/sharing/{one.uid}/?on={day:%Y-%m-%d}&view=timeGridWeek")
    mine = page.locator(".booking-mine")
    expect(mine).to_be_visible()
    where = mine.bounding_box()
    assert where is not None
    page.mouse.move(where["x"] + 20, where["y"] + 8)
    page.mouse.down()
    page.mouse.move(where["x"] + 20, where["y"] + 30, steps=4)
    page.mouse.move(where["x"] + 20, where["y"] + 8 + where["height"], steps=6)
    page.mouse.up()
    page.locator("#confirm").get_by_role("button", name="确定").click()
    expect(page.locator("#toasts")).to_contain_text("已改时间")
    moved = page.evaluate(
        "url => fetch(url).then(r => r.json())",
        f"/sharing/events/?ids={one.uid}&start={day:%Y-%m-%d}&end={day + timedelta(days=1):%Y-%m-%d}",
    )
    assert moved[0]["start"] == f"{day + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}"
    # Over free time: the form opens with it.
    free = page.locator(".booking-mine").bounding_box()
    assert free is not None
    page.mouse.move(free["x"] + 20, free["y"] + free["height"] + 30)
    page.mouse.down()
    page.mouse.move(free["x"] + 20, free["y"] + free["height"] + 50, steps=4)
    page.mouse.move(free["x"] + 20, free["y"] + free["height"] + 80, steps=6)
    page.mouse.up()
    page.wait_for_url("**/new/sharing/**")
    assert f"resource={one.uid}" in page.url and f"{day:%Y-%m-%d}" in page.url


def test_a_reader_in_another_zone_sees_and_draws_the_companys_hours(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    day = next_working_day(product)
    user = visit("linwan", zone="America/New_York")
    page = user.page
    page.clock.set_fixed_time(clock.at(day.year, day.month, day.day, 9))  # the evening before, where they are
    user.go(f"/sharing/{things['one'].uid}/?on={day:%Y-%m-%d}&view=timeGridWeek")
    expect(page.locator(".ec-today time").first).to_contain_text(f"{day.month}/{day.day}")
    nine = box(page.locator("time", has_text="09:00").last)
    line = box(page.locator(".ec-now-indicator").first)
    assert abs(line["y"] - nine["y"] - nine["height"] / 2) < nine["height"]
    eleven = box(page.locator("time", has_text="11:00").last)
    at = eleven["y"] + eleven["height"] / 2 + 4
    drawn(user, (line["x"] + 30, at), (0, 60))
    page.wait_for_url("**/new/sharing/**")
    assert f"begins_at={day:%Y-%m-%d}T11%3A00" in page.url


def test_days_are_drawn_in_the_month_and_all_resources_on_one_line_of_time(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    day = next_working_day(product) + timedelta(days=6)  # the day beside it lies ahead too
    user = visit("linwan")
    page, room = user.page, things["room"]
    apply(user, room, day, "林晚")
    hand_in(user)
    user.go(f"/sharing/{room.uid}/?on={day:%Y-%m-%d}&view=dayGridMonth")
    expect(page.locator(".booking-mine").first).to_be_visible()
    mine = box(page.locator(".booking-mine").last)  # other tests' bookings lie before it
    step = box(page.locator(".ec-day-grid .ec-day").first)["width"]
    aside = 1 if day.weekday() < 6 else -1
    drawn(user, (mine["x"] + 20, mine["y"] + 5), (aside * step, 0))
    page.locator("#confirm").get_by_role("button", name="确定").click()
    expect(page.locator("#toasts")).to_contain_text("已改时间")
    other = day + timedelta(days=aside)
    assert times(user, room, other) == [
        (f"{other:%Y-%m-%dT%H:%M:%S}", f"{other + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}")
    ]

    user.go(f"/sharing/?q=KL-&on={day:%Y-%m-%d}&view=resourceTimelineDay")
    row = box(page.get_by_role("link", name="红外测温仪"))
    ten = box(page.locator("time", has_text="10:00").last)
    drawn(user, (ten["x"] + 4, row["y"] + 8), (80, 0))
    page.wait_for_url("**/new/sharing/**")
    assert f"resource={things['one'].uid}" in page.url and f"{day:%Y-%m-%d}T10" in page.url


def test_a_series_is_agreed_to_at_once_one_of_it_moved_the_rest_cancelled(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    day = next_working_day(product) + timedelta(days=7)
    user, keeper = visit("fangqiming", phone=True), visit("guchangchuan")
    apply(
        user,
        things["one"],
        day,
        "方启明",
        repeat="weekly",
        repeat_until=f"{day + timedelta(days=14):%Y-%m-%d}",
    )
    address = hand_in(user)
    keeper.go(address)
    series = keeper.page.locator("main section, main .card").filter(has_text="本系列的预约").last
    expect(series.get_by_role("listitem")).to_have_count(3)
    keeper.act("同意", opinion="同意")
    expect(series.get_by_text("待领用")).to_have_count(3)
    user.go(address)
    user.page.locator("main").get_by_role("link", name=f"{day + timedelta(days=7):%-m月%-d日}").first.click()
    later = day + timedelta(days=7, hours=3)
    user.act("改时间", begins_at=typed(later), ends_at=typed(later + timedelta(hours=1)))
    user.sees("待答复")
    user.go(address)
    user.panel("取消预约")
    user.page.locator("#panel [name=whole_series]").check()
    user.fill(reason="窗口取消")
    user.send("取消预约")
    keeper.go(address)
    expect(series.get_by_text("已取消")).to_have_count(3)


def test_a_pool_is_shared_out_waited_for_and_a_counter_proposal_taken(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    pool, day = things["pool"], next_working_day(product)
    user, second, keeper = visit("fangqiming"), visit("bailu", phone=True), visit("guchangchuan", phone=True)
    apply(user, pool, day, "方启明", quantity="2")
    first = hand_in(user)
    apply(second, pool, day + timedelta(hours=1), "白露", quantity="2")
    second.page.get_by_role("button", name="提交申请", exact=True).click()
    second.sees("该时段只剩 1")
    assert second.page.locator("[name=purpose]").input_value() == "站点投运前检测"
    second.page.locator("[name=wait]").check()
    waiting = hand_in(second)
    keeper.go(first)
    later = day + timedelta(hours=4)
    keeper.act(
        "建议其他时间或资源",
        reason="上午要用",
        begins_at=typed(later),
        ends_at=typed(later + timedelta(hours=2)),
    )
    user.go(first)
    user.act("接受建议", opinion="可以")
    user.sees("待领用")
    second.go(waiting)
    second.sees("轮到您")
    second.press("仍然需要")
    keeper.go(waiting)
    keeper.act("同意", opinion="同意")
    second.sees("待领用")
    figures = user.go("/sharing/statistics/?days=7").page
    with figures.expect_download() as fetched:
        figures.get_by_role("link", name="导出 Excel").click()
    assert fetched.value.suggested_filename.endswith(".xlsx")


def test_what_is_not_collected_is_released_and_what_is_late_is_chased(
    visit: Callable[..., Visitor], product: Product, things: dict[str, Any]
) -> None:
    from xieli.matters.errors import ActionError
    from xieli.matters.models import Matter
    from xieli.procedures.sharing.tests.play import act, booked, comes

    cast, now = product.cast, clock.now()
    earlier, begins = now - timedelta(hours=3), now - timedelta(hours=3) + timedelta(minutes=2)
    with product.database():
        with clock.turned_to(earlier):
            missed, late = (booked(things["pool"], cast.fangqiming, begins, 1) for _ in range(2))
            act(missed, cast.guchangchuan, "agree")
            act(late, cast.guchangchuan, "agree")
            act(late, cast.fangqiming, "collect", condition_then="完好")
        for matter, timer in ((missed, "release"), (late, "fall_due")):
            with suppress(ActionError):  # the watcher of the running product may have been faster
                comes(matter, timer)
    user, keeper = visit("fangqiming", phone=True), visit("guchangchuan")
    user.go(missed.get_absolute_url())
    user.sees("未领用已释放")
    on = f"{clock.local(begins):%Y-%m-%d}"  # of last week, early on a Monday
    keeper.go(f"/sharing/{things['pool'].uid}/?on={on}")
    expect(keeper.page.locator(".booking-late").first).to_be_attached()
    user.go(late.get_absolute_url())
    user.sees("逾期未还")
    user.act("归还", condition="表笔破皮")
    keeper.go(late.get_absolute_url())
    keeper.act("登记损坏", condition="表笔破皮")
    with product.database():
        about = Matter.objects.visible_to(cast.guchangchuan).exclude(number="").exclude(pk=late.pk).first()
    assert about is not None
    keeper.refused(
        "损坏已处理", "没有找到这个编号的事项", text="转责任认定", remedy="liability", liability="ZR-0000"
    )
    keeper.fill(liability=about.number)
    keeper.send("损坏已处理")
    keeper.sees("已办结")
    keeper.sees(about.number)
