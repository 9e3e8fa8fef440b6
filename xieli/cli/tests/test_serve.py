"""`xieli serve`: everything up at one address, and everything gone again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from xieli.cli.commands import serve
from xieli.core.postgres import Cluster


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def var() -> Iterator[Path]:
    path = Path(tempfile.gettempdir()) / f"xieli-serve-{os.getpid()}"
    yield path
    Cluster(path / "postgres").stop()
    shutil.rmtree(path, ignore_errors=True)


def test_a_taken_port_is_told_in_a_sentence_with_a_way_out(port: int):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(CommandError, match=rf"{port}.*--port {port + 1}"):
            serve.refuse_taken_port("127.0.0.1", port)


def test_a_free_port_is_not_kept(port: int):
    serve.refuse_taken_port("127.0.0.1", port)
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", port))


def test_what_is_announced_is_the_address_that_is_served(monkeypatch):
    monkeypatch.setenv("XIELI_BASE_URL", "https://xieli.example")
    said = serve.welcome("0.0.0.0", 9123)  # noqa: S104
    assert "http://127.0.0.1:9123 " in said
    assert "https://xieli.example" in said  # where links lead is told apart
    assert serve.address("::1", 80) == "http://[::1]:80"


def test_the_product_is_web_worker_and_watcher():
    names = [child.name for child in serve.children("127.0.0.1", 1, 2)]
    assert names == ["web", "worker", "watcher"]


def test_with_a_database_of_the_company_the_children_are_given_no_other(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://company.example/xieli")
    assert all("DATABASE_URL" not in child.environment for child in serve.children("127.0.0.1", 1, 1))


def test_the_databases_sessions_tell_which_of_our_processes_they_belong_to():
    names = [child.environment["PGAPPNAME"] for child in serve.children("127.0.0.1", 1, 1)]
    assert names == ["xieli web", "xieli worker", "xieli watcher"]


def test_without_one_they_all_use_the_embedded_cluster_as_the_products_role(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    addresses = {child.environment["DATABASE_URL"] for child in serve.children("127.0.0.1", 1, 1)}
    assert len(addresses) == 1
    assert addresses.pop().startswith("postgresql://xieli_app@")


@pytest.mark.slow
def test_it_starts_from_nothing_survives_its_databases_death_and_stops_within_five_seconds(
    port: int, var: Path, tmp_path: Path
):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"XIELI_VAR": str(var), "XIELI_DEMO": "1"}
    command = [sys.executable, "-m", "xieli.cli", "serve", "--port", str(port)]
    ready = f"http://127.0.0.1:{port}/readyz"
    log = tmp_path / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=environment, stdout=output, stderr=output) as running,
    ):
        wait_for(ready, running, 180)  # a database from nothing, on a machine that has other things to do
        begun = children_of(running.pid)
        assert len(begun) >= 3
        database = Cluster(var / "postgres").pid()
        assert database
        os.kill(database, signal.SIGKILL)
        time.sleep(0.5)
        wait_for(ready, running, 30)
        assert Cluster(var / "postgres").pid() not in (None, database)
        started = time.monotonic()
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)
        took = time.monotonic() - started
    assert running.returncode == 0, log.read_text()
    assert log.read_text().endswith("Stopped.\n")
    assert took < 5
    assert not any(Path(f"/proc/{pid}").exists() for pid in begun)
    assert Cluster(var / "postgres").pid() is None


def wait_for(address: str, running: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Until the address answers 200; fails when it does not in time, or when the process ends."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    running.terminate()
    raise AssertionError(f"{address} did not get ready")


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]
