"""The real product for tests that must not be played inside one transaction: browsers, races, kills.

`product` runs what `xieli serve` runs (web, worker, watcher) on a free port, against a database of its own: a copy of
the migrated test database with the cast in it. Nothing of Django is imported before a fixture runs.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xieli.core.postgres import roles

if TYPE_CHECKING:
    from tests.cast import Cast
    from xieli.accounts.models import Account
    from xieli.organisation.models import Person
    from xieli.stations.models import Charger

PASSWORD = "Chongdian-2026-Xieli"
READY_LIMIT = 180.0  # seconds from the start to the first page; what a full machine takes
ROOT = Path(__file__).resolve().parent.parent


class Product:
    """The product on a port. `cast` and `charger` are what its database was furnished with."""

    cast: "Cast"
    charger: "Charger"

    def __init__(self, name: str, var: Path, blocker: Any, added: Mapping[str, str] | None = None) -> None:
        self.name, self.var, self.port = name, var, free_port()
        self._added = added or {}
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = var / "serve.log"
        self._blocker = blocker
        self._process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def database(self) -> Iterator[None]:
        """Inside, the models of this process speak to the product's database."""
        from django.db import connection

        with self._blocker.unblock():
            before = connection.settings_dict["NAME"]
            connection.close()
            connection.settings_dict["NAME"] = self.name
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = before

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "xieli.cli", "serve", "--no-migrate", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(), stdout=output, stderr=output
            )
        self.wait()

    def environment(self) -> dict[str, str]:
        """What a production server would be told, for this database."""
        from django.conf import settings

        own = {
            "DATABASE_URL": address(self.name),
            "XIELI_VAR": str(self.var),
            "XIELI_SECRET_KEY": settings.SECRET_KEY,
            "XIELI_BASE_URL": self.url,
            "XIELI_LOG_LEVEL": "WARNING",
        }
        return (
            {name: value for name, value in os.environ.items() if not name.startswith("XIELI_")}
            | own
            | self._added
        )

    def wait(self, limit: float = READY_LIMIT) -> float:
        """Seconds until the product says that it is ready."""
        begun, told = time.monotonic(), ""
        while time.monotonic() - begun < limit:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                status, told = self.get("/readyz")
                if status == 200:
                    return time.monotonic() - begun
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"the product is not ready: {told}\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def get(self, path: str, cookie: str = "") -> tuple[int, str]:
        """(status, body) of a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"} if cookie else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def session(self, who: "Person | Account") -> str:
        """The session cookie of somebody who has just logged in."""
        from django.conf import settings
        from django.test import Client

        from xieli.accounts.models import Account

        with self.database():
            client = Client()
            kept = {"pk": who.pk} if isinstance(who, Account) else {"person": who}
            client.force_login(Account.objects.get(**kept))
            return client.cookies[settings.SESSION_COOKIE_NAME].value


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def address(name: str) -> str:
    """The address of a database of the tests' cluster for the product's role, which owns nothing."""
    from urllib.parse import quote

    from django.db import connection

    now = connection.settings_dict
    host, port = now["HOST"], now["PORT"]
    if host.startswith("/"):
        return f"postgresql://{roles.APP}@/{name}?host={quote(host, safe='')}"
    return f"postgresql://{roles.APP}@{host}{f':{port}' if port else ''}/{name}"


@contextmanager
def migrated(blocker: Any, *, keep: bool) -> Iterator[None]:
    """The migrated test database, also where no test of this run asked pytest-django for it."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if str(connection.settings_dict["NAME"]).startswith("test_"):
        yield
        return
    with blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
    try:
        yield
    finally:
        with blocker.unblock():
            teardown_databases(made, verbosity=0, keepdb=keep)


@contextmanager
def copied_database(name: str) -> Iterator[None]:
    """A copy of the test database for the length of the block."""
    from django.db import connection
    from psycopg import sql

    test_database = str(connection.settings_dict["NAME"])
    template, copy = sql.Identifier(test_database), sql.Identifier(name)
    connection.close()  # a template must have no sessions, so what threads of other tests left behind ends too
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [test_database],
        )
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, template))
    try:
        yield
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


def furnish(product: Product) -> None:
    """The cast with passwords, a station with a charger, and the rights of the product's role."""
    from django.contrib.auth.hashers import make_password
    from django.db import connection

    from tests import cast
    from xieli.accounts.models import Account
    from xieli.stations.models import Charger, Connector, Station

    product.cast = cast.build()
    Account.objects.update(password=make_password(PASSWORD))
    station = Station.objects.create(
        code="JX-NC-0017", name="昌北高新站", address="昌北大道 88 号", operator=product.cast.om
    )
    product.charger = Charger.objects.create(station=station, code="JX-NC-0017-07", power_kw=120)
    Connector.objects.bulk_create(Connector(charger=product.charger, ordinal=n) for n in (1, 2))
    with connection.cursor() as cursor:
        roles.grant(cursor, roles.APP)


@contextmanager
def running(name: str, var: Path, blocker: Any, added: Mapping[str, str] | None = None) -> Iterator[Product]:
    """A furnished product that runs for the length of the block; `added`: to its environment."""
    product = Product(name, var, blocker, added)
    with blocker.unblock(), copied_database(name):
        with product.database():
            furnish(product)
        try:
            product.start()
            yield product
        finally:
            product.stop()


@pytest.fixture(scope="session")
def product(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """The product, running; one for the whole session (of a worker), so tests make matters of their own and look at
    those only.
    """
    name = f"xieli_live_{os.getpid()}_{secrets.token_hex(3)}"
    with (
        migrated(django_db_blocker, keep=request.config.getvalue("reuse_db")),
        running(name, tmp_path_factory.mktemp("live"), django_db_blocker) as served,
    ):
        yield served
