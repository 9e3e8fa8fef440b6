"""kill -9 of web, worker, watcher and database under load: what was acknowledged is there, once, and all is in order.

XIELI_KILLS=30 is the short lane, 500 the long one; XIELI_SEED repeats a run; pytest -s shows each return as it comes.
"""

import os
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from tests.chaos.clients import Client
from tests.chaos.ledger import Ledger
from tests.chaos.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
KILLS = int(os.environ.get("XIELI_KILLS", "5"))
SEED = int(os.environ.get("XIELI_SEED", "20261123"))
CLIENTS = 3
READY_WITHIN = {"web": 15, "worker": 15, "watcher": 15, "database": 30}  # seconds; doubled for a busy machine
SLEEPERS = ("worker", "watcher", "web")


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    found_town: Callable[..., Town], tmp_path: Path
) -> None:
    town = found_town()
    token, ledger, over = town.start(), Ledger(), threading.Event()
    clients = [Client(town, token, ledger, over) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        murder(town)
    finally:
        over.set()
        for client in clients:
            client.join()
    assert ledger.unanswered() == {}
    assert ledger.faults == []
    assert len(ledger.acknowledged) > KILLS
    ledger.write(tmp_path / "ledger")
    town.settle("--ledger", str(tmp_path / "ledger"))
    print(f"{len(ledger.acknowledged)} acts acknowledged")


def murder(town: Town) -> None:
    """One kill after another, each followed by the product's return, at moments drawn from the seed.

    After every round of kinds one process is stopped and continues.
    """
    chance, waits = random.Random(SEED), defaultdict(list)
    kinds = list(READY_WITHIN)
    for place in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.0))
        kind = kinds[place % len(kinds)]
        waits[kind].append(town.kill(kind, chance, READY_WITHIN[kind] * 2))
        print(f"{place + 1:>4} {kind:<9} ready again after {waits[kind][-1]:5.1f} s", flush=True)
        if kind == kinds[-1]:
            town.freeze(SLEEPERS[place // len(kinds) % len(SLEEPERS)], chance.uniform(0.5, 3))
    print("           kills   median   latest   promised   later than that")
    for kind, seconds in waits.items():
        promised = READY_WITHIN[kind]
        late = sum(one > promised for one in seconds)
        print(
            f"{kind:<9}{len(seconds):>7}{median(seconds):>7.1f} s{max(seconds):>7.1f} s{promised:>9} s{late:>18}"
        )
    print(f"load {', '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} cores", flush=True)
