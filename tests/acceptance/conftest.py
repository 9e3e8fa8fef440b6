"""Browsers: Chromium of the system, one context for each person, and helpers that click as people do."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.acceptance.people import Visitor
from tests.live import Product

CHROMIUM = os.environ.get("XIELI_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# Every window makes ready two lists of suggestions for an address bar that nobody sees, which costs more than a page of
# ours. Chromium heeds only the last flag of this name, so what Playwright leaves out is said again.
LEFT_OUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
PATIENCE = 20_000  # milliseconds; a busy machine is no fault of the product
DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser and a running product; a file is played from beginning to end at one."""
    for item in items:
        if "/tests/acceptance/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session", autouse=True)
def _models_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; Django would take our queries for mistakes."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; without its sandbox where we are root, as it demands."""
    left_out = f"--disable-features={','.join(LEFT_OUT)}"
    flags = ["--disable-dev-shm-usage", left_out, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="package")
def browser(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """One for all files of this folder that follow each other. While Playwright runs, it keeps an event loop in this
    thread; tests with loops of their own may come after."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser_type_launch_args)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(product: Product, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("linwan")`, `visit("guchangchuan", phone=True)`, `visit(None, phone=True)`: somebody with a browser."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def enter(
        who: str | None, *, phone: bool = False, dark: bool = False, language: str = "",
        zone: str = "Asia/Shanghai",
    ) -> Visitor:  # fmt: skip
        context = browser.new_context(
            base_url=product.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            locale="zh-CN",
            timezone_id=zone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        cookies = {"sessionid": product.session(product.cast.people[who])} if who else {}
        if language:
            cookies["django_language"] = language
        context.add_cookies(
            [{"name": name, "value": value, "url": product.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        _listen(page, problems)
        return Visitor(page, product)

    yield enter
    for place, context in enumerate(contexts):
        if folder := os.environ.get("XIELI_SHOTS"):  # what everybody saw last, to look at after a failure
            context.pages[0].screenshot(path=f"{folder}/{place}.png")
        context.close()
    assert problems == []


def _listen(page: Page, problems: list[str]) -> None:
    """A script that fails, or a page that breaks the content security policy, fails the test."""
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"{page.url}: {message.text}")
            if message.type == "error" and "Content Security Policy" in message.text
            else None
        ),
    )
    page.on(
        "response",
        lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
    )
