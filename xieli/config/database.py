"""Where the data live: `DATABASE_URL`, else the embedded PostgreSQL of the try-out."""

import os
from pathlib import Path
from typing import Any

from xieli.core.postgres import Cluster
from xieli.core.postgres.address import database_settings


def database_from_environment(var: Path) -> dict[str, Any]:
    """Django's database settings, from `DATABASE_URL` or for the embedded cluster below `var`."""
    return database_settings(os.environ.get("DATABASE_URL") or Cluster(var / "postgres").url())
