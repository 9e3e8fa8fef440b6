"""A stranger's file is read in a process of its own, which may take so much memory and time and no more.

A workbook of a thousand bytes can ask for more memory than there is, and the reader's process then ends at once: it
must not be the one that serves everybody.

    python -m xieli.core.apart module:function     the file on standard input, the answer as JSON on standard output
"""

import importlib
import json
import resource
import subprocess
import sys
from contextlib import suppress
from typing import Any

SECONDS = 20
MEMORY = 1024**3  # bytes of addresses
LONGEST_ANSWER = 64 * 1024**2  # bytes of JSON


class TooMuch(Exception):
    """The file asked for more than it may have."""


def apart(function: str, content: bytes) -> Any:
    """What `module:function` makes of the bytes, in another process, as JSON gives it. Raises TooMuch.

    The module is imported there without Django. Answers what is no file of its kind by a value of its own: whatever
    it raises counts as too much.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, function],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as failure:
        raise TooMuch from failure
    return json.loads(done.stdout)


def _main(function: str) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),  # should nobody wait any more
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # where the system knows no such limit
            resource.setrlimit(what, (most, most))
    module, name = function.split(":")
    answer = json.dumps(getattr(importlib.import_module(module), name)(sys.stdin.buffer.read()))
    if len(answer) > LONGEST_ANSWER:
        raise TooMuch
    sys.stdout.write(answer)


if __name__ == "__main__":
    _main(sys.argv[1])
