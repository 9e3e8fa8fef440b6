"""Processes as Linux shows them: who started whom, and whether they live."""

from contextlib import suppress
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """All that a process started, and what those started."""
    return [below for child in children(pid) for below in (child, *descendants(child))]


def children(pid: int) -> list[int]:
    """What a process's main thread started and has not buried."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def command(pid: int) -> str:
    """Its command line; "" when there is none."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").rstrip()
    return ""


def alive(pid: int) -> bool:
    """Whether it lives; what waits to be buried does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False
