"""What somebody gets from the product: every page, list, search, export and answer, in a form that can be compared."""

import re
from collections.abc import Iterable
from io import BytesIO
from itertools import zip_longest

from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.security import things
from tests.security.scene import PHONE, PLATE, WORDS
from xieli.accounts import policy

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where nothing of a matter can stand: logins, the organisation's and the calendars' own forms, printed stickers.
ELSEWHERE = re.compile(
    r"^(login|logout|account/|worktime/|organisation/import|p/|styleguide|.*\.pdf|healthz|readyz)"
)
MASKED = re.compile(
    r'(?:name="(?:csrfmiddlewaretoken|key)" value|name="csrf-token" content|nonce|data-since)="[^"]*"'
)


def paths(known: dict[str, things.Values]) -> list[str]:
    """The address of every page that may speak of matters."""
    rows = [row for row in policy.table() if row.policy != "api" and not ELSEWHERE.match(row.route)]
    return [things.address(row.name or "", row.route, known) for row in rows]


def questions() -> list[str]:
    """Searches, filters, sortings, completions and exports that would catch a hidden matter."""
    lists = ("/matters/", "/matters/collaboration/")
    asked = [
        f"/search/?q={word}"
        for word in (WORDS["title"], WORDS["content"], "机要", "XZ-2026-0001", PHONE, PLATE)
    ]
    asked += [f"/organisation/people/suggest/?q={word}" for word in ("guchangchuan", "顾")]
    for path in lists:
        asked += [f"{path}?{query}" for query in (
            "which=all", "which=open&sort=opened", "classification=secret", "which=all&q=机要", "which=all&xlsx=1",
            "which=all&light=red", "mine=on",
        )]  # fmt: skip
    return asked + [f"/?tab={tab}" for tab in ("todo", "to_read", "started", "followed", "done", "drafts")]


def answers(client: Client, addresses: Iterable[str]) -> dict[str, str]:
    """{address: what was answered}."""
    return {address: said(client.get(address)) for address in addresses}


def said(answer: HttpResponse) -> str:
    """Code, way on and body, without what is new in every answer; a sheet by its cells."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type", "").startswith(SHEET):
        rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
        text = str(rows)
    else:
        text = MASKED.sub("", body.decode(errors="replace"))
    return f"{answer.status_code} {answer.get('Location', '')}\n{text}"


def difference(before: str, after: str) -> str:
    """The first line in which two answers differ; empty when they are the same."""
    pairs = zip_longest(before.splitlines(), after.splitlines(), fillvalue="(no line)")
    return next((f"{one.strip()} → {other.strip()}" for one, other in pairs if one != other), "")
