"""One PostgreSQL cluster of our own: made, started, shared by several processes, stopped by the last of them."""

import fcntl
import locale
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg

from xieli.core.postgres import roles
from xieli.core.postgres.place import Place

START_LIMIT = 120.0  # seconds; recovery after a crash reads the log back
STOP_LIMIT = 8.0
LONGEST_LOG = 10_000_000  # bytes kept from earlier runs

SETTINGS = {
    "listen_addresses": "",  # the socket's directory is closed to others, so no passwords are needed
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
    "random_page_cost": "1.1",  # flash, not disks: at 4 a department's items are looked for among everybody's
    "timezone": "UTC",
    "lc_messages": "C",
}
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


class ClusterError(RuntimeError):
    """The embedded PostgreSQL can't do what was asked; says why and what to do."""


class Cluster:
    """The cluster at a place. `settings` are added to PostgreSQL's command line when this process starts it."""

    def __init__(self, wanted: Path, settings: dict[str, str] | None = None) -> None:
        self.place = Place.at(wanted)
        self.settings = SETTINGS | (settings or {})
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, role: str = roles.APP, database: str = roles.DATABASE) -> str:
        """The address for `DATABASE_URL`; known before the cluster runs."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.place.sockets), safe='')}"

    @contextmanager
    def running(self) -> Iterator["Cluster"]:
        """The cluster runs inside the block. Whoever leaves last, of all processes, stops it."""
        self.place.make()
        with (self.place.home / "users.lock").open("a") as users:
            with self._one_at_a_time():
                self._ensure_started()
                fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self
            finally:
                with self._one_at_a_time():
                    fcntl.flock(users, fcntl.LOCK_UN)
                    if _taken(users):
                        self.stop()

    def revive(self) -> bool:
        """Start it again if it died; True if that was needed. For a long-running user inside `running()`."""
        if self._process:
            self._process.poll()  # its remains would pass for a live process
        if self.pid() is not None:
            return False
        with self._one_at_a_time():
            self._ensure_started()
        return True

    def answers(self) -> bool:
        """Whether it takes connections now."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url(roles.ADMIN, "postgres"), connect_timeout=2).close()
            return True
        return False

    def pid(self) -> int | None:
        """The process that serves our data now; None when there is none, or its number went to another program."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if str(self.place.data) in _command_of(pid) else None

    def stop(self) -> None:
        """Stop cleanly; connections still open are ended. Nothing happens when it is not running."""
        for how in (signal.SIGINT, signal.SIGQUIT):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, how)
            if self._gone_within(STOP_LIMIT):
                return
        raise ClusterError(f"PostgreSQL (process {pid}) does not stop; see {self.place.log}")

    def _gone_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process:
                self._process.poll()  # a child that ended stays in the process table until it is asked
            if self.pid() is None:
                return True
            time.sleep(0.02)
        return False

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.place.home / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure_started(self) -> None:
        if self.answers():
            return
        if self.pid() is None:
            # Both name a process; its number may long belong to another, which PostgreSQL would take for itself.
            for stale in (self.place.data / "postmaster.pid", *self.place.sockets.glob(".s.PGSQL.*.lock")):
                stale.unlink(missing_ok=True)
        if not (self.place.data / "PG_VERSION").exists():
            self._initialise()
        self._start()
        roles.prepare(lambda database: psycopg.connect(self.url(roles.ADMIN, database), autocommit=True))

    def _initialise(self) -> None:
        """Run initdb beside the final name, so that one broken off is never taken for a cluster."""
        fresh = self.place.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._run(
            str(self.place.program("initdb")), "-D", str(fresh), "-U", roles.ADMIN, "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_c_locale()}",
            "--data-checksums", "--no-instructions",
        )  # fmt: skip
        fresh.rename(self.place.data)

    def _start(self) -> None:
        log = self.place.log
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.unlink()
        settings = {"unix_socket_directories": str(self.place.sockets)} | self.settings
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.place.program("postgres")), "-D", str(self.place.data), *options]
        with log.open("ab") as output:
            # A session of its own: Ctrl-C at the terminal is for us, and we stop it when all is written.
            self._process = subprocess.Popen(
                command, stdout=output, stderr=output, start_new_session=True, **self._as_account()
            )
        end = time.monotonic() + START_LIMIT
        while not self.answers():
            if self._process.poll() is not None:
                raise ClusterError(f"PostgreSQL does not start. Its log, {log}, ends:\n{_tail(log)}")
            if time.monotonic() > end:
                raise ClusterError(f"PostgreSQL is not ready after {START_LIMIT:.0f} s; see {log}")
            time.sleep(0.02)

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._as_account())
        if done.returncode:
            raise ClusterError(f"{Path(command[0]).name} failed:\n{done.stderr or done.stdout}")

    def _as_account(self) -> dict[str, Any]:
        """Arguments of subprocess: a bare environment, the cluster's home, and its account when we are root."""
        common = {"cwd": self.place.home, "env": {"PATH": os.defpath, "LC_ALL": "C"}, "umask": 0o077}
        if self.place.account is None:
            return common
        return common | {
            "user": self.place.account.pw_uid,
            "group": self.place.account.pw_gid,
            "extra_groups": [],
        }


def _c_locale() -> str:
    """C.UTF-8 where the system has it: with plain C, Chinese letters would not count as letters."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _taken(lock: IO[str]) -> bool:
    """Whether the lock could be had alone, that is: nobody else holds it."""
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _command_of(pid: int) -> str:
    """The command line of a live process, "" when there is none (or only its remains)."""
    if Path("/proc/self/cmdline").exists():
        with suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
