"""A database's address in Django's words."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def _prepared_after(times: str) -> int | None:
    """`prepare_threshold=off` in the address: behind a pooler that lends connections statement by statement."""
    return None if times == "off" else int(times)


def database_settings(address: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?sslmode=…`; `?host=` may name a directory."""
    url = urlsplit(address)
    if url.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    options = {name: values[-1] for name, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "xieli.core.database",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {**options, "prepare_threshold": _prepared_after(options.get("prepare_threshold", "1"))},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
