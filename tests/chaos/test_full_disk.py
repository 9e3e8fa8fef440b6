"""The database's disk is full: people are told so, nothing is torn, and it recovers by itself once there is room."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.clients import Client
from tests.chaos.ledger import Ledger
from tests.chaos.town import Town
from tests.wire import Answer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a tmpfs: run as root"),
]
SIZE = 600  # MB
FULL_FOR = 6.0  # seconds
NOTICED_WITHIN = 60.0
RECOVERED_WITHIN = 60.0
TOLD = ("不能保存", "不会重复办理")  # what happened, and that sending it again is harmless


@pytest.fixture
def small_town(found_town: Callable[..., Town]) -> Iterator[Town]:
    """A town whose database lies on a small disk of its own."""
    town = found_town()
    disk = town.var / "postgres"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "xieli-test", disk],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.strip()}")
    try:
        yield town
    finally:
        town.stop()
        subprocess.run(["umount", "-l", disk], check=True)


class Witness(Client):
    """Remembers, besides, what it was told whenever it was refused."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.refusals: list[Answer] = []

    def refused(self, path: str, answer: Answer) -> None:
        self.refusals.append(answer)
        super().refused(path, answer)


def words(answer: Answer) -> str:
    """What an answer says: the API's own where it got that far, else the page's."""
    return str(answer.json()["message"]) if answer.text.startswith("{") else answer.text


def fill(file: Path) -> None:
    """Until there is no room left at all."""
    with file.open("ab", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"\0" * 65536)


def kept_full(town: Town, client: Witness) -> None:
    """Fill the disk, again and again, until a client was told, and then for a while."""
    ballast, end = town.var / "postgres" / "ballast", time.monotonic() + NOTICED_WITHIN
    try:
        while not client.refusals:
            assert time.monotonic() < end, (
                f"nobody noticed that the disk is full: {town.log.read_text()[-3000:]}"
            )
            fill(ballast)
            time.sleep(0.2)
        end = time.monotonic() + FULL_FOR
        while time.monotonic() < end:
            fill(ballast)
            time.sleep(0.2)
    finally:
        ballast.unlink()


def test_a_full_disk_is_told_tears_nothing_and_is_recovered_from(small_town: Town, tmp_path: Path) -> None:
    token, ledger, over = small_town.start(), Ledger(), threading.Event()
    client = Witness(small_town, token, ledger, over)
    client.start()
    try:
        kept_full(small_town, client)
        before = len(ledger.acknowledged)
        seconds = small_town.until_ready(RECOVERED_WITHIN, lambda: len(ledger.acknowledged) > before)
    finally:
        over.set()
        client.join()
    print(f"acts again {seconds:.1f} s after there was room; {len(client.refusals)} refusals")
    assert {answer.status for answer in client.refusals} == {503}
    said = {words(answer) for answer in client.refusals}
    assert all(word in text for text in said for word in TOLD), said
    assert ledger.unanswered() == {}
    assert ledger.faults == []
    ledger.write(tmp_path / "ledger")
    small_town.settle("--ledger", str(tmp_path / "ledger"))
