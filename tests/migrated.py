"""A cluster whose database is migrated already, kept between runs: migrating takes longer than most tests.

Kept beside other temporary files, under a name that speaks of what it was made from; any change of a migration or
of the packages makes a new one. Test databases are copies of the one inside.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from xieli.core.postgres import Cluster, roles

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "xieli_migrated"
MOST = 6  # kept copies; each takes some 80 MB
SOURCES = ("xieli/**/migrations/*.py", "xieli/**/*.sql", "xieli/core/postgres/*.py", "requirements/base.txt")


def digest() -> str:
    """One hash over everything that a fresh database is made from."""
    total = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


@contextmanager
def running(cluster: Cluster) -> Iterator[None]:
    """The cluster runs inside the block, and holds the migrated database."""
    _fill(cluster)
    with cluster.running():
        yield


def settle_in(cluster: Cluster) -> None:
    """The product's own database in a new cluster is a migrated one, so that its first start takes seconds."""
    _fill(cluster)
    with (
        cluster.running(),
        psycopg.connect(cluster.url(roles.ADMIN, "postgres"), autocommit=True) as connection,
    ):
        connection.execute(f"DROP DATABASE {roles.DATABASE}")
        connection.execute(f"ALTER DATABASE {DATABASE} RENAME TO {roles.DATABASE}")


def _fill(cluster: Cluster) -> None:
    """Put the migrated database into a new cluster, which does not run yet."""
    prefix = f"xieli-migrated-{os.geteuid()}-"
    kept = Path(tempfile.gettempdir()) / f"{prefix}{digest()}"
    cluster.place.make()
    if not _copied(kept, cluster.place.data):
        with cluster.running():
            _migrate(cluster)
        _keep(cluster.place.data, kept, prefix)


def _copied(kept: Path, data: Path) -> bool:
    """Copy what an earlier run kept. False where there is nothing, or another run cleared it away meanwhile."""
    try:
        os.utime(kept)
        _copy(kept, data)
    except (FileNotFoundError, subprocess.CalledProcessError):
        shutil.rmtree(data, ignore_errors=True)
        return False
    return True


def _migrate(cluster: Cluster) -> None:
    url = cluster.url(roles.OWNER, DATABASE)
    code = (
        f"import psycopg; psycopg.connect({cluster.url(roles.OWNER)!r}, autocommit=True)"
        f".execute('CREATE DATABASE {DATABASE}')"
    )
    for command in (["-c", code], ["manage.py", "migrate", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True
        )


def _keep(data: Path, kept: Path, prefix: str) -> None:
    """Copy beside the final name, so that a run broken off, or one at the same time, leaves nothing half done."""
    half = kept.with_name(f"{kept.name}.{os.getpid()}")
    _copy(data, half)
    try:
        half.rename(kept)
    except OSError:  # another run was first
        shutil.rmtree(half, ignore_errors=True)
    there = sorted(Path(tempfile.gettempdir()).glob(f"{prefix}*"), key=os.path.getmtime, reverse=True)
    for old in there[MOST:]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """With its owner and rights, on which PostgreSQL insists."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
