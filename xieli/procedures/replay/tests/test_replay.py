"""Replayed work gives the log's own figures from the product's work items and events, and never doubles."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from xieli.matters import ledger
from xieli.matters.models import Event, Matter, WorkItem
from xieli.organisation import snapshot
from xieli.procedures.replay import running
from xieli.procedures.replay.counting import figures
from xieli.procedures.replay.lines import LOGS, Line, cases
from xieli.procedures.replay.models import Replayed
from xieli.procedures.replay.running import carry_out, teams_of

pytestmark = pytest.mark.django_db
START = datetime(2016, 3, 1, 8, tzinfo=UTC)
INCIDENTS = LOGS["incidents"]


def case_of(*steps: tuple[str, str | None], name: str = "INC1", mark: str = "sla met") -> list[Line]:
    return [
        Line(name, START + timedelta(hours=hour), state, team, mark=mark)
        for hour, (state, team) in enumerate(steps)
    ]


def carried_out(*made: list[Line], log: str = "incidents") -> None:
    with snapshot.pinned():
        teams = teams_of(list(made))
    for case in made:
        carry_out(LOGS[log], case, teams, None)


def test_each_line_is_one_event_and_the_last_one_ends_the_case() -> None:
    carried_out(case_of(("active", "A"), ("waiting", "A"), ("resolved", "A"), ("settled", "A")))
    matter = Matter.objects.get()
    assert (matter.state, matter.head_seq) == ("done", 4)
    assert ledger.broken_links(Event.objects.filter(matter=matter).order_by("seq")) == []
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_a_reopening_is_counted_and_the_step_from_resolved_to_closed_is_not() -> None:
    carried_out(
        case_of(("active", "A"), ("resolved", "A"), ("active", "A"), ("resolved", "A"), ("settled", "A")),
        case_of(("active", "A"), ("resolved", "A"), ("settled", "A"), name="INC2"),
    )
    found = figures("incidents")
    assert (found["reopens"], found["reopened_cases"]) == (1, 1)


def test_unknown_holders_are_no_change_of_group() -> None:
    carried_out(
        case_of(("active", None), ("active", "A"), ("active", None), ("active", "B"), ("settled", "B"))
    )
    found = figures("incidents")
    assert (found["group_changes"], found["cases_with_group_changes"]) == (1, 1)


def test_held_hours_add_up_to_the_time_from_first_to_last_event() -> None:
    carried_out(
        case_of(("active", "A"), ("active", "B"), ("waiting", "B"), ("active", "A"), ("settled", "A")),
        log="handoffs",
    )
    found = figures("handoffs")
    assert found["held_hours"] == 4.0
    assert found["most_hours"] == {"A": 2.0, "B": 2.0}
    assert (found["handoffs"], found["returns"], found["cases_with_returns"]) == (2, 1, 1)


def test_a_new_holder_named_by_the_last_line_is_a_hand_off_though_nothing_is_owed_any_more() -> None:
    carried_out(case_of(("active", "A"), ("settled", "B")), log="handoffs")
    found = figures("handoffs")
    assert (found["handoffs"], found["held_hours"]) == (1, 1.0)


def test_teams_of_one_name_in_two_organisations_are_one_team_and_two_departments() -> None:
    def line(hour: int, organisation: str) -> Line:
        return Line("H1", START + timedelta(hours=hour), "active", "M1 2nd", group=organisation)

    carried_out([line(0, "Line A"), line(1, "Line B"), line(2, "Line B")], log="handoffs")
    found = figures("handoffs")
    assert (found["teams"], found["handoffs"], found["department_handoffs"]) == (1, 0, 1)


def test_an_interrupted_replay_goes_on_where_it_stopped_and_a_second_one_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = case_of(("active", "A"), ("waiting", "B"), ("resolved", "B"), ("settled", "B"))
    teams = teams_of([case])
    with monkeypatch.context() as patched:
        patched.setattr(running, "perform", lambda *args, **kwargs: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            carry_out(INCIDENTS, case, teams, None)
    row = Replayed.objects.get()
    assert Event.objects.count() == 1
    assert carry_out(INCIDENTS, case, teams, (row.matter_id, 1)) == 3
    assert carry_out(INCIDENTS, case, teams, (row.matter_id, len(case))) == 0
    assert Event.objects.count() == len(case)


@pytest.mark.real_data
def test_the_first_real_cases_give_the_counts_of_the_file_itself() -> None:
    folder = os.environ.get("XIELI_REAL_DATA")
    if not folder:
        pytest.skip("XIELI_REAL_DATA names no folder with the published logs")
    found = cases(LOGS["handoffs"], Path(folder) / "handoffs" / "handoff_log.csv.gz", 15)
    carried_out(*found, log="handoffs")
    counted = figures("handoffs")
    assert counted["events"] == sum(len(case) for case in found)
    changes = sum(1 for case in found for a, b in pairwise(case) if a.team != b.team)
    hours = sum((case[-1].at - case[0].at).total_seconds() for case in found) / 3600
    assert counted["handoffs"] == changes
    assert counted["held_hours"] == pytest.approx(hours, abs=0.2)
