"""A log is read line by line; a broken one is refused with the number of the line."""

import gzip
import zipfile
from pathlib import Path

import pytest

from xieli.procedures.replay.lines import LOGS, BrokenLog, cases, lines

HEADER = "number,incident_state,sys_updated_at,assignment_group,made_sla\n"
GOOD = "INC1,New,29/2/2016 01:23,Group 56,true\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_incident_line_says_state_team_and_whether_the_limit_was_kept(tmp_path: Path) -> None:
    (line,) = lines(LOGS["incidents"], written(tmp_path, HEADER + GOOD))
    assert (line.case, line.state, line.team, line.mark) == ("INC1", "active", "Group 56", "sla met")
    assert (line.at.day, line.at.month, line.at.year) == (29, 2, 2016)


def test_a_missing_group_leaves_the_holder_as_it_was(tmp_path: Path) -> None:
    (line,) = lines(LOGS["incidents"], written(tmp_path, HEADER + GOOD.replace("Group 56", "?")))
    assert line.team is None


@pytest.mark.parametrize(
    ("bad", "number"),
    [
        (GOOD + GOOD.replace("New", "Lost"), 3),
        (GOOD.replace("29/2/2016", "2016-02-29"), 2),
        (GOOD + GOOD + "INC1,New\n", 4),
        (GOOD.replace("true", "perhaps"), 2),
    ],
)
def test_a_broken_line_is_named_by_its_number(tmp_path: Path, bad: str, number: int) -> None:
    with pytest.raises(BrokenLog, match=f"line {number}"):
        list(lines(LOGS["incidents"], written(tmp_path, HEADER + bad)))


def test_another_file_is_refused_at_its_header(tmp_path: Path) -> None:
    with pytest.raises(BrokenLog, match="line 1: not a log of handoffs"):
        list(lines(LOGS["handoffs"], written(tmp_path, HEADER + GOOD)))


def test_packed_logs_are_read_and_broken_packages_refused(tmp_path: Path) -> None:
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + GOOD).encode()))
    assert len(list(lines(LOGS["incidents"], packed))) == 1
    archive = tmp_path / "log.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("log.csv", HEADER + GOOD)
    assert len(list(lines(LOGS["incidents"], archive))) == 1
    archive.write_bytes(b"no archive")
    with pytest.raises(BrokenLog, match="cannot be read"):
        list(lines(LOGS["incidents"], archive))


def test_a_rejection_goes_to_the_employee_and_an_approval_to_nobody_known(tmp_path: Path) -> None:
    text = "case_id,concept:name,time:timestamp\n" + "".join(
        f"d1,{what},2017-01-09T09:49:5{second}.000+01:00\n"
        for second, what in enumerate(
            ("Declaration SUBMITTED by EMPLOYEE", "Declaration REJECTED by SUPERVISOR", "Payment Handled")
        )
    )
    (case,) = cases(LOGS["approvals"], written(tmp_path, text))
    assert [(line.team, line.mark, line.role) for line in case] == [
        ("?", "", ""),
        ("EMPLOYEE", "rejected", "SUPERVISOR"),
        ("?", "paid", ""),
    ]


def test_the_limit_takes_the_first_cases_by_their_first_event(tmp_path: Path) -> None:
    later, earlier = GOOD.replace("INC1", "INC2").replace("29/2", "1/3"), GOOD
    found = cases(LOGS["incidents"], written(tmp_path, HEADER + later + earlier), limit=1)
    assert [case[0].case for case in found] == ["INC1"]
