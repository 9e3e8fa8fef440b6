import pytest
from django.utils import translation

from xieli.core import durations

HOUR, MINUTE = 3600, 60


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "不到 1 分钟"),
        (59, "不到 1 分钟"),
        (60, "1 分钟"),
        (6 * MINUTE + 59, "6 分钟"),
        (HOUR, "1 小时"),
        (HOUR + 20 * MINUTE, "1 小时 20 分"),
        (47 * HOUR, "47 小时"),
        (48 * HOUR, "2 天"),
        (50 * HOUR + 5 * MINUTE, "2 天 2 小时"),
    ],
)
def test_calendar_time_is_said_in_at_most_two_units(seconds: int, said: str) -> None:
    assert durations.spoken(seconds) == said


def test_a_span_is_cut_off_so_that_it_never_promises_more_time_than_there_is() -> None:
    assert durations.spoken(2 * HOUR - 1) == "1 小时 59 分"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(9 * HOUR + 40 * MINUTE, "9 小时 40 分"), (16 * HOUR, "2 工作日"), (27 * HOUR, "3 工作日 3 小时")],
)
def test_working_time_is_said_in_working_days_from_two_on(seconds: int, said: str) -> None:
    assert durations.spoken(seconds, "W") == said


def test_a_working_day_is_as_long_as_its_calendar_says() -> None:
    assert durations.spoken(24 * HOUR, "W", day_seconds=12 * HOUR) == "2 工作日"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(80 * MINUTE, "剩 1 小时 20 分"), (-6 * MINUTE, "超 6 分钟"), (-30, "刚超时")],
)
def test_what_is_left_says_so_and_what_is_late_too(seconds: int, said: str) -> None:
    assert durations.left(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(14 * MINUTE, "14分"), (190 * MINUTE, "3时10分"), (2 * HOUR, "2时"), (400_000, "111时")],
)
def test_a_segment_of_the_ribbon_says_it_in_few_characters(seconds: int, said: str) -> None:
    assert durations.brief(seconds) == said


def test_english_has_its_plurals() -> None:
    with translation.override("en"):
        assert durations.working_days(1) == "1 working day"
        assert durations.working_days(3) == "3 working days"
        assert durations.left(80 * MINUTE) == "1 h 20 min left"
        assert durations.left(-5 * MINUTE) == "5 minutes late"
