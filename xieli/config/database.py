"""Where the data live: `DATABASE_URL`, else the embedded PostgreSQL of the try-out."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from xieli.core.postgres import Cluster


def database_from_environment(var: Path) -> dict[str, Any]:
    """Django's database settings, from `DATABASE_URL` or for the embedded cluster below `var`."""
    return database_settings(os.environ.get("DATABASE_URL") or Cluster(var / "postgres").url())


def database_settings(address: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?sslmode=…`; `?host=` may name a directory."""
    url = urlsplit(address)
    if url.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    options = {name: values[-1] for name, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
