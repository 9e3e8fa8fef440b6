"""Allowed times: how they are written, and how they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.worktime.allowance import UNITS, Allowance


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2 h W", 7200, "W"),
        ("20 min C", 1200, "C"),
        ("7 D C", 604_800, "C"),
        ("1 WD", 1, "WD"),
        ("1.5 h W", 5400, "W"),
        ("30s C", 30, "C"),
        (" 4 h C ", 14_400, "C"),
    ],
)
def test_an_allowance_is_read_as_the_rules_write_it(text: str, amount: int, unit: str) -> None:
    assert Allowance.parse(text) == Allowance(amount, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "2 h", "h W", "2 D W", "0.5 WD", "0 h W", "-1 WD", "2 hours W", "1 wd"])
def test_what_is_no_allowance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"allowance|working"):
        Allowance.parse(text)


@pytest.mark.parametrize(("amount", "unit"), [(0, "W"), (-1, "WD"), (1, "D")])
def test_an_allowance_is_positive_and_has_a_known_unit(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="not an allowance"):
        Allowance(amount, unit)  # type: ignore[arg-type]


@given(st.integers(1, 10_000_000), st.sampled_from(UNITS))
def test_the_written_form_reads_back(amount: int, unit: str) -> None:
    allowance = Allowance(amount, unit)  # type: ignore[arg-type]
    assert Allowance.parse(str(allowance)) == allowance


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2 h W", "2 小时（工作时间）"),
        ("1.5 h W", "1 小时 30 分（工作时间）"),
        ("30 h W", "30 小时（工作时间）"),
        ("20 min C", "20 分钟"),
        ("7 D C", "7 天"),
        ("3 WD", "3 工作日"),
    ],
)
def test_an_allowance_is_told_in_words_and_only_working_time_says_that_it_is(text: str, label: str) -> None:
    assert Allowance.parse(text).label() == label
