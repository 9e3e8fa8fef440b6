"""The house as declared in pyproject.toml: which part stands on which floor."""

import re
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xieli"
LONGEST = 300
NOT_THE_PRODUCT = {"tests", "testing", "migrations"}


@cache
def floors() -> dict[str, int]:
    """Part of the package → its floor; higher numbers may know lower ones."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        part.strip(): height
        for height, layer in enumerate(reversed(layers))
        for part in re.split(r"[|:]", layer)
    }


def part_of(path: Path) -> str:
    """The part of the house that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0]


def folder_of(path: Path) -> str:
    """The part, or for procedures the single folder: what may know itself."""
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[:2]) if parts[0] == "procedures" else parts[0]


def may_know(one: str, other: str) -> bool:
    """Whether a file of folder `one` may speak of folder `other`: itself, or what stands on a lower floor."""
    return one == other or floors()[one.split("/")[0]] > floors()[other.split("/")[0]]


def may_lead_to(one: str, other: str) -> bool:
    """Whether a page of `one` may link to a page of `other`: neighbours may, procedures among themselves may not."""
    part, other_part = one.split("/")[0], other.split("/")[0]
    return may_know(one, other) or (part != other_part and floors()[part] == floors()[other_part])


def sources(pattern: str) -> list[Path]:
    """Files of the product, without tests and migrations."""
    return sorted(path for path in PACKAGE.rglob(pattern) if not NOT_THE_PRODUCT & set(path.parts))
