from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from xieli.core import clock
from xieli.core.templatetags import xieli as tags

NOW = clock.at(2026, 11, 23, 10, 0)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (clock.at(2026, 11, 23, 11, 20), "今天 11:20"),
        (clock.at(2026, 11, 23, 0, 0), "今天 00:00"),
        (clock.at(2026, 11, 22, 17, 20), "昨天 17:20"),
        (clock.at(2026, 11, 24, 9, 0), "明天 09:00"),
        (clock.at(2026, 11, 21, 20, 10), "11月21日 20:10"),
        (clock.at(2025, 12, 31, 8, 5), "2025年12月31日 08:05"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: object, said: str) -> None:
    with clock.turned_to(NOW):
        assert tags.when(moment) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (clock.at(2026, 11, 24, 0, 0), "今天 24:00"),
        (clock.at(2026, 12, 1, 0, 0), "11月30日 24:00"),
        (clock.at(2027, 1, 1, 0, 0), "12月31日 24:00"),
        (clock.at(2026, 11, 23, 11, 20), "今天 11:20"),
        (None, ""),
    ],
)
def test_a_limit_at_midnight_ends_the_day_before(moment: object, said: str) -> None:
    with clock.turned_to(NOW):
        assert tags.deadline(moment) == said  # type: ignore[arg-type]


def test_a_day_is_china_s_day_not_greenwich_s() -> None:
    with clock.turned_to(clock.at(2026, 11, 23, 0, 30)):
        assert tags.when(clock.at(2026, 11, 22, 23, 59)) == "昨天 23:59"


def test_english_dates_are_english() -> None:
    with clock.turned_to(NOW), translation.override("en"):
        assert tags.day(date(2026, 11, 21)) == "21 Nov"
        assert tags.day(date(2026, 11, 23)) == "today"


def test_the_exact_moment_has_seconds() -> None:
    assert tags.exact(clock.at(2026, 11, 22, 9, 48, 5)) == "2026-11-22 09:48:05"


@pytest.mark.parametrize(
    ("name", "short"), [("欧阳若兰", "若兰"), ("林晚", "林晚"), ("Li Wei", "LW"), ("", "")]
)
def test_initials(name: str, short: str) -> None:
    assert tags.initials(name) == short


@pytest.mark.parametrize(
    ("size", "said"), [(10, "1 KB"), (186_368, "182 KB"), (3_565_158, "3.4 MB"), (None, "")]
)
def test_sizes_of_files(size: int | None, said: str) -> None:
    assert tags.file_size(size) == said


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 33), (5, 0, 0), (9, 3, 100), (-1, 3, 0)])
def test_a_share_stays_between_nothing_and_all(part: int, whole: int, share: int) -> None:
    assert tags.share(part, whole) == share


def test_an_address_keeps_its_other_filters() -> None:
    request = RequestFactory().get("/list/?state=open&after=x&d=2&d=1")
    page = Template("{% load xieli %}{% here sort='due' after=None %}").render(Context({"request": request}))
    assert page == "?d=2&amp;d=1&amp;sort=due&amp;state=open"


def test_an_address_without_filters_is_the_page_itself() -> None:
    request = RequestFactory().get("/list/?after=x")
    page = Template("{% load xieli %}{% here after=None %}").render(Context({"request": request}))
    assert page == "/list/"


def test_a_page_that_does_not_exist_has_no_address() -> None:
    assert Template("{% load xieli %}[{% url_if 'nowhere:nothing' %}]").render(Context()) == "[]"
