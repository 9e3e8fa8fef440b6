"""Plain HTTP clients for the running product, many at once: no browser, no test client, nothing shared."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

CSRF = "x" * 32
Result = TypeVar("Result")


class Served(Protocol):
    """A running product."""

    port: int


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str

    def json(self) -> Any:
        return json.loads(self.text)


def send(
    product: Served, method: str, path: str, body: str = "", headers: dict[str, str] | None = None, *,
    timeout: float = 60,
) -> Answer:  # fmt: skip
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", product.port, timeout=timeout)
    try:
        connection.request(method, path, body.encode(), headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(errors="replace"), answer.getheader("Location", ""))
    finally:
        connection.close()


def post_form(product: Served, session: str, path: str, **fields: Any) -> Answer:
    """A form sent by somebody who is logged in."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return send(product, "POST", path, urlencode(fields, doseq=True), headers)


def post_json(product: Served, token: str, path: str, body: Any, *, key: str = "") -> Answer:
    """A call of the API."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    return send(product, "POST", path, json.dumps(body), headers)


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of the calls, all begun at the same moment."""
    start = threading.Barrier(len(calls))
    found: dict[int, Result] = {}
    failed: list[BaseException] = []

    def one(place: int, call: Callable[[], Result]) -> None:
        start.wait()
        try:
            found[place] = call()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return [found[place] for place in range(len(calls))]
