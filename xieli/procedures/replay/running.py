"""Carrying cases out: one act of the engine for each line, cases side by side in two processes."""

import multiprocessing
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections, transaction

from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter
from xieli.organisation import snapshot
from xieli.organisation.models import Department

from .lines import UNKNOWN, Line, Log
from .models import Replayed

KEY = "replay"
PROCESSES = 2
BATCH = 25

Teams = dict[tuple[str, str], int]


def teams_of(cases: list[list[Line]]) -> Teams:
    """A department for each team of the log (organisation, team), made where missing; their ids."""
    wanted = dict.fromkeys((line.group, line.team or UNKNOWN) for case in cases for line in case)
    wanted[("", UNKNOWN)] = None
    have = {(row.parent.name if row.parent else "", row.short_name): row for row in _rows()}
    with transaction.atomic():
        groups = {name: _department(name, None, have) for name, _ in wanted if name}
        found = {key: _department(key[1], groups.get(key[0]), have).pk for key in wanted}
    snapshot.refresh()
    return found


def _rows() -> list[Department]:
    return list(Department.objects.filter(code__startswith="R-").select_related("parent"))


def _department(name: str, parent: Department | None, have: dict[tuple[str, str], Department]) -> Department:
    """Its short name is the log's; the full one, which no other department has, says of which organisation."""
    key = (parent.name if parent else "", name)
    if key not in have:
        have[key] = Department.objects.create(
            code=f"R-{len(have) + 1:04d}",
            name=f"{name} · {parent.name}" if parent else name,
            short_name=name,
            parent=parent,
            calendar="round_the_clock",
        )
    return have[key]


def replay(log: Log, cases: list[list[Line]], tell: Callable[[int], None]) -> int:
    """Carry out what the database doesn't have yet; `tell` hears of every batch's acts. Returns the acts done now."""
    teams = teams_of(cases)
    known = {
        case: (pk, seq)
        for case, pk, seq in Replayed.objects.filter(log=log.name).values_list(
            "case", "matter_id", "matter__head_seq"
        )
    }
    todo = [case for case in cases if known.get(case[0].case, (0, 0))[1] < len(case)]
    connections.close_all()
    acts = 0
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES, initializer=_start, initargs=(log, teams, known)) as pool:
        for done in pool.imap_unordered(_batch, _batches(todo)):
            acts += done
            tell(done)
    return acts


def _batches(cases: list[list[Line]]) -> Iterator[tuple[list[Line], ...]]:
    for begin in range(0, len(cases), BATCH):
        yield tuple(cases[begin : begin + BATCH])


_shared: dict[str, Any] = {}


def _start(log: Log, teams: Teams, known: dict[str, tuple[int, int]]) -> None:
    connections.close_all()
    _shared.update(log=log, teams=teams, known=known)


def _batch(cases: tuple[list[Line], ...]) -> int:
    return sum(
        carry_out(_shared["log"], case, _shared["teams"], _shared["known"].get(case[0].case))
        for case in cases
    )


def carry_out(log: Log, case: list[Line], teams: Teams, known: tuple[int, int] | None) -> int:
    """The acts of one case that are not yet in its ledger; each line is one event, so the head says where to go on."""
    matter = Matter.objects.get(pk=known[0]) if known else None
    begun = known[1] if known else 0
    for index, (line, team, last) in enumerate(_held(case, teams)):
        if index < begun:
            continue
        data = {"state": "done" if last else line.state, "team": team, "mark": line.mark, "role": line.role}
        if matter is None:
            matter = open_matter(
                KEY, SYSTEM, "begin", {**data, "log": log.name, "case": line.case}, now=line.at
            )
            continue
        same_state, same_team = matter.state == data["state"], matter.lead_department_id == team
        perform(matter, "note" if same_state and same_team else "move", SYSTEM, data, now=line.at)
    return len(case) - begun


def _held(case: list[Line], teams: Teams) -> Iterator[tuple[Line, int, bool]]:
    """Each line with the team that holds the case after it; a line that doesn't say leaves it where it was."""
    holder = ("", UNKNOWN)
    for index, line in enumerate(case):
        if line.team is not None:
            holder = (line.group, line.team)
        yield line, teams[holder], index == len(case) - 1
