"""Measure the pages and acts of an ordinary day over HTTP, on a database of a given size, beside its own floors."""

import argparse
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rich.console import Console

from xieli.accounts.sessions import SessionStore
from xieli.cli.arguments import at_least
from xieli.cli.bench import measuring, seeding, tasks
from xieli.cli.bench.measuring import Browser
from xieli.cli.database import as_owner, database_of_its_own
from xieli.matters.models import Matter, WorkItem
from xieli.organisation.models import Person

CLIENTS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--matters", type=at_least(1000), default=100_000, help="how many matters (default 100,000)"
    )
    parser.add_argument(
        "--times", type=at_least(1), default=60, help="requests of one client for each figure"
    )
    parser.add_argument("--seconds", type=float, default=4, help="how long eight clients ask together")
    parser.add_argument("--workers", type=at_least(1), default=2, help="web processes")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> None:
    console = Console(stderr=True)
    logging.disable(logging.INFO)  # statements are counted in this process, which would tell of each request
    with database_of_its_own(f"xieli_bench_{args.matters}"):
        with as_owner():
            if Matter.objects.count() < args.matters:
                seeding.seed(args.matters, lambda what, count: console.print(f"{count:>10,} {what}"))
            found: dict[str, Any] = {
                "matters": Matter.objects.count(),
                "floors_ms": measuring.floors(args.times * 3),
            }
        person = _busy()
        with _server(args.workers) as (port, server):
            browsers = [Browser(port, _session(person)) for _ in range(CLIENTS)]
            for name, call in tasks.of(person).items():
                console.print(name)
                result = measuring.measure(name, call, browsers, args.times, args.seconds, server)
                queries = _queries(person, call)
                found[name] = {**result.figures(), "queries": queries, "goal_ms": tasks.GOALS_MS[name]}
        found["load"] = [round(one, 1) for one in os.getloadavg()]
    print(json.dumps(found, ensure_ascii=False) if args.json else _table(found))


def _busy() -> Person:
    """Somebody with a typical desk: the employee whose number of open items is the 90th percentile."""
    loads = list(
        WorkItem.objects.filter(closed_at=None, person__isnull=False)
        .values_list("person")
        .annotate(n=Count("id"))
        .order_by("n")
    )
    return Person.objects.select_related("department").get(pk=loads[int(len(loads) * 0.9)][0])


def _session(person: Person) -> str:
    account = person.account
    store = SessionStore()
    now = int(time.time())
    store.update(
        {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            "seen": now,
            "started": now,
        }
    )
    store.create()
    key: str = store.session_key or ""
    return key


@contextmanager
def _server(workers: int) -> Iterator[tuple[int, int]]:
    """The web part of the product on a free port, as in production: port and process; no worker and no watcher."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    wanted = connection.settings_dict
    auth = f"{wanted['USER']}:{wanted['PASSWORD']}@" if wanted["PASSWORD"] else f"{wanted['USER']}@"
    host, place = wanted["HOST"], ""
    if host.startswith("/"):
        host, place = "", f"?host={host}"
    address = f"postgresql://{auth}{host}{':' + str(wanted['PORT']) if wanted['PORT'] else ''}/{wanted['NAME']}{place}"
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        str(workers),
        "--workers-kill-timeout",
        "2",
        "--no-ws",
        "--log-level",
        "critical",
        "xieli.config.asgi:application",
    ]
    environment = {**os.environ, "DATABASE_URL": address, "XIELI_LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(command, env=environment)
    try:
        _await(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def _await(port: int) -> None:
    """Until somebody answers at the port. Raises TimeoutError."""
    for _ in range(1200):
        time.sleep(0.1)
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(2)
                return
    raise TimeoutError("the web server doesn't start")


class _Visitor:
    """A browser of this very process, whose statements can be counted."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"HX-Request": "true"})
        self.client.force_login(person.account)

    def get(self, path: str) -> None:
        self.client.get(path, headers={"HX-Request": ""})

    def post(self, path: str, data: dict[str, str]) -> None:
        self.client.post(path, data)


def _queries(person: Person, call: measuring.Call) -> int:
    """Statements of one request."""
    visitor = _Visitor(person)
    call(visitor)
    with CaptureQueriesContext(connection) as captured:
        call(visitor)
    return len(captured)


def _table(found: dict[str, Any]) -> str:
    lines = [f"{found['matters']:,} matters; floors in ms: {found['floors_ms']}; load {found['load']}", ""]
    lines.append(
        f"{'':<30}{'p50 ms':>9}{'goal':>7}{'p95 ms':>9}{'CPU web':>9}{'CPU db':>8}{'req/s × 8':>11}"
        f"{'queries':>9}{'bytes':>9}"
    )
    for name, row in found.items():
        if isinstance(row, dict) and "p50_ms" in row:
            lines.append(
                f"{name:<30}{row['p50_ms']:>9}{row['goal_ms']:>7}{row['p95_ms']:>9}{row['web_cpu_ms'] or '–':>9}"
                f"{row['database_cpu_ms'] or '–':>8}{row['per_second_8']:>11}{row['queries']:>9}{row['bytes']:>9}"
            )
    return "\n".join(lines)
