"""Every page, as its people meet it: on the desk, in the dark, on a phone. No barrier, nothing sticks out."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.acceptance.conftest import DESKTOP, PHONE
from tests.acceptance.people import Visitor
from tests.live import Product
from tests.security import scene
from xieli.core import clock

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BARRIERS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)"""
STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
Way = tuple[dict[str, int], Literal["light", "dark"]]
WAYS: tuple[Way, ...] = ((DESKTOP, "light"), (PHONE, "dark"))
OTHERS: tuple[Way, ...] = ((PHONE, "light"), (DESKTOP, "dark"))

# Whom to ask for which pages; {case} and {request} are matters, {station} and {person} the rest of the cast.
PAGES = {
    "linwan": (
        "/", "/?tab=to_read", "/?tab=started", "/?tab=done", "/?tab=drafts", "/matters/", "/matters/service/",
        "/matters/collaboration/", "/matters/meeting/", "/matters/decision/", "/new/meeting/", "/new/handover/",
        "/meetings/", "/meetings/?view=week", "/matters/memo/", "/new/memo/", "/new/oral_agreement/",
        "/announcements/", "/announcements/?which=past", "/matters/announcement/", "{memo}", "{announcement}",
        "/new/", "/new/service/", "/new/collaboration/", "/search/?q=枪", "/team/", "/me/",
        "/phrases/", "/service/console/", "/service/dispatcher/", "/service/roster/", "/service/notes/",
        "/service/articles/", "/service/calls/", "/service/incidents/", "/service/opinions/", "/customers/",
        "/customers/new/", "/stations/", "/stations/{station}/", "/alerts/", "/notifications/",
        "/notifications/choices/", "/account/", "/account/password/", "/account/posts/", "/account/tokens/",
        "/clauses/", "/clauses/4.3.a/", "/goals/", "/organisation/", "/organisation/people/",
        "/organisation/people/{person}/", "/organisation/departments/{department}/", "/organisation/delegations/",
        "/worktime/", "/worktime/calendars/office/2026/", "/service-levels/", "/duties/",
        "/documents/", "/new/seal_use/", "{case}", "{request}", "{request}act/confirm/",
    ),
    "guchangchuan": ("/", "{case}", "{case}act/resolve/", "{case}act/arrive/"),
    "hejing": (
        "/service/articles/new/", "/customers/import/", "/service/roster/import/", "/notifications/short-messages/",
    ),
    "shenruozhou": ("/duties/edit/?procedure=service", "/service-levels/service/accept/", "/goals/new/",
                    "/new/meeting_series/", "/new/decision/"),
    "suwanqing": ("/new/announcement/", "/announcements/", "{announcement}", "{announcement_readers}"),
    "maguoqiang": ("/notifications/choices/", "/notifications/groups/{robot}/"),
    "wangyang": ("/documents/", "/documents/seals/"),
    "shaoning": ("/organisation/departments/new/", "/organisation/people/new/", "/organisation/import/people/"),
    None: ("/login/", "/login/one-time-code/", "/p/", "/p/new", "/p/find", "/p/privacy", "/p/c/{charger}"),
}  # fmt: skip
ADMINISTRATORS = {
    "system": ("/administration/", "/administration/accounts/new/", "/worktime/new/", "/worktime/import/",
               "/notifications/deliveries/", "/account/", "/documents/settings/",
               "/documents/settings/coordination.decision/", "/notifications/robots/",
               "/notifications/robots/{robot}/", "/notifications/incoming/"),
    "security": ("/administration/",),
    "audit": ("/administration/audit/",),
}  # fmt: skip


@pytest.fixture(scope="module")
def places(product: Product) -> dict[str, str]:
    """What the addresses above name."""
    from xieli.notifications.models import Robot
    from xieli.stations.models import Station

    with product.database():
        played = scene.common(product.cast, clock.now() - timedelta(hours=1))
        request = scene.add_secret(played)
        memo, announcement = _written(played)
        robot = Robot.objects.create(service="feishu", name="运维群", department=product.cast.om, address="x")
        return {
            "case": played.case.get_absolute_url(),
            "request": request.get_absolute_url(),
            "memo": memo.get_absolute_url(),
            "announcement": announcement.get_absolute_url(),
            "announcement_readers": f"/announcements/{announcement.uid}/readers/",
            "station": str(Station.objects.get().uid),
            "person": str(product.cast.guchangchuan.uid),
            "department": str(product.cast.om.uid),
            "charger": product.charger.public_token,
            "robot": str(robot.uid),
        }


def _written(played: scene.Scene) -> tuple[Any, Any]:
    """A memo to customer service that waits for an answer, and an announcement to it."""
    cs = [str(played.cast.cs.uid)]
    told = {"title": "停电安排", "in_name": "person", "content": "请告知窗口。", "to": cs, "answer_from": cs}
    memo = played.open("memo", played.cast.linwan, "submit", **told)
    told = {"title": "夜班交接时间", "content": "20:00 交接。", "departments": cs, "must_confirm": "on"}
    return memo, played.open("announcement", played.cast.suwanqing, "submit", **told)


def barriers(page: Page) -> list[str]:
    """What keeps somebody from using the page that is open, as wide and as dark as it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(BARRIERS)
    return found


def faults(page: Page, where: str, ways: tuple[Way, ...] = WAYS) -> Iterator[str]:
    """What is wrong with the page that is open, as wide as a desk and as narrow as a phone, one of them in the dark.

    Width decides on what stands where, theme on colours alone: both widths and both themes are looked at, though not
    every pair of them.
    """
    for size, theme in ways:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        name = f"{where} {size['width']} {theme}"
        yield from (f"{name}: {found}" for found in barriers(page))
        if (excess := page.evaluate(STICKS_OUT)) > 0:
            yield f"{name}: {excess} px wider than the screen"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)


def look_at(visitor: Visitor, addresses: tuple[str, ...], places: dict[str, str]) -> list[str]:
    """The faults of these pages; of the first in every pair of width and theme: its frame is that of all of them."""
    found: list[str] = []
    for place, address in enumerate(addresses):
        path = address.format(**places)
        answer = visitor.page.goto(path, wait_until="load")
        if answer is None or answer.status != 200:
            found.append(f"{path}: {answer and answer.status}")
            continue
        found += faults(visitor.page, path, WAYS if place else WAYS + OTHERS)
    return found


@pytest.mark.parametrize("who", PAGES)
def test_no_page_has_a_barrier_or_sticks_out(
    who: str | None, places: dict[str, str], visit: Callable[..., Visitor]
) -> None:
    assert look_at(visit(who), PAGES[who], places) == []


@pytest.mark.parametrize("kind", ADMINISTRATORS)
def test_no_page_of_the_administrators_has_a_barrier(
    kind: str, product: Product, places: dict[str, Any], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(None)
    session = product.session(product.cast.administrators[kind])
    visitor.page.context.add_cookies([{"name": "sessionid", "value": session, "url": product.url}])
    assert look_at(visitor, ADMINISTRATORS[kind], places) == []
