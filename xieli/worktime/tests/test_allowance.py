"""Allowed times: how they are written, and how they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.worktime.allowance import UNITS, Allowance, duration_label, humanize


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
    [("2 h W", "2 小时（工作时间）"), ("20 min C", "20 分钟"), ("7 D C", "7 天"), ("3 WD", "3 工作日")],
)
def test_only_working_time_says_so_in_its_label(text: str, label: str) -> None:
    assert Allowance.parse(text).label() == label


@pytest.mark.parametrize(
    ("amount", "unit", "label"),
    [
        (45, "W", "不到 1 分钟"),
        (360, "W", "6 分钟"),
        (3600, "W", "1 小时"),
        (4800, "W", "1 小时 20 分"),
        (30 * 3600, "W", "30 小时"),
        (30 * 3600, "C", "30 小时"),
        (51 * 3600, "C", "2 天 3 小时"),
        (48 * 3600, "C", "2 天"),
        (3, "WD", "3 工作日"),
    ],
)
def test_a_length_of_time_is_said_in_at_most_two_steps(amount: int, unit: str, label: str) -> None:
    assert duration_label(amount, unit) == label


def test_time_left_and_time_past_are_said_as_people_say_it() -> None:
    assert humanize(4800) == "剩 1 小时 20 分"
    assert humanize(-360) == "超 6 分钟"
    assert humanize(3, "WD") == "剩 3 工作日"
    assert humanize(-1, "WD") == "超 1 工作日"
