"""Keeps a handful of processes alive, and stops them all within seconds when told to."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STOP_LIMIT = 4.0  # seconds from the polite request to the kill
SETTLED = 10.0  # seconds after which a process counts as having started well
LONGEST_PAUSE = 8.0  # so that whatever died is there again within 15 s (quality, "Reliability")
TEND_EVERY = 1.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process to be kept alive: its name in messages, its command line, its additions to the environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0  # in a row, each soon after its start
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us; it dies with us, even by kill -9."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Starts the children, starts again what dies (after a growing pause), stops them in reverse order.

    `tend` is called about once a second, for what is looked after in another way.
    """

    def __init__(self, children: list[Child], tend: Callable[[], None] = lambda: None) -> None:
        self.children = children
        self.tend = tend

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. On return no child is alive."""
        try:
            for child in self.children:
                child.start()
            tended = time.monotonic()
            while not stop.wait(0.1):
                if time.monotonic() - tended > TEND_EVERY:
                    self.tend()
                    tended = time.monotonic()
                for child in self.children:
                    self._look_after(child)
        finally:
            self.stop()

    def _look_after(self, child: Child) -> None:
        if child.alive():
            return
        now = time.monotonic()
        if child.process is not None:
            lived, status = now - child.started, child.process.returncode
            _signal(
                child, signal.SIGKILL, whole_group=True
            )  # what it started would serve on, beside its heir
            child.process = None
            child.deaths = 1 if lived > SETTLED else child.deaths + 1
            pause = min(0.25 * 2 ** (child.deaths - 1), LONGEST_PAUSE)
            child.again_at = now + pause
            print(
                f"{child.name} ended ({_how(status)}); it starts again in {pause:g} s",
                file=sys.stderr,
                flush=True,
            )
        elif now >= child.again_at:
            child.start()

    def stop(self) -> None:
        """Ask every child to end; whoever has not after `STOP_LIMIT` is killed, with all it started."""
        running = [child for child in reversed(self.children) if child.alive()]
        for child in running:
            _signal(child, signal.SIGTERM)
        end = time.monotonic() + STOP_LIMIT
        while any(child.alive() for child in running) and time.monotonic() < end:
            time.sleep(0.02)
        for child in running:
            if child.alive():
                print(f"{child.name} did not end by itself and is killed", file=sys.stderr, flush=True)
            _signal(child, signal.SIGKILL, whole_group=True)
            if child.process:
                child.process.wait()


def _signal(child: Child, number: signal.Signals, whole_group: bool = False) -> None:
    if child.process is None:
        return
    try:
        if whole_group:
            os.killpg(child.process.pid, number)
        else:
            child.process.send_signal(number)
    except (ProcessLookupError, PermissionError):
        pass


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
