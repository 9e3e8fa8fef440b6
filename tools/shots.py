"""Screenshots for the README and the manual, taken of the demo company by a real browser: ./dev shots [NAME …]

Runs the product on a free port with the try-out's own data, which `./dev run` has loaded before.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "manual" / "images"
WIDE, PHONE = {"width": 1366, "height": 860}, {"width": 360, "height": 740}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


class Shot(NamedTuple):
    """A picture: file name, who looks (None: nobody logged in), address, phone or wide, dark or light, language."""

    name: str
    who: str | None
    path: str
    phone: bool = False
    dark: bool = False
    english: bool = False


def shots(found: dict[str, str]) -> list[Shot]:
    """What the manual shows; `found` holds addresses that depend on the data."""
    agent, engineer, head, executive = found["agent"], found["engineer"], found["head"], found["executive"]
    return [
        Shot("login", None, "/login/"),
        Shot("desk", found["manager"], "/"),
        Shot("desk-dark", found["manager"], "/", dark=True),
        Shot("desk-phone", engineer, "/", phone=True),
        Shot("desk-english", found["manager"], "/", english=True),
        Shot("matter", agent, found["case"]),
        Shot("matter-phone", agent, found["case"], phone=True),
        Shot("request", head, found["request"]),
        Shot("new", head, "/new/"),
        Shot("list", agent, "/matters/service/"),
        Shot("search", agent, "/search/?q=%E5%85%85%E7%94%B5"),
        Shot("team", head, "/team/"),
        Shot("portfolio", executive, "/projects/?view=timeline"),
        Shot("project", head, found["project"]),
        Shot("project-new", head, "/new/project/"),
        Shot("console", agent, f"/service/console/?phone={found['phone']}"),
        Shot("dispatcher", found["dispatcher"], "/service/dispatcher/"),
        Shot("roster", found["manager"], "/service/roster/"),
        Shot("articles", agent, "/service/articles/"),
        Shot("opinions", found["manager"], "/service/opinions/"),
        Shot("portal", None, "/p/", phone=True),
        Shot("portal-charger", None, found["charger"], phone=True),
        Shot("organisation", head, "/organisation/"),
        Shot("person", head, found["person"]),
        Shot("stations", agent, "/stations/"),
        Shot("customers", agent, "/customers/"),
        Shot("notifications", head, "/notifications/"),
        Shot("alerts", head, "/alerts/"),
        Shot("service-levels", executive, "/service-levels/"),
        Shot("duties", executive, "/duties/"),
        Shot("clauses", agent, "/clauses/"),
        Shot("goals", executive, "/goals/"),
        Shot("calendars", agent, "/worktime/"),
        Shot("memo", found["memo_author"], found["memo"]),
        Shot("announcement", found["reader"], found["announcement"]),
        Shot(
            "announcement-readers",
            executive,
            f"/announcements/{found['announcement'].split('/')[2]}/readers/",
        ),
        Shot("board", agent, "/announcements/"),
        Shot("meeting", executive, found["meeting"]),
        Shot("sharing", head, "/sharing/"),
        Shot("discussions", head, "/discussions/"),
        Shot("room", head, found["room"]),
        Shot("work-plan", head, found["plan"]),
        Shot("handover", found["giver"], found["handover"]),
        Shot("heads", head, "/heads/"),
        Shot("instructions", executive, "/instructions/"),
        Shot("meeting-english", executive, found["meeting"], english=True),
    ]


def main() -> int:
    """Take every picture; the number of pages that failed is the exit status."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(parents=True, exist_ok=True)
    failed = 0
    with _product() as base, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=_chromium(), args=FLAGS)
        wanted = [one for one in shots(_found()) if one.name in sys.argv[1:] or not sys.argv[1:]]
        for shot in wanted:
            context = browser.new_context(
                viewport=PHONE if shot.phone else WIDE,
                color_scheme="dark" if shot.dark else "light",
                locale="en-GB" if shot.english else "zh-CN",
            )
            page = context.new_page()
            if shot.who is not None:
                _log_in(page, base, shot.who)
            if shot.english:
                _speak(page, base, "en")
            answer = page.goto(base + shot.path)
            page.wait_for_timeout(900)
            if answer is None or answer.status != 200:
                failed += 1
                print(
                    f"{shot.name}: {shot.path} answered {answer.status if answer else 'nothing'}",
                    file=sys.stderr,
                )
            page.screenshot(path=str(IMAGES / f"{shot.name}.png"))
            if shot.english:
                _speak(page, base, "zh-hans")
            context.close()
        browser.close()
    print(f"{len(wanted) - failed} pictures in {IMAGES.relative_to(ROOT)}")
    return failed


