"""Processor time of other processes: what a request costs however busy the machine is with something else."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

PROC = Path("/proc")


def used(pids: Iterable[int]) -> float | None:
    """Seconds all threads of the processes have run so far; None where the system doesn't tell (not Linux)."""
    try:
        threads = [path for pid in pids for path in (PROC / str(pid) / "task").glob("*/schedstat")]
        return sum(int(path.read_text().split()[0]) for path in threads) / 1e9 if threads else None
    except (OSError, ValueError):
        return None


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for path in (PROC / str(pid) / "task").glob("*/children"):
        found += [one for child in path.read_text().split() for one in family(int(child))]
    return found


def backends() -> list[int]:
    """Processes of the database that serve others than ourselves; empty where it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select pid from pg_stat_activity where datname = current_database()
               and backend_type = 'client backend' and pid <> pg_backend_pid()"""
        )
        return [pid for (pid,) in cursor.fetchall() if (PROC / str(pid)).exists()]
