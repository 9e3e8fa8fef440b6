"""Links as Project allows them, brought to links between lines of work: those of a phase become those of its lines.

A phase ends with the last of its lines and begins with the first: what waits for its end waits for every line that no
other line of it waits for, and what it waits for holds every line that waits for no other line of it.
"""

from collections.abc import Iterable

from ..outline import inside
from ..plan import Dependency, Plan


def between_lines(plan: Plan, links: Iterable[Dependency]) -> tuple[list[Dependency], list[Dependency]]:
    """The links of the plan's lines of work, and those that can't be told by them.

    Between two lines the link written for them wins over one that stands for a phase.
    """
    written = {(one.before, one.after): one for one in links if not _phases(plan, one)}
    found, left_out = dict(written), []
    for link in links:
        if not (phases := _phases(plan, link)):
            continue
        if (link.before in phases and link.kind == "SS") or (link.after in phases and link.kind == "FF"):
            left_out.append(link)  # the first of several lines to begin, or a phase that would stretch
            continue
        for before in _last(plan, link.before, written.values()):
            for after in _first(plan, link.after, written.values()):
                found.setdefault((before, after), Dependency(before, after, link.kind, link.lag))
    return list(found.values()), left_out


def _phases(plan: Plan, link: Dependency) -> set[str]:
    return {code for code in (link.before, link.after) if plan.by_code[code].kind == "phase"}


def _last(plan: Plan, code: str, links: Iterable[Dependency]) -> list[str]:
    work = _work(plan, code)
    followed = {
        one.before
        for one in links
        if one.before in work and one.after in work and one.kind != "SS" and one.lag >= 0
    }
    return sorted(work - followed) or sorted(work)


def _first(plan: Plan, code: str, links: Iterable[Dependency]) -> list[str]:
    work = _work(plan, code)
    waiting = {
        one.after
        for one in links
        if one.before in work and one.after in work and one.kind != "FF" and one.lag >= 0
    }
    return sorted(work - waiting) or sorted(work)


def _work(plan: Plan, code: str) -> set[str]:
    return {one for one in inside(plan, code) if plan.by_code[one].kind != "phase"}
