"""Where the built scripts, styles and icons lie: names with a digest, told by the manifest."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

DIST = Path(__file__).parent / "static" / "dist"


@lru_cache(maxsize=4)
def _names(written: float) -> dict[str, str]:
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return names


@lru_cache(maxsize=1)
def _written_at_start() -> float:
    return _written()


def _written() -> float:
    """When the manifest was written; 0 before the first build."""
    try:
        return (DIST / "manifest.json").stat().st_mtime
    except FileNotFoundError:
        return 0.0


def url(name: str) -> str:
    """The address of a built file: `url("app.css")`. Only developers' servers notice a new build."""
    return _address(name, _written() if settings.DEBUG else _written_at_start())


@lru_cache(maxsize=256)
def _address(name: str, written: float) -> str:
    return static(f"dist/{_names(written)[name] if written else name}")
