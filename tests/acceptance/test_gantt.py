"""A bar of the Gantt chart is drawn by pointer and moved by keys, under the product's own policy for scripts.

The chart stands on a page of its own, so that what is proposed can be seen as it is sent.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.acceptance.conftest import DESKTOP

DIST = Path(__file__).resolve().parents[2] / "xieli" / "core" / "static" / "dist"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"


@pytest.fixture
def proposed() -> list[dict[str, str]]:
    """What the chart sent, in order."""
    return []


@pytest.fixture
def page(browser: Browser, proposed: list[dict[str, str]]) -> Iterator[Page]:
    """A page with the chart of three lines from Monday 7 September 2026, a day 24 pixels wide."""

    def answer(route: Route) -> None:
        request = route.request
        if request.method == "POST":
            sent = parse_qs(request.post_data or "", keep_blank_values=True)
            proposed.append({name: sent[name][0] for name in ("code", "not_before", "days")})
            route.fulfill(status=204)
        elif "/static/dist/" in request.url:
            route.fulfill(path=DIST / request.url.rpartition("/")[2])
        else:
            route.fulfill(
                body=document(), content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )

    context = browser.new_context(viewport=DESKTOP)
    context.route("**/*", answer)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Security" in said.text else None)
    page.goto("http://gantt.test/")
    yield page
    context.close()
    assert problems == []


def document() -> str:
    """The partial on a page with the product's script and styles."""
    from xieli.core import assets
    from xieli.procedures.project.gantt import gantt
    from xieli.procedures.project.plan import Dependency, Plan, Task
    from xieli.procedures.project.schedule import schedule
    from xieli.procedures.project.tests.test_pictures import draw
    from xieli.worktime.calendars import shipped
    from xieli.worktime.working_days import WorkingDays

    plan = Plan(
        date(2026, 9, 7),
        (Task("A", "勘察", days=3), Task("B", "设计", days=5), Task("M", "评审", kind="milestone")),
        (Dependency("A", "B"), Dependency("B", "M")),
    )
    dates = schedule(plan, WorkingDays(shipped().calendars["office"].is_working_day))
    chart = gantt(plan, dates, today=date(2026, 9, 7), scale="day")
    body = draw("gantt", chart=chart, propose="/propose/")
    return (
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>甘特图</title>'
        f'<link rel="stylesheet" href="{assets.url("app.css")}"><script src="{assets.url("app.js")}" defer></script>'
        f'<main class="main wide"><section class="card">{body}</section></main><template id="words"></template></html>'
    )


def drag(page: Page, code: str, by: float, *, edge: bool = False) -> None:
    """Draw a bar, or its end, so many pixels to the right."""
    box = page.locator(f'[data-bar="{code}"] .box').bounding_box()
    assert box is not None
    x = box["x"] + (box["width"] - 4 if edge else box["width"] / 2)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y)
    page.mouse.move(x + by, y)
    page.mouse.up()


def sent(page: Page, proposed: list[dict[str, str]]) -> list[dict[str, str]]:
    """What was proposed, once something was."""
    for _moment in range(100):
        if proposed:
            break
        page.wait_for_timeout(50)
    return proposed


def test_a_bar_let_go_two_days_later_proposes_its_new_day(page: Page, proposed: list[dict[str, str]]) -> None:
    drag(page, "A", 2 * 24)

    expect(page.locator("[data-gantt-form]")).to_be_visible()
    assert sent(page, proposed) == [{"code": "A", "not_before": "2026-09-09", "days": ""}]


def test_a_bar_let_go_on_a_weekend_begins_on_monday(page: Page, proposed: list[dict[str, str]]) -> None:
    drag(page, "A", 5 * 24)

    assert [one["not_before"] for one in sent(page, proposed)] == ["2026-09-14"]


def test_its_end_drawn_changes_the_working_days_alone(page: Page, proposed: list[dict[str, str]]) -> None:
    # From Wednesday over the weekend to Tuesday: four more working days.
    drag(page, "A", 6 * 24, edge=True)

    assert sent(page, proposed) == [{"code": "A", "not_before": "", "days": "7"}]


def test_a_click_that_moves_nothing_proposes_nothing(page: Page, proposed: list[dict[str, str]]) -> None:
    drag(page, "B", 3)

    expect(page.locator("[data-gantt-form]")).to_be_hidden()
    assert proposed == []


def test_keys_move_by_working_days_and_enter_proposes(page: Page, proposed: list[dict[str, str]]) -> None:
    page.locator('[data-bar="B"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")

    # From Thursday 10 over the weekend to Monday 14, one day shorter.
    expect(page.locator("[data-gantt-form] output")).to_have_text("设计：9/14 起，4 个工作日")
    assert proposed == []
    page.keyboard.press("Enter")
    assert sent(page, proposed) == [{"code": "B", "not_before": "2026-09-14", "days": "4"}]


def test_escape_takes_everything_back(page: Page, proposed: list[dict[str, str]]) -> None:
    bar = page.locator('[data-bar="M"]')
    bar.focus()
    page.keyboard.press("ArrowLeft")
    # From Wednesday 16 to Tuesday 15.
    expect(bar).to_have_attribute("transform", "translate(-24 0)")
    page.keyboard.press("Escape")

    expect(bar).not_to_have_attribute("transform", "translate(-24 0)")
    expect(page.locator("[data-gantt-form]")).to_be_hidden()
    assert proposed == []
