"""The whole product with a cluster of its own, and what a murderer needs to know of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.live import ROOT, free_port
from tests.wire import send
from xieli.core.postgres import Cluster

KINDS = ("web", "worker", "watcher", "database")


class Town:
    """`xieli serve` with the embedded PostgreSQL, below `var`."""

    def __init__(self, var: Path) -> None:
        self.var, self.port, self.log = var, free_port(), var / "serve.log"
        self.cluster = Cluster(var / "postgres")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("XIELI_", "DATABASE_"))
        } | {"XIELI_VAR": str(var), "XIELI_LOG_LEVEL": "WARNING"}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Migrated, furnished and running; returns the secret of a token."""
        command = [sys.executable, "-m", "xieli.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )
        self.ready(240)
        return self.run("-m", "tests.chaos.furnish").stdout.strip()

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
            cwd=ROOT, env=self.environment | {"DATABASE_URL": self.cluster.url()},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def ready(self, limit: float) -> float:
        """Seconds until it answers that it is ready; AssertionError after `limit`."""
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < limit:
            try:
                if send(self, "GET", "/readyz", timeout=5).status == 200:
                    return waited
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"not ready after {limit} s:\n{self.log.read_text()[-3000:]}")

    def kill(self, kind: str) -> bool:
        """kill -9 of one of its processes; False when there is none just now."""
        pid = self.cluster.pid() if kind == "database" else self._child(_IS[kind])
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    def _child(self, fits: Callable[[str], bool]) -> int | None:
        assert self._process is not None
        own = str(self._process.pid)
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        for pid in children:
            try:
                if fits(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")):
                    return int(pid)
            except (FileNotFoundError, ProcessLookupError):
                continue
        return None


_IS: dict[str, Callable[[str], bool]] = {
    "web": lambda command: "granian" in command,
    "worker": lambda command: command.rstrip().endswith("worker"),
    "watcher": lambda command: command.rstrip().endswith("watcher"),
}
