"""What a line waits for, in one cell: `T1; T2 SS+3; T4 FF-1`, as people know it from MS Project."""

from collections.abc import Collection, Iterable
from re import compile as pattern

from django.utils.translation import gettext as _

from ..plan import Dependency

_BETWEEN = pattern(r"[;；,，、\n]+")
_ENTRY = pattern(r"(?P<code>\S+?)\s*(?P<kind>FS|SS|FF)?\s*(?P<lag>[+-]\s*\d+)?\s*(?:d|天|个?工作日)?", 2)


def write_links(links: Iterable[Dependency]) -> str:
    """The cell of one line; plain finish–start without a lag is the code alone."""
    return "; ".join(_written(link) for link in links)


def _written(link: Dependency) -> str:
    if link.kind == "FS" and not link.lag:
        return link.before
    return f"{link.before} {link.kind}{f'{link.lag:+d}' if link.lag else ''}"


def read_links(cell: str, after: str, codes: Collection[str]) -> list[Dependency]:
    """The links of the line `after`. ValueError, in words, for a code that is not among `codes`."""
    return [_read(entry.strip(), after, codes) for entry in _BETWEEN.split(cell) if entry.strip()]


def _read(entry: str, after: str, codes: Collection[str]) -> Dependency:
    if entry in codes:
        return Dependency(entry, after)
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise ValueError(_("看不懂“%(entry)s”，请写成 T1 或 T1 SS+3。") % {"entry": entry})
    if found["code"] not in codes:
        raise ValueError(_("没有编号为“%(code)s”的任务。") % {"code": found["code"]})
    kind = (found["kind"] or "FS").upper()
    lag = int((found["lag"] or "0").replace(" ", ""))
    return Dependency(found["code"], after, kind, lag)  # type: ignore[arg-type]
