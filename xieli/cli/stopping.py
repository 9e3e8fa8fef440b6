"""Stopping politely: SIGINT and SIGTERM set an event which long-running commands wait on."""

import signal
import threading
from types import FrameType


def when_asked() -> threading.Event:
    """An event that is set as soon as the process is asked to stop. Call from the main thread."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, ask)
    return stop
