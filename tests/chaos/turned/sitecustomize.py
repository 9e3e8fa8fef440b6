"""Python imports this by itself where its folder is on PYTHONPATH: the process's clock is turned from outside.

XIELI_TURNED names a file with the seconds that the clock is ahead; it is read again at every look. The database's clock
and everything that measures spans (monotonic clocks) stay as they are. No library is preloaded for it, since Debian's
libfaketime breaks `time.sleep`.
"""

import os
import time
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xieli.core import clock

FILE, seconds = Path(os.environ["XIELI_TURNED"]), time.time


def ahead() -> float:
    return float(FILE.read_text())


def turned() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=ahead())


time.time = lambda: seconds() + ahead()
clock._source = ContextVar("clock", default=turned)
