"""The daily anchor (I5): a digest over the heads of all ledgers, kept outside the database.

Who could rewrite a chain with all its hashes would have to rewrite these files too; each holds the digest of the one
before. An anchor covers the events up to a key, so it can be examined at any later time.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from xieli.core import clock
from xieli.matters.models import Matter

from .breach import Breach

log = structlog.get_logger(__name__)
LONGEST_WAIT = 5.0  # seconds
# Transactions of the product's other sessions that have written something.
_UNDER_WAY = """select backend_xid::text from pg_stat_activity where datname = current_database()
    and backend_xid is not null and pid <> pg_backend_pid()"""

# The last line of each matter's ledger among the events up to a key, in order of matter.
HEADS = """
select matter_id, seq, hash from (
    select distinct on (matter_id) matter_id, seq, hash from matters_event where id <= %s
    order by matter_id, seq desc) heads order by matter_id
"""


def folder() -> Path:
    """Where the anchors lie."""
    return Path(settings.VAR) / "anchors"


def publish(now: datetime | None = None) -> Path:
    """Write the anchor of the day (once: a later call on the same day changes nothing) and return its file."""
    day = clock.local(now or clock.now()).date()
    path = folder() / f"{day:%Y-%m-%d}.json"
    if path.exists():
        return path
    through = _last_event()
    matters, heads = digest(through)
    before = sorted(folder().glob("*.json"))
    content = {
        "day": f"{day:%Y-%m-%d}",
        "through": through,
        "matters": matters,
        "heads": heads,
        "previous": hashlib.sha256(before[-1].read_bytes()).hexdigest() if before else "",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(content, indent=2), "utf-8")
    draft.replace(path)
    return path


def publish_today() -> int:
    """The chore: 1 when today's anchor was still missing; where a long act is in the way it is tried again at once."""
    day = clock.local(clock.now()).date()
    if (folder() / f"{day:%Y-%m-%d}.json").exists():
        return 0
    try:
        publish()
    except TimeoutError:
        log.info("anchor_waits")
    return 1


def _last_event() -> int:
    """The key up to which no event can appear any more: acts under way are waited for, a few milliseconds.

    An act locks its matter before it takes a key, so whoever holds an earlier key is among the transactions running
    now. A lock on the table would say it more simply, but the product's role may not lock what it can only add to.
    """
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from matters_event")
        last = int(cursor.fetchone()[0])
        cursor.execute(f"select array({_UNDER_WAY})")
        running = cursor.fetchone()[0]
        end = monotonic() + LONGEST_WAIT
        while running:
            if monotonic() > end:
                raise TimeoutError("an act has been under way for too long to anchor the ledger now")
            sleep(0.02)
            cursor.execute(f"select array({_UNDER_WAY} and backend_xid::text = any(%s))", [running])
            running = cursor.fetchone()[0]
    return last


def digest(through: int) -> tuple[int, str]:
    """(number of matters, sha256 over their heads) as of an event's key."""
    total, count = hashlib.sha256(), 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(HEADS, [through])
        while rows := cursor.fetchmany(5_000):
            count += len(rows)
            for matter, seq, head in rows:
                total.update(f"{matter} {seq} {head}\n".encode())
    return count, total.hexdigest()


def look(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """Every anchor follows from the one before, and the newest still agrees with the database."""
    previous = ""
    files = sorted(folder().glob("*.json"))
    newest: dict[str, Any] = {}
    for path in files:
        newest = _read(path)
        if newest.get("previous") != previous:
            yield Breach("I5", f"anchor {path.stem}", "does not follow from the one before")
        previous = hashlib.sha256(path.read_bytes()).hexdigest()
    if newest and digest(newest["through"]) != (newest["matters"], newest["heads"]):
        yield Breach("I5", f"anchor {files[-1].stem}", "the ledger was rewritten since")


def _read(path: Path) -> dict[str, Any]:
    """What an anchor says; nothing where it was damaged, which doesn't follow from anything."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    whole = isinstance(content, dict) and content.keys() >= {"through", "matters", "heads", "previous"}
    return content if whole else {}
