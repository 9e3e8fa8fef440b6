"""The pictures drawn: every line in words beside its bar, nothing inline, bars to draw only where one may propose."""

import copy
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils import translation

from xieli.procedures.project.gantt import Chart, gantt
from xieli.procedures.project.load import load
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.portfolio import Entry, bubbles, timeline
from xieli.procedures.project.schedule import Actual, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

TODAY = date(2026, 9, 9)
PLAN = Plan(
    date(2026, 9, 7),
    (
        Task("P", "前期", kind="phase"),
        Task("A", "勘察 <b>", "P", days=2, department=1, person=7),
        Task("M", "评审", "P", "milestone"),
        Task("B", "施工", days=5, department=2, person=8),
        Task("C", "培训", days=1, department=2, person=8),
    ),
    (Dependency("A", "M"), Dependency("M", "B")),
)
DATES = schedule(
    PLAN,
    WorkingDays(shipped().calendars["office"].is_working_day),
    {"A": Actual(date(2026, 9, 7), date(2026, 9, 8))},
)


def draw(name: str, query: str = "", **context: Any) -> str:
    """A partial by the product's own settings, found in this folder whoever has installed it."""
    wanted = copy.deepcopy(settings.TEMPLATES[0])
    wanted.pop("BACKEND")
    folder = Path(__file__).resolve().parents[1] / "templates"
    engine = DjangoTemplates({"NAME": "pictures", "APP_DIRS": False, **wanted, "DIRS": [folder]})
    return str(engine.get_template(f"project/{name}.html").render(context, RequestFactory().get(f"/{query}")))


def chart(**more: Any) -> Chart:
    return gantt(PLAN, DATES, today=TODAY, baseline=DATES, **more)


def test_each_line_stands_in_a_table_beside_its_bar() -> None:
    page = draw("gantt", chart=chart(), holders={"B": "林建国"})

    assert page.count("data-line=") == page.count('<g class="bar') == 5
    assert page.count('class="way') == 2
    assert "勘察 &lt;b&gt;" in page and "<b>勘察" not in page
    assert "林建国" in page
    assert "关键" in page


def test_nothing_is_inline_so_that_the_policy_lets_it_be_seen() -> None:
    pages = [
        draw("gantt", chart=chart(), propose="/propose/"),
        draw("timeline", timeline=timeline([entry()], TODAY)),
        draw("bubbles", bubbles=bubbles([entry()])),
        draw("load", load=load([(PLAN, DATES)], "person", TODAY), by="person", names={8: "林建国"}),
    ]

    for page in pages:
        assert " style=" not in page
        assert "<script" not in page
        assert not re.search(r" on\w+=", page)


def test_bars_are_drawn_only_where_somebody_may_propose_and_only_what_is_still_to_come() -> None:
    assert "data-bar" not in draw("gantt", chart=chart())

    page = draw("gantt", chart=chart(), propose="/propose/", propose_target="#proposal")

    assert re.findall(r'data-bar="(\w+)"', page) == ["M", "B", "C"]
    assert 'hx-post="/propose/" hx-target="#proposal"' in page


def test_folding_and_scale_are_links_that_keep_the_rest_of_the_address() -> None:
    page = draw("gantt", "?scale=day&page=1", chart=chart(folded={"P"}, scale="day"))

    assert 'href="?page=1&amp;scale=day" aria-expanded="false"' in page
    assert 'href="?page=1&amp;scale=month"' in page
    assert page.count("data-line=") == 3


def test_pages_are_turned_below_the_chart() -> None:
    page = draw("gantt", chart=chart(per_page=2, page=2))

    assert "第 2 / 3 页，共 5 行" in page
    assert 'rel="prev"' in page and 'rel="next"' in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_numbers_of_a_drawing_are_written_as_svg_wants_them_in_every_language(language: str) -> None:
    with translation.override(language):
        page = draw("gantt", chart=chart(scale="month"))

    assert re.findall(r' (?:x|y|width|cx|cy)="([^"]*)"', page)
    for number in re.findall(r' (?:x|y|width|cx|cy)="([^"]*)"', page):
        assert re.fullmatch(r"-?\d+(\.\d+)?", number), number


def test_a_person_with_too_much_is_marked_by_a_sign_and_not_by_colour_alone() -> None:
    twice = Plan(PLAN.start, (Task("A", "甲", days=5, person=8), Task("B", "乙", days=5, person=8)))
    dates = schedule(twice, DATES.days)

    page = draw("load", load=load([(twice, dates)], "person", TODAY, 2), by="person", names={8: "林建国"})

    assert re.search(r"200%\s*<span[^>]*>▲", page)
    assert "林建国" in page


def test_projects_are_told_in_words_beside_their_spans_and_on_their_bubbles() -> None:
    span, bubble = (
        draw("timeline", timeline=timeline([entry()], TODAY)),
        draw("bubbles", bubbles=bubbles([entry()])),
    )

    assert 'href="/projects/1/"' in span
    assert "滨河超充站" in span
    assert "1 滨河超充站：计划 50%，实际 40%" in bubble


def entry() -> Entry:
    return Entry(
        "滨河超充站",
        "/projects/1/",
        "amber",
        date(2026, 3, 2),
        date(2026, 9, 30),
        date(2026, 3, 2),
        date(2026, 8, 31),
        50,
        40,
        Decimal(100),
        (("送电", date(2026, 7, 1), True),),
    )