def _log_in(page: Any, base: str, name: str) -> None:
    page.goto(f"{base}/login/")
    page.fill("#id_name", name)
    page.fill("#id_password", "xieli-demo-2026")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{base}/")


def _speak(page: Any, base: str, language: str) -> None:
    """The language is the account's, as its owner would choose it."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    page.request.post(f"{base}/language/", form={"language": language, "csrfmiddlewaretoken": token})


def _chromium() -> str:
    for place in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(place).exists():
            return place
    raise SystemExit("No Chromium here: install the package chromium, then call ./dev shots again.")


@contextmanager
def _product() -> Iterator[str]:
    """The product on a free port with the demo company."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {
        "XIELI_DEMO": "1",
        "XIELI_BASE_URL": f"http://127.0.0.1:{port}",
        "XIELI_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "xieli.cli", "serve", "--port", str(port)]
    product = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(600):
            time.sleep(0.1)
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
        time.sleep(2)
        yield f"http://127.0.0.1:{port}"
    finally:
        product.terminate()
        product.wait(20)


def _found() -> dict[str, str]:
    """Addresses and login names that depend on the data."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
    django.setup()
    return _look()


def _look() -> dict[str, str]:
    from threading import Thread

    found: dict[str, str] = {}

    def ask() -> None:
        found.update(_ask())

    # The browser driver runs an event loop in this thread, where Django refuses to query.
    thread = Thread(target=ask)
    thread.start()
    thread.join()
    return found


def _ask() -> dict[str, str]:
    from django.db import connection

    from xieli.accounts.models import Account
    from xieli.matters.models import Matter, WorkItem
    from xieli.organisation import queries
    from xieli.stations.models import Charger

    def login(duty: str) -> str:
        person = queries.people_with_duty(duty)[0]
        return Account.objects.get(person=person).username

    maintenance = queries.department_by_id(
        WorkItem.objects.filter(step="solve").latest("id").department_id or 0
    )
    assert maintenance is not None and maintenance.head is not None
    open_cases = Matter.objects.filter(procedure="service", closed_at=None)
    case = open_cases.order_by("-head_seq").first() or Matter.objects.filter(procedure="service").latest("id")
    project = Matter.objects.filter(procedure="project", state="executing").order_by("-head_seq").first()
    request = Matter.objects.filter(procedure="collaboration").order_by("closed_at", "-head_seq").first()
    assert request is not None
    memo = Matter.objects.filter(procedure="memo", state__in=("answering", "answered", "closed")).latest(
        "head_seq"
    )
    asked = WorkItem.objects.filter(
        step="confirm_reading", matter__state="published", matter__audience__contains=[0]
    )
    item = (
        asked.filter(closed_at=None).latest("matter", "id")
        if asked.filter(closed_at=None)
        else asked.latest("id")
    )
    meetings = Matter.objects.filter(procedure="meeting", meeting__minutes__gt="", parent__isnull=False)
    plans = Matter.objects.filter(procedure="work_plan")
    plan = plans.filter(initiator_department=maintenance).last() or plans.latest("head_seq")
    handed = Matter.objects.filter(procedure="handover").latest("head_seq")
    answer = {
        "room": f"/room/{maintenance.uid}/",
        "plan": plan.get_absolute_url(),
        "handover": handed.get_absolute_url(),
        "giver": Account.objects.get(person=handed.initiator).username,
        "project": f"/projects/{project.uid}/" if project is not None else "/projects/",
        "memo": memo.get_absolute_url(),
        "memo_author": Account.objects.get(person=memo.initiator).username,
        "announcement": item.matter.get_absolute_url(),
        "reader": Account.objects.get(person=item.person).username,
        "meeting": meetings.latest("pk").get_absolute_url(),
        "agent": login("agent"),
        "engineer": Account.objects.get(person__name="顾长川").username,
        "dispatcher": login("dispatcher"),
        "manager": login("service_manager"),
        "head": Account.objects.get(person=maintenance.head).username,
        "executive": login("executive"),
        "case": case.get_absolute_url(),
        "request": request.get_absolute_url(),
        "phone": case.customer.phone if case.customer else "",
        "person": f"/organisation/people/{maintenance.head.uid}/",
        "charger": f"/p/c/{Charger.objects.order_by('code')[6].public_token}",
    }
    connection.close()
    return answer


if __name__ == "__main__":
    raise SystemExit(main())
