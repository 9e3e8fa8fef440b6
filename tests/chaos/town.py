"""The whole product with a cluster of its own, and what a murderer needs to know of it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psycopg

from tests import migrated
from tests.chaos.processes import alive, children, command, descendants
from tests.live import ROOT, free_port
from tests.wire import send
from xieli.core.postgres import Cluster, roles

PROCESSES = ("web", "worker", "watcher")
SETTLED_WITHIN = 90  # seconds; I9: nothing of a dead process is left over longer


class Town:
    """`xieli serve` with the embedded PostgreSQL, below `var`. `environment` is added to that of the product."""

    def __init__(self, var: Path, environment: Mapping[str, str] | None = None) -> None:
        self.var, self.port, self.log = var, free_port(), var / "serve.log"
        self.cluster = Cluster(var / "postgres")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("XIELI_", "DATABASE_"))
        } | {"XIELI_VAR": str(var), "XIELI_LOG_LEVEL": "WARNING"}
        self._added = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Migrated, running and furnished; returns the secret of a token."""
        migrated.settle_in(self.cluster)
        self.serve()
        self.until_ready(240)
        done = self.run("-m", "tests.chaos.furnish")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def serve(self) -> None:
        """Start the processes."""
        command = [sys.executable, "-m", "xieli.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | self._added, stdout=output, stderr=output
            )

    def stop(self) -> None:
        """Politely."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self.cluster.stop()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A program of the product beside the running ones."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=self.environment | self._added | {"DATABASE_URL": self.cluster.url()},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def until_ready(self, limit: float, proof: Callable[[], bool] = lambda: True) -> float:
        """Seconds until `proof` is given and the web answers that it is ready; AssertionError after `limit`."""
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < limit:
            with suppress(OSError, psycopg.Error):
                if send(self, "GET", "/readyz", timeout=5).status == 200 and proof():
                    return waited
            time.sleep(0.1)
        raise AssertionError(f"not ready after {limit} s:\n{self.log.read_text()[-3000:]}")

    def kill(self, kind: str, chance: random.Random, limit: float) -> float:
        """kill -9 of a process (or of one it started), or of the database; seconds until its heir is at work.

        That is: nothing of the old one lives, and a new session with the database was begun by a process of the
        kind (by each of them, when the database itself was killed), and the web answers that it is ready.
        """
        victim = self.cluster.pid() if kind == "database" else chance.choice(self.family(kind))
        if victim is None:
            return 0.0
        dead, killed = [victim, *descendants(victim)], time.time()
        os.kill(victim, signal.SIGKILL)
        heirs = set(PROCESSES if kind == "database" else (kind,))
        return self.until_ready(
            limit, lambda: not any(alive(pid) for pid in dead) and heirs <= self.sessions(killed)
        )

    def freeze(self, kind: str, seconds: float) -> None:
        """Stop a process and let it continue, as with a machine that slept."""
        family = self.family(kind)
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in family:
            os.kill(pid, signal.SIGCONT)

    def sessions(self, since: float) -> set[str]:
        """Which of our processes have a session with the database that began after the moment (s, epoch)."""
        with psycopg.connect(self.cluster.url(roles.ADMIN), connect_timeout=2) as connection:
            rows = connection.execute(
                "SELECT DISTINCT substr(application_name, 7) FROM pg_stat_activity"
                " WHERE application_name LIKE 'xieli %%' AND backend_start > to_timestamp(%s)",
                [since],
            )
            return {name for (name,) in rows}

    def family(self, kind: str) -> list[int]:
        """A process and all it started, itself first; waits while its heir is not there yet."""
        assert self._process is not None
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for pid in children(self._process.pid):
                if _IS[kind](command(pid)):
                    return [pid, *descendants(pid)]
            time.sleep(0.05)
        raise AssertionError(f"no {kind} for half a minute:\n{self.log.read_text()[-3000:]}")

    def settle(self, *arguments: str) -> None:
        """The invariants hold, as soon as what was left over has been taken up again."""
        end = time.monotonic() + SETTLED_WITHIN
        while (done := self.run("-m", "xieli.cli", "verify", *arguments)).returncode:
            assert time.monotonic() < end, done.stdout + done.stderr
            time.sleep(3)


_IS: dict[str, Callable[[str], bool]] = {
    "web": lambda command: "granian" in command,
    "worker": lambda command: command.endswith("worker"),
    "watcher": lambda command: command.endswith("watcher"),
}
