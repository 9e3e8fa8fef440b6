"""Reading the environment: small typed helpers, each of which fails with a sentence that says what to mend."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50


def flag(name: str, default: bool = False) -> bool:
    """1 or 0; anything else is a mistake worth stopping for."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value == "1" if value else default


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty entries vanish."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name) or str(default)
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def mail_address(name: str) -> str:
    """One e-mail address, which may hold one star; empty when not given."""
    value = os.environ.get(name, "").strip()
    if value and (value.count("@") != 1 or value.count("*") > 1 or not all(value.split("@"))):
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}")
    return value


def directory_for_data(package: Path) -> Path:
    """Where a running product keeps what is its own: XIELI_VAR, `var` in a checkout, else the user's data directory."""
    if chosen := os.environ.get("XIELI_VAR"):
        return Path(chosen).resolve()
    if (package.parent / "pyproject.toml").exists():
        return package.parent / "var"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "xieli"


def secret_key(var: Path) -> str:
    """XIELI_SECRET_KEY, else a key made once and kept in `var`: there is no default that two companies could share."""
    if key := os.environ.get("XIELI_SECRET_KEY"):
        if len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(f"XIELI_SECRET_KEY needs at least {SHORTEST_KEY} characters")
        return key
    kept = var / "secret-key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        _write_once(kept, secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Write a file only we can read; of two processes at once, the first wins and both read the same."""
    ours = path.with_name(f"{path.name}.{os.getpid()}")
    ours.touch(mode=0o600)
    ours.write_text(text)
    try:
        os.link(ours, path)
    except FileExistsError:
        pass
    finally:
        ours.unlink()
