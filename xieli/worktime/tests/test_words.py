"""Hours are told as people write them on a door."""

from typing import Any

import pytest

from xieli.worktime.defaults import defaults
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.words import pattern_in_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("office", ["周一至周五 08:30-12:00、13:30-17:30"]),
        ("round_the_clock", ["周一至周日 00:00-24:00"]),
        (
            "big_small_week",
            ["第 1 周：周一至周六 08:30-12:00、13:30-17:30", "第 2 周：周一至周五 08:30-12:00、13:30-17:30"],
        ),
    ],
)
def test_the_shipped_hours_in_words(code: str, words: list[str]) -> None:
    assert pattern_in_words(defaults()[code].pattern) == words


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({"wed": ["09:00-10:00"]}, "周三 09:00-10:00"),
        (
            {"mon": ["08:00-12:00"], "tue": ["08:00-12:00"], "wed": ["08:00-18:00"], "sat": ["08:00-12:00"]},
            "周一至周二 08:00-12:00；周三 08:00-18:00；周六 08:00-12:00",
        ),
    ],
)
def test_days_alike_that_follow_each_other_are_told_together(week: dict[str, Any], words: str) -> None:
    assert pattern_in_words(WeekPattern.parse({"weeks": [week]})) == [words]
