"""The clocks of the processes jump, and pass a leap day and a year's end: every warning once, no due moment moved.

Only the processes' clocks are turned (see `turned/`), not the database's. XIELI_JUMPS=50 is the long lane.
"""

import os
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.chaos.clients import Client
from tests.chaos.ledger import Ledger
from tests.chaos.town import Town
from tests.live import ROOT
from xieli.core import clock
from xieli.core.postgres import roles

TURNED = Path(__file__).parent / "turned"
pytestmark = pytest.mark.slow
JUMPS = int(os.environ.get("XIELI_JUMPS", "2"))
SEED = int(os.environ.get("XIELI_SEED", "20261123"))
CLIENTS = 2
BETWEEN = 2.0  # seconds
# A little before midnight in China, which is passed while people act.
EVES = {"leap day": clock.at(2028, 2, 28, 23, 59, 57), "year's end": clock.at(2028, 12, 31, 23, 59, 57)}


class Hand:
    """Turns the clock of the processes: a number of seconds in a file that each of them looks at."""

    def __init__(self, file: Path) -> None:
        self.file, self.offset = file, 0.0
        self.turn(0)
        self.environment = {"PYTHONPATH": f"{TURNED}:{ROOT}", "XIELI_TURNED": str(file)}

    def turn(self, offset: float) -> None:
        """So many seconds away from the machine's time."""
        self.offset = offset
        beside = self.file.with_suffix(".new")
        beside.write_text(str(offset))
        beside.rename(self.file)

    def turn_to(self, moment: datetime) -> None:
        """Show this moment now."""
        self.turn((moment - datetime.now(UTC)).total_seconds())


def due_moments(town: Town) -> dict[int, tuple[datetime, datetime]]:
    """When each running clock is due, and was at first."""
    with psycopg.connect(town.cluster.url(roles.ADMIN)) as connection:
        rows = connection.execute(
            "SELECT id, due_at, original_due_at FROM matters_clock WHERE stopped_at IS NULL AND item_id IS NOT NULL"
        )
        return {key: (due, original) for key, due, original in rows}


def test_jumping_clocks_move_no_due_moment_and_neither_repeat_nor_lose_a_warning(
    found_town: Callable[..., Town], tmp_path: Path
) -> None:
    hand = Hand(tmp_path / "offset")
    hand.turn_to(EVES["leap day"])
    town = found_town(environment=hand.environment)
    token, ledger, over = town.start(), Ledger(), threading.Event()
    clients = [Client(town, token, ledger, over) for _ in range(CLIENTS)]
    before, chance = due_moments(town), random.Random(SEED)
    assert before
    for client in clients:
        client.start()
    try:
        for moment in EVES.values():
            hand.turn_to(moment)
            time.sleep(7)
            for place in range(JUMPS):
                jump = chance.uniform(60, 7200) * (-1 if place % 2 else 1)  # forwards, backwards, forwards …
                hand.turn(hand.offset + jump)
                time.sleep(BETWEEN)
    finally:
        over.set()
        for client in clients:
            client.join()
    print(f"{len(ledger.acknowledged)} acts acknowledged")
    assert ledger.unanswered() == {}
    assert ledger.faults == []
    after = due_moments(town)
    assert {key: after[key] for key in before} == before
    ledger.write(tmp_path / "ledger")
    town.settle("--ledger", str(tmp_path / "ledger"))
