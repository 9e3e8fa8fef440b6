"""经过: what comes again and again alike is one line that opens to all of them; what somebody decided never is."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Link
from xieli.matters.templatetags.happenings import happenings
from xieli.matters.web.timeline import Entry, Run, in_runs

MARCH = clock.at(2026, 3, 2, 9)


def lines(pattern: str) -> list[Entry]:
    """One line for each letter: `a` and `b` are routine of two kinds, `X` is not."""
    words = {"a": "推进计划", "b": "填写项目周报", "X": "批准"}
    return [
        Entry(at=MARCH, what=words[one], who="沈若舟", routine=one in "ab", texts=[f"第{n}行"])
        for n, one in enumerate(pattern)
    ]


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("XaX", ["批准", "推进计划", "批准"]),
        ("aaa", ["推进计划"] * 3),  # three are read as quickly as their sum
        ("aaaa", ["4 次推进计划"]),
        ("XabaabX", ["批准", "3 次推进计划、2 次填写项目周报", "批准"]),
        ("aaaaXbbbb", ["4 次推进计划", "批准", "4 次填写项目周报"]),
        ("XXXXX", ["批准"] * 5),
    ],
)
def test_runs_of_routine_are_one_line(pattern: str, shown: list[str]) -> None:
    found = [one.said if isinstance(one, Run) else one.what for one in in_runs(lines(pattern))]
    assert found == shown


def test_a_run_opens_to_everything_and_says_from_when_to_when() -> None:
    run = lines("aaaaa")
    run[-1] = replace(run[-1], at=clock.at(2026, 2, 2, 9))
    drawn = str(happenings(run))
    assert "5 次推进计划" in drawn
    assert "2月2日 – " in drawn
    assert re.findall(r"第\d行", drawn) == [f"第{n}行" for n in range(5)]


@pytest.mark.django_db
def test_signing_for_something_is_routine_and_deciding_is_not(cast: Cast, turn_clock: Any) -> None:
    from xieli.procedures.project.tests.play import act, executing

    turn_clock(clock.at(2026, 9, 7, 9))
    project = act(executing(cast), cast.maguoqiang, "acknowledge")
    page = entries_of(project, cast.dingjian)
    assert [str(one.what) for one in page if one.routine] == ["签收"]


def entries_of(matter: Any, person: Any) -> list[Entry]:
    from xieli.matters.queries.story import timeline
    from xieli.matters.scene import Scene
    from xieli.matters.web.timeline import entries

    return entries(Scene.load(matter, clock.now()), timeline(matter), [], person)[0]


@pytest.mark.django_db
def test_many_related_matters_fold_and_what_is_open_stands_first(
    toy: str, cast: Cast, client_of: Any, turn_clock: Any
) -> None:
    """A long project has a report of every week beside it: the open ones are what one looks for."""
    turn_clock(MARCH)
    data = {"amount": 5, "lead_department": str(cast.rd.uid)}
    actor = Actor.of(cast.linwan)
    parent = open_matter(toy, actor, "submit", {**data, "title": "上级"})
    for n in range(10):
        child = open_matter(toy, actor, "submit", {**data, "title": f"下级{n}"})
        Link.objects.create(source=parent, target=child, kind="child", at=MARCH)
        if n != 3:
            perform(child, "withdraw", actor, {"reason": "已撤"})
    page = client_of(cast.linwan).get(parent.get_absolute_url()).content.decode()
    shown, folded = page.split("另有 2 件")
    assert "下级3" in shown
    assert len(re.findall(r"下级\d", folded)) == 2
