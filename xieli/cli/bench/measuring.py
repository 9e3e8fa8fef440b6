"""Pages asked for over HTTP, logged in, by one client and by eight; beside them the floor of the same database."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db import connection

from . import cpu

WARM = 16  # so that each thread of each process has its connection and its statements prepared


class Asking(Protocol):
    """Who can ask for a page and submit a form."""

    def get(self, path: str) -> Any: ...

    def post(self, path: str, data: dict[str, str]) -> Any: ...


Call = Callable[[Asking], None]


class Browser:
    """A logged-in client on one kept connection."""

    def __init__(self, port: int, session: str) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {"sessionid": session}
        self.bytes = 0

    def get(self, path: str) -> str:
        """The page's text. Raises RuntimeError unless it is a 200."""
        return self._send("GET", path)

    def post(self, path: str, data: dict[str, str]) -> str:
        """Submit a form as the browser would."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "HX-Request": "true",
        }
        return self._send("POST", path, urlencode(data), headers)

    def _send(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.link.request(
            method, path, body or None, {"Cookie": cookie, "Host": "127.0.0.1", **(headers or {})}
        )
        answer = self.link.getresponse()
        text = answer.read()
        self.bytes = len(text)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if answer.status not in (200, 204, 303):
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return text.decode("utf-8", "replace")


@dataclass
class Result:
    """One measured thing: milliseconds of each request with one client; requests a second with several."""

    name: str
    times: list[float] = field(default_factory=list)
    per_second: float = 0.0
    size: int = 0
    web_ms: float | None = None
    database_ms: float | None = None

    def figures(self) -> dict[str, float | int | None]:
        """p50 and p95 in milliseconds, processor time of a request, requests per second with eight clients, bytes."""
        ordered = sorted(self.times)
        return {
            "p50_ms": round(statistics.median(ordered), 2),
            "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
            "web_cpu_ms": self.web_ms,
            "database_cpu_ms": self.database_ms,
            "per_second_8": round(self.per_second, 1),
            "bytes": self.size,
        }


def measure(
    name: str, call: Call, browsers: list[Browser], times: int, seconds: float, server: int
) -> Result:
    """Warm up, `times` calls by the first browser alone, then all at once for `seconds`. `server`: its process."""
    for browser in browsers:
        browser.link.close()  # a server ends what rested for long; the next request opens it anew
    first = browsers[0]
    for _ in range(WARM):
        call(first)
    result = Result(name, size=first.bytes)
    web, database = cpu.family(server), cpu.backends()
    before = cpu.used(web), cpu.used(database)
    for _ in range(times):
        begun = time.perf_counter()
        call(first)
        result.times.append((time.perf_counter() - begun) * 1000)
    result.web_ms, result.database_ms = (
        round((now - then) * 1000 / times, 2) if now is not None and then is not None else None
        for now, then in zip((cpu.used(web), cpu.used(database)), before, strict=True)
    )
    result.per_second = _together(call, browsers, seconds)
    return result


def _together(call: Call, browsers: list[Browser], seconds: float) -> float:
    done = [0] * len(browsers)
    end = time.perf_counter() + seconds

    def work(place: int) -> None:
        while time.perf_counter() < end:
            call(browsers[place])
            done[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def floors(times: int) -> dict[str, float]:
    """p50 in ms of what no page can undercut: an indexed select of 50 rows; insert, update and commit of one row."""
    select = (
        "select id, number, title, next_due_at from matters_matter where closed_at is null "
        "order by next_due_at, id limit 50"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "create table if not exists bench_floor (id bigint generated always as identity, n int)"
        )
        found: dict[str, list[float]] = {"select_50": [], "insert_update_commit": []}
        for _ in range(times):
            begun = time.perf_counter()
            cursor.execute(select)
            cursor.fetchall()
            found["select_50"].append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            cursor.execute("begin")
            cursor.execute("insert into bench_floor (n) values (1) returning id")
            cursor.execute("update bench_floor set n = 2 where id = %s", [cursor.fetchone()[0]])
            cursor.execute("commit")
            found["insert_update_commit"].append((time.perf_counter() - begun) * 1000)
        cursor.execute("drop table bench_floor")
    return {name: round(statistics.median(values), 2) for name, values in found.items()}
