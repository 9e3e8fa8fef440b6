"""A database's address in Django's words."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


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
