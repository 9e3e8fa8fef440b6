"""What `xieli doctor` looks at. Each examination yields findings: how grave, and a sentence that says what to do."""

import os
import shutil
import smtplib
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from xieli.cli import examination_channels as channels
from xieli.cli.findings import Finding, Grade
from xieli.core.postgres import roles

OLDEST_POSTGRESQL = 180000
# Without these a committed act may be lost or damaged unnoticed.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
LEAST_SPACE = 1024**3  # bytes
LARGEST_SKEW = 1.0  # seconds between our clock and the database's


def versions() -> Iterator[Finding]:
    """Python and the libraries that everything stands on."""
    names = ("xieli", "django", "psycopg", "granian")
    found = ", ".join(f"{name} {version(name)}" for name in names)
    yield Finding(Grade.OK, "versions", f"Python {sys.version.split()[0]}, {found}")


def database() -> Iterator[Finding]:
    """The database answers, is recent, durable, up to date, and the product's role is not the tables' owner."""
    try:
        yield from _server()
        yield from _rights()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as problem:
        yield Finding(Grade.FAULT, "database", f"does not answer: {problem}".strip())
        return
    grade = Grade.FAULT if waiting else Grade.OK
    yield Finding(grade, "migrations", f"{waiting} wait: run xieli migrate" if waiting else "none wait")


def _server() -> Iterator[Finding]:
    number = connection.pg_version  # type: ignore[attr-defined]
    grade = Grade.OK if number >= OLDEST_POSTGRESQL else Grade.FAULT
    yield Finding(
        grade,
        "PostgreSQL",
        f"{number // 10000}.{number % 10000}" + ("" if grade == "ok" else ": 18 is needed"),
    )
    for name, wanted in DURABLE.items():
        value = _asked(f"SHOW {name}")
        fit = value == wanted
        sentence = (
            value
            if fit
            else f"is {value}; it must be {wanted}, or a power cut may lose what was acknowledged"
        )
        yield Finding(Grade.OK if fit else Grade.FAULT, name, sentence)
    encoding, letters = _asked("SHOW server_encoding"), _asked("SELECT '充电桩' ~ '^[[:alpha:]]+$'")
    fit = encoding == "UTF8" and bool(letters)
    sentence = (
        "UTF-8, Chinese letters count as letters"
        if fit
        else "use UTF-8 and a locale that knows Chinese letters"
    )
    yield Finding(Grade.OK if fit else Grade.FAULT, "encoding", sentence)
    moment = _asked("SELECT clock_timestamp()")
    skew = abs(moment.timestamp() - time.time()) if isinstance(moment, datetime) else 0.0
    grade = Grade.OK if skew < LARGEST_SKEW else Grade.FAULT
    yield Finding(
        grade, "clock", f"{skew:.2f} s apart from the database's" + ("" if grade == "ok" else ": use NTP")
    )


def _rights() -> Iterator[Finding]:
    user = _asked("SELECT current_user")
    if _asked("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        sentence = (
            f"{user} is a superuser, whom no rule of the database binds; give the product a role of its own"
        )
        yield Finding(_strict(), "role", sentence)
        return
    with connection.cursor() as cursor:
        guarded = roles.append_only(cursor)
    open_to_change = [
        table
        for table, operations in guarded.items()
        for operation in operations
        if _asked("SELECT has_table_privilege(%s, %s)", table, operation)
    ]
    if open_to_change:
        sentence = f"{user} may change {open_to_change[0]}; set XIELI_OWNER_URL and run xieli migrate"
        yield Finding(_strict(), "role", sentence)
    else:
        yield Finding(Grade.OK, "role", f"{user} may add to what is append-only, and not change it")


def _asked(query: str, *parameters: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        row = cursor.fetchone()
    return row[0] if row else None


def _strict() -> Grade:
    """A fault in production, a warning where the product is only tried out."""
    return Grade.WARNING if settings.DEMO or settings.DEBUG else Grade.FAULT


def time_zone() -> Iterator[Finding]:
    """The zone in which the company works is known here."""
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield Finding(Grade.FAULT, "time zone", f"{settings.TIME_ZONE} is unknown: install tzdata")
    else:
        yield Finding(Grade.OK, "time zone", settings.TIME_ZONE)


def fonts() -> Iterator[Finding]:
    """The Chinese fonts with which documents are set."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    directory = Path(spec.origin).parent if spec and spec.origin else None
    found = (
        [path for path in directory.rglob("*") if path.suffix in (".otf", ".ttf", ".ttc")]
        if directory
        else []
    )
    grade = Grade.OK if found else Grade.FAULT
    yield Finding(
        grade,
        "fonts",
        f"{len(found)} for Chinese" if found else "none for Chinese: install the requirements again",
    )


def mail() -> Iterator[Finding]:
    """The mail server answers; without one, letters go into a folder."""
    if not settings.EMAIL_HOST:
        yield Finding(
            _strict(), "mail", f"no server (XIELI_SMTP_HOST): letters lie in {settings.EMAIL_FILE_PATH}"
        )
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as problem:
        yield Finding(Grade.FAULT, "mail", f"{place} does not answer: {problem}")
    else:
        yield Finding(Grade.OK, "mail", f"{place} answers")


def storage() -> Iterator[Finding]:
    """There is a place for files, it can be written and has room."""
    var = Path(settings.VAR)
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=var) as trial:
            trial.write(b"x")
            os.fsync(trial.fileno())
    except OSError as problem:
        yield Finding(Grade.FAULT, "storage", f"{var} can't be written: {problem.strerror}; set XIELI_VAR")
        return
    free = shutil.disk_usage(var).free
    grade = Grade.OK if free >= LEAST_SPACE else Grade.FAULT
    yield Finding(
        grade, "storage", f"{var}: {free / 1024**3:.1f} GiB free" + ("" if grade == "ok" else ", too little")
    )


def built() -> Iterator[Finding]:
    """Scripts, styles and translations are there."""
    package = Path(settings.BASE_DIR)
    wanting = [
        what
        for what, pattern in (
            ("scripts and styles", "core/static/dist/manifest.json"),
            ("translations", "**/*.mo"),
        )
        if not any(package.glob(pattern))
    ]
    sentence = (
        f"no {' and no '.join(wanting)}: run ./dev build" if wanting else "scripts, styles, translations"
    )
    yield Finding(Grade.FAULT if wanting else Grade.OK, "built", sentence)


def exposure() -> Iterator[Finding]:
    """Whether strangers could read along, or log in as anybody."""
    if settings.DEMO or settings.DEBUG:
        yield Finding(Grade.WARNING, "mode", "a try-out: anybody may log in as the demo company's people")
    elif not settings.TLS:
        yield Finding(
            Grade.FAULT, "mode", "XIELI_BASE_URL is not https://: passwords would travel in the open"
        )
    else:
        yield Finding(Grade.OK, "mode", "production, over TLS")


EXAMINATIONS: list[Callable[[], Iterator[Finding]]] = [
    versions, database, time_zone, fonts, mail, channels.mailbox, channels.robots, storage, built, exposure,
]  # fmt: skip
