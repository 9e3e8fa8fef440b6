"""The connection to the database is cut around COMMIT: what was acknowledged is there, and nothing is done twice.

XIELI_CUTS=500 is the long lane: so many faults.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.chaos.clients import Client, token_for
from tests.chaos.ledger import Ledger
from tests.chaos.proxy import WAYS, Proxy
from tests.live import Product, address, migrated, running

pytestmark = pytest.mark.slow
CUTS = int(os.environ.get("XIELI_CUTS", "12"))
SEED = int(os.environ.get("XIELI_SEED", "20261123"))
CLIENTS = 4
LIMIT = 60 + 5 * CUTS  # seconds


@pytest.fixture
def line() -> Iterator[Proxy]:
    from django.db import connection

    directory, port = connection.settings_dict["HOST"], connection.settings_dict["PORT"] or "5432"
    if not directory.startswith("/"):
        pytest.skip("the line leads to a socket of the tests' own cluster")
    proxy = Proxy(f"{directory}/.s.PGSQL.{port}", SEED)
    yield proxy
    proxy.close()


@pytest.fixture
def far_product(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    line: Proxy,
    tmp_path: Path,
) -> Iterator[Product]:
    """A product whose database is at the other end of that line."""
    with migrated(django_db_blocker, keep=request.config.getvalue("reuse_db")):
        name = f"xieli_far_{os.getpid()}"
        url = urlsplit(address(name))
        far = urlunsplit((url.scheme, f"{url.username}@127.0.0.1:{line.port}", url.path, "", ""))
        with running(name, tmp_path, django_db_blocker, {"DATABASE_URL": far}) as served:
            yield served


def test_a_line_cut_around_commit_loses_nothing_acknowledged_and_does_nothing_twice(
    far_product: Product, line: Proxy, tmp_path: Path
) -> None:
    ledger, over = Ledger(), threading.Event()
    token = token_for(far_product)
    clients = [Client(far_product, token, ledger, over) for _ in range(CLIENTS)]
    line.calm = False
    for client in clients:
        client.start()
    end = time.monotonic() + LIMIT
    while sum(line.met.values()) < CUTS and time.monotonic() < end:
        time.sleep(0.1)
    over.set()
    line.calm = True
    for client in clients:
        client.join()
    print(f"{len(ledger.acknowledged)} acts acknowledged, faults met: {dict(line.met)}")
    assert set(line.met) == set(WAYS)
    assert ledger.unanswered() == {}
    assert ledger.faults == []
    ledger.write(tmp_path / "ledger")
    examine(far_product, ledger, tmp_path / "ledger")


def examine(product: Product, ledger: Ledger, path: Path) -> None:
    """Every invariant; and as many matters as were asked for, each once."""
    from xieli.matters import verify
    from xieli.matters.models import Matter
    from xieli.matters.verify.numbers import look_for_acknowledged

    asked = sum(sent["path"].endswith("/send") for sent in ledger.sent.values())
    with product.database():
        assert list(look_for_acknowledged(path)) == []
        assert Matter.objects.filter(title="查日志").count() == asked
        end = time.monotonic() + 90
        while found := list(verify.breaches()):
            assert time.monotonic() < end, found
            time.sleep(3)
