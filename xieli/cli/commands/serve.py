"""Run the product: database (embedded, unless DATABASE_URL is set), migrations, web, worker, watcher.

Stops everything cleanly on Ctrl-C or SIGTERM.
"""

import argparse
import importlib.util
import io
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from xieli.accounts import demo
from xieli.cli.arguments import at_least
from xieli.cli.database import cluster, embedded, migrate
from xieli.cli.stopping import when_asked
from xieli.cli.supervisor import Child, Supervisor
from xieli.core.postgres import Cluster, ClusterError

SERVED = Path(__file__).resolve().parents[2] / "core" / "static" / "dist"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=at_least(1, 65535), default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=at_least(1), default=1, help="web processes (1)")
    parser.add_argument("--no-migrate", action="store_true", help="leave the database's tables as they are")


def run(args: argparse.Namespace) -> None:
    refuse_taken_port(args.host, args.port)
    if not SERVED.is_dir():
        raise CommandError("the pages' scripts and styles are not built: run ./dev build")
    stop = when_asked()
    with embedded() as ours:
        if not args.no_migrate:
            migrate(verbosity=0)
        # No matter stands where nothing is declared.
        call_command("check", databases=["default"], stdout=io.StringIO())
        os.environ.setdefault("XIELI_BASE_URL", address(args.host, args.port))  # where messages' links lead
        said = welcome(args.host, args.port)
        connection.close()
        threading.Thread(target=announce, args=(args.host, args.port, said), daemon=True).start()
        Supervisor(children(args.host, args.port, args.workers), reviver(ours)).run(stop)
    print("Stopped.", flush=True)


def reviver(ours: Cluster | None) -> Callable[[], None]:
    """What starts the embedded database again, should it be the one to die; it recovers by itself."""

    def revive() -> None:
        try:
            if ours and ours.revive():
                print("the database had ended and runs again", file=sys.stderr, flush=True)
        except ClusterError as problem:
            print(problem, file=sys.stderr, flush=True)

    return revive


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def welcome(host: str, port: int) -> str:
    """Where the product is served and, in the demonstration, as whom one can look around."""
    lines = [f"协力 Xieli: {address(host, port)}  (Ctrl-C stops it)"]
    given = os.environ["XIELI_BASE_URL"].rstrip("/")
    if given != address(host, port):
        lines.append(f"Links in messages lead to {given} (XIELI_BASE_URL).")
    if trials := demo.people():
        lines.append(f"Log in as one of these people of the demo company, password {demo.PASSWORD}:")
        width = max(len(one.username) for one in trials)
        lines += [f"  {one.username:<{width}}  {one.name} {one.role}" for one in trials]
    return "\n".join(lines)


def announce(host: str, port: int, said: str) -> None:
    """Say it as soon as the product is there."""
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    print(said, flush=True)


def children(host: str, port: int, workers: int) -> list[Child]:
    """What the product consists of besides the database."""
    ours = cluster()
    environment = {"DATABASE_URL": ours.url()} if ours else {}
    python = [sys.executable, "-m"]
    granian = [
        "granian",
        "--interface",
        "asgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    # An open event stream would hold up the end for ever; a worker that died is started again at once.
    granian += [
        "--workers-kill-timeout",
        "2",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    commands = {"web": [*python, *granian, "xieli.config.asgi:application"]}
    for name, module in (("worker", "xieli.notifications.worker"), ("watcher", "xieli.alerts.watcher")):
        if importlib.util.find_spec(module):
            commands[name] = [*python, "xieli.cli", name]
    # Whoever looks at the database's sessions sees which of our processes each belongs to.
    return [
        Child(name, command, environment | {"PGAPPNAME": f"xieli {name}"})
        for name, command in commands.items()
    ]


def refuse_taken_port(host: str, port: int) -> None:
    """Say so now, in a sentence, rather than in a web process that dies again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise CommandError(
                f"{host}:{port} can't be had ({os.strerror(problem.errno or 0)}). "
                f"Is it already running there? Else choose another: --port {port + 1}"
            ) from None
