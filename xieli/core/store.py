"""Where bytes are kept: one file for each content, under the sha256 of its bytes.

Who keeps something registers in `keepers` which digests are still wanted, so that what nobody knows can be swept.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

# Each answers the digests its app still refers to; registered when the app is ready.
keepers: list[Callable[[], Iterable[str]]] = []


def keep(content: bytes) -> str:
    """Write the bytes where their digest says, whole or not at all; the digest in hex.

    They are on the disk before anything names them: a power cut can't take what was acknowledged. Bytes kept before
    count as new, so that a sweep under way doesn't take them for strays before their row is there.
    """
    digest = hashlib.sha256(content).hexdigest()
    place = path_of(digest)
    try:
        os.utime(place)
    except FileNotFoundError:
        _write(place, content)
    return digest


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as kept:
        kept.write(content)
        kept.flush()
        os.fsync(kept.fileno())
    Path(kept.name).replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def read(digest: str) -> bytes:
    """The bytes of a digest. FileNotFoundError where they are gone."""
    return path_of(digest).read_bytes()


def fault_of(digest: str) -> str:
    """What is wrong with the bytes of a digest, in words; empty when they are the ones that were kept."""
    place = path_of(digest)
    if not place.is_file():
        return "its bytes are missing"
    whole = hashlib.sha256(place.read_bytes()).hexdigest() == digest
    return "" if whole else "its bytes are not the ones that were stored"


def strays(before: datetime) -> Iterable[Path]:
    """Files older than `before` that no keeper knows."""
    known = {digest for keeper in keepers for digest in keeper()}
    for place in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        with suppress(FileNotFoundError):  # swept by another process, or just given its name
            if place.name not in known and place.stat().st_mtime < before.timestamp():
                yield place
