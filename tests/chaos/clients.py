"""Clients that keep asking until they are answered, and remember what they were told."""

import json
import threading
import time
import uuid
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from tests.chaos.ledger import Ledger
from tests.live import Product
from tests.wire import Answer, Served, post_json, send

SCOPES = ["matters:read", "matters:act", "organisation:read"]
PATIENCE = 120  # seconds after which a client that was not answered gives up: a fault


class Client(threading.Thread):
    """Somebody who opens requests and comments on them, and asks again with the same key until there is an answer."""

    def __init__(self, town: Served, token: str, ledger: Ledger, over: threading.Event) -> None:
        super().__init__()
        self.town, self.token, self.ledger, self.over = town, token, ledger, over
        self.lead = department(town, token, "FI")

    def run(self) -> None:
        while not self.over.is_set():
            made = self.insist("/api/v1/collaboration/send", {"data": self.request()})
            if made:
                path = f"/api/v1/matters/{made['matter']}/verbs/comment"
                self.insist(path, {"data": {"text": "请尽快"}})

    def request(self) -> dict[str, str]:
        """What is asked for."""
        return {
            "title": "查日志",
            "content": "最近一小时",
            "lead_department": self.lead,
            "urgency": "ordinary",
        }

    def insist(self, path: str, body: dict[str, object]) -> dict[str, Any] | None:
        """Send until it is answered, also after the last kill; None, and a line in the ledger, if it never is."""
        key, end = uuid.uuid4().hex, time.monotonic() + PATIENCE
        self.ledger.sends(key, {"path": path, "body": body})
        while time.monotonic() < end:
            if (answer := self.attempt(key, path, body)) is not None:
                return answer
            time.sleep(0.2)
        return None

    def attempt(self, key: str, path: str, body: object) -> dict[str, Any] | None:
        """One try; only a 200 is an acknowledgement, a broken connection or a 5xx of a dying server is not."""
        try:
            answer: Answer = post_json(self.town, self.token, path, body, key=key)
        except (OSError, HTTPException):  # no answer, or half of one
            return None
        if answer.status == 200:
            self.ledger.hears(key, answer.json())
            return dict(answer.json())
        self.refused(path, answer)
        return None

    def refused(self, path: str, answer: Answer) -> None:
        """Only a server that is away, or a limit of tries, may refuse what is asked here."""
        if answer.status < 500 and answer.status != 429:
            self.ledger.complains(f"{answer.status} {path}: {answer.text[:200]}")


def department(town: Served, token: str, code: str) -> str:
    """The key of a department, asked of the product."""
    answer = send(town, "GET", "/api/v1/departments", "", {"Authorization": f"Bearer {token}"})
    return str(next(row["uid"] for row in json.loads(answer.text) if row["code"] == code))


def token_for(product: Product) -> str:
    """A token with which a program acts for 林晚 at a product of the tests' own cluster."""
    from xieli.accounts import tokens
    from xieli.accounts.audit import By
    from xieli.accounts.models import Account
    from xieli.core import clock

    with product.database():
        linwan = product.cast.linwan
        account, until = Account.objects.get(person=linwan), clock.now() + timedelta(days=1)
        return tokens.create(SCOPES, until, By(account), person=linwan)[1]
