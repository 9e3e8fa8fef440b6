"""Reading the published logs, line by line: each line as the engine needs it, or an error that names the line."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

UNKNOWN = "?"


class BrokenLog(Exception):
    """A file that is not the log it should be; says which line and why."""


@dataclass(frozen=True)
class Line:
    """One line of a case: when, in which state it leaves the case, who holds it from then on, what to count.

    `team` None: the line doesn't say, the holder stays. `group` is the organisation the team belongs to.
    """

    case: str
    at: datetime
    state: str
    team: str | None
    group: str = ""
    mark: str = ""
    role: str = ""


Row = dict[str, str]
_INCIDENT_STATES = {
    "New": "active",
    "Active": "active",
    "-100": "active",
    "Awaiting User Info": "waiting",
    "Awaiting Problem": "waiting",
    "Awaiting Vendor": "waiting",
    "Awaiting Evidence": "waiting",
    "Resolved": "resolved",
    "Closed": "settled",
}
_HANDOFF_STATES = {
    "In Progress": "active",
    "Awaiting Assignment": "active",
    "Assigned": "active",
    "In Call": "active",
    "Unmatched": "active",
    "Cancelled": "settled",
    "Resolved": "resolved",
    "Closed": "settled",
}


def _incident(row: Row) -> Line:
    group = row["assignment_group"]
    return Line(
        case=row["number"],
        at=datetime.strptime(row["sys_updated_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC),
        state=_INCIDENT_STATES[row["incident_state"]],
        team=None if group == UNKNOWN else group,
        mark={"true": "sla met", "false": "sla missed"}[row["made_sla"]],
    )


def _handoff(row: Row) -> Line:
    state = row["lifecycle:transition"]
    return Line(
        case=row["case_id"],
        at=datetime.fromisoformat(row["time:timestamp"]),
        state="waiting" if state.startswith("Wait") else _HANDOFF_STATES[state],
        team=row["org:group"],
        group=row["organization involved"],
        mark=state,
    )


def _approval(row: Row) -> Line:
    """An event says who acted, not who holds it next: only a rejection tells that, it goes to the employee."""
    said = row["concept:name"]
    rejected, paid = " REJECTED by " in said, said == "Payment Handled"
    settled = paid or said.startswith("Request Payment")
    return Line(
        case=row["case_id"],
        at=datetime.fromisoformat(row["time:timestamp"]),
        state="settled" if paid else "resolved" if settled else "waiting" if rejected else "active",
        team="EMPLOYEE" if rejected else UNKNOWN,
        mark="paid" if paid else "rejected" if rejected else "",
        role=said.rsplit(" by ", 1)[1] if rejected else "",
    )


@dataclass(frozen=True)
class Log:
    """A kind of log: the columns it must have and how one row reads."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[Row], Line]


LOGS = {
    log.name: log
    for log in (
        Log(
            "incidents",
            ("number", "incident_state", "sys_updated_at", "assignment_group", "made_sla"),
            _incident,
        ),
        Log(
            "handoffs",
            ("case_id", "org:group", "organization involved", "lifecycle:transition", "time:timestamp"),
            _handoff,
        ),
        Log("approvals", ("case_id", "concept:name", "time:timestamp"), _approval),
    )
}


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a .csv, .csv.gz or .zip with one CSV in it. Raises BrokenLog."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.endswith(".csv")]
                if len(names) != 1:
                    raise BrokenLog(f"{path.name}: expected one .csv inside, found {len(names)}")
                with archive.open(names[0]) as raw:
                    yield io.TextIOWrapper(raw, "utf-8-sig", newline="")
        elif path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as text:
                yield text
        else:
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield text
    except (OSError, EOFError, zipfile.BadZipFile, UnicodeDecodeError) as problem:
        raise BrokenLog(f"{path.name}: cannot be read ({problem})") from problem


def lines(log: Log, path: Path) -> Iterator[Line]:
    """Every line of a log in the file's order. Raises BrokenLog with the line's number."""
    with opened(path) as text:
        reader = csv.DictReader(text, strict=True)
        missing = [name for name in log.columns if name not in (reader.fieldnames or ())]
        if missing:
            raise BrokenLog(f"{path.name}, line 1: not a log of {log.name}; missing {', '.join(missing)}")
        try:
            for row in reader:
                yield _line(log, path, reader.line_num, row)
        except csv.Error as problem:
            raise BrokenLog(f"{path.name}, line {reader.line_num}: {problem}") from problem


def _line(log: Log, path: Path, number: int, row: Row) -> Line:
    if None in row or None in row.values():
        raise BrokenLog(f"{path.name}, line {number}: has more or fewer fields than the header")
    try:
        return log.read(row)
    except KeyError as unknown:
        raise BrokenLog(f"{path.name}, line {number}: unknown value {unknown}") from unknown
    except ValueError as problem:
        raise BrokenLog(f"{path.name}, line {number}: {problem}") from problem


def cases(log: Log, path: Path, limit: int | None = None) -> list[list[Line]]:
    """Lines gathered by case, the cases in the order of their first event, each case's lines in the file's order."""
    found: dict[str, list[Line]] = {}
    for line in lines(log, path):
        found.setdefault(line.case, []).append(line)
    ordered = sorted(found.values(), key=lambda case: case[0].at)
    return ordered if limit is None else ordered[:limit]
