"""What somebody has in hand survives a live refresh, and what was sent is no draft (issue 2, point 8)."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_desk import recorded
from tests.live import Product

HELD = 1_500  # milliseconds in which a refresh that is not held back would have come


def comment(visitor: Visitor, words: str) -> None:
    """Somebody else says something: the page of everybody who looks at the matter hears of it."""
    visitor.page.get_by_label("写评论").fill(words)
    visitor.page.get_by_role("button", name="评论", exact=True).click()
    visitor.sees(words)


def test_an_open_menu_stays_open_and_the_news_come_when_it_is_closed(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    case, words = recorded(product, "菜单开着"), f"插话 {uuid.uuid4()}"
    reader, writer = visit("linwan").go(case), visit("zhaoxiaotang").go(case)
    menu = reader.page.locator("#actions details.menu")
    menu.locator("summary").click()
    comment(writer, words)
    reader.page.wait_for_timeout(HELD)
    expect(menu.locator(".menu-body")).to_be_visible()
    reader.page.keyboard.press("Escape")
    reader.sees(words)


def test_marked_text_is_not_taken_from_under_the_mouse(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    case = recorded(product, "选中的文字")
    page, writer = visit("linwan").go(case).page, visit("zhaoxiaotang").go(case)
    page.locator("#matter h1").evaluate("e => getSelection().selectAllChildren(e)")
    marked = page.evaluate("getSelection().toString()")
    comment(writer, f"插话 {uuid.uuid4()}")
    page.wait_for_timeout(HELD)
    assert marked and page.evaluate("getSelection().toString()") == marked


def test_what_is_ticked_and_typed_on_the_board_stays_with_its_row(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    for text in ("板一", "板二"):
        recorded(product, text)
    page = visit("zhoumin").go("/team/").page
    row = page.locator("li.held:has([name=item])").nth(1)
    name = row.get_attribute("id")
    row.locator("[name=item]").check()
    page.locator("[name=reason]").fill("请帮忙")
    row.locator("xpath=ancestor::details/summary").click()  # folded away
    folded = page.locator("#board details:not([open])").count()
    page.locator("li.held").first.evaluate("e => e.remove()")  # as if it had come only now: rows move by one
    with page.expect_response(lambda answer: "/team/" in answer.url):
        page.locator("#board").dispatch_event("xieli:refresh")
    expect(page.locator("li.held").first).to_be_attached()
    expect(page.locator("li.held [name=item]:checked")).to_have_count(1)
    expect(page.locator(f"#{name} [name=item]")).to_be_checked()
    expect(page.locator("[name=reason]")).to_have_value("请帮忙")
    expect(page.locator("[data-bulk]")).to_be_visible()
    expect(page.locator("#board details:not([open])")).to_have_count(folded)


def test_who_leaves_the_console_while_a_case_is_sent_finds_no_draft_of_it(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    words = f"离开时正在发送 {uuid.uuid4()}"
    agent = visit("linwan").go("/service/console/?phone=19987650077")
    page = agent.page

    def unanswered(route: Route) -> None:
        """It reaches the server; its answer never reaches the page."""
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/service/console/record/", unanswered)
    page.locator("[name=text]").fill(words)
    page.keyboard.press("Alt+1")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+Enter")
    agent.go("/")
    agent.go("/service/console/")
    page.wait_for_timeout(HELD)
    expect(page.locator("[name=text]")).to_have_value("")
    with product.database():
        from xieli.matters.models import Matter

        assert Matter.objects.filter(case__text=words).count() == 1


def test_a_case_that_never_reached_the_server_comes_back_to_be_sent_once(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    words = f"没有发出去 {uuid.uuid4()}"
    agent = visit("linwan").go("/service/console/?phone=19987650078")
    page = agent.page
    page.route("**/service/console/record/", lambda route: route.abort())
    page.locator("[name=text]").fill(words)
    page.keyboard.press("Alt+1")
    key = page.locator("#take [name=key]").get_attribute("value")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+Enter")
    agent.go("/service/console/")
    expect(page.locator("[name=text]")).to_have_value(words)
    assert page.locator("#take [name=key]").input_value() == key


def test_what_is_written_before_an_old_case_comes_back_stays_beside_it(visit: Callable[..., Visitor]) -> None:
    words = f"没有发出去 {uuid.uuid4()}"
    agent = visit("linwan").go("/service/console/?phone=19987650079")
    page = agent.page
    page.route("**/service/console/record/", lambda route: route.abort())
    page.locator("[name=text]").fill(words)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+Enter")
    asked: list[Route] = []
    page.route("**/m/sent/**", lambda route: asked.append(route))  # answered late
    with page.expect_request("**/m/sent/**"):
        agent.go("/service/console/")
    phone = page.locator("#take [name=phone]")
    phone.fill("19987650080")
    asked[0].continue_()
    expect(page.locator("[name=text]")).to_have_value(words)
    expect(phone).to_have_value("19987650080")
