"""The company's projects in two pictures, as numbers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.portfolio import LARGEST, MARGIN, SIDE, SMALLEST, Entry, bubbles, timeline


def entry(name: str, budget: int, planned: float = 50, done: float = 40) -> Entry:
    return Entry(
        name,
        f"/{name}/",
        "amber",
        date(2026, 3, 2),
        date(2026, 9, 30),
        date(2026, 3, 2),
        date(2026, 8, 31),
        planned,
        done,
        Decimal(budget),
        (("送电", date(2026, 7, 1), False),),
    )


def test_a_bubble_stands_at_its_plan_and_its_progress_and_its_area_is_its_budget() -> None:
    big, small = bubbles([entry("A", 100, 25, 10), entry("B", 400)]).bubbles

    assert (big.entry.name, big.number, small.number) == ("B", 2, 1)
    assert big.radius == LARGEST
    assert small.radius == LARGEST / 2
    assert (small.x, small.y) == (MARGIN + SIDE / 4, MARGIN + SIDE * 0.9)


def test_projects_without_money_are_still_seen() -> None:
    assert [bubble.radius for bubble in bubbles([entry("A", 0)]).bubbles] == [SMALLEST]
    drawn = bubbles([entry("A", 0, 10), entry("B", 10)]).bubbles
    assert [bubble.radius for bubble in drawn] == [LARGEST, SMALLEST]


def test_projects_at_one_place_are_one_circle_that_says_how_many_and_which() -> None:
    late = replace(entry("B", 10, 51, 40), light="red")
    drawn = bubbles([entry("A", 10), late, entry("C", 40, 90, 90)])

    [group] = drawn.groups
    assert [(number, one.name) for number, one in group.members] == [(1, "A"), (2, "B")]
    assert (group.light, group.radius) == ("red", round(LARGEST * (1 / 2) ** 0.5, 1))  # of both budgets
    assert [bubble.number for bubble in drawn.bubbles if len(bubble.members) == 1] == [3]


@given(
    st.lists(st.builds(entry, st.just("A"), st.integers(0, 10**9), st.floats(-5, 120), st.floats(-5, 120)))
)
def test_bubbles_stay_inside_their_square_and_none_is_lost(entries: list[Entry]) -> None:
    drawn = bubbles(entries)

    numbers = sorted(number for bubble in drawn.bubbles for number, _entry in bubble.members)
    assert numbers == list(range(1, len(entries) + 1))
    for bubble in drawn.bubbles:
        assert drawn.near <= bubble.x <= drawn.far
        assert drawn.near <= bubble.y <= drawn.far
        assert SMALLEST <= bubble.radius <= LARGEST


def test_a_span_reaches_from_start_to_end_with_its_milestones_on_it() -> None:
    drawn = timeline([entry("A", 1), entry("B", 1)], date(2026, 6, 15))
    span = drawn.spans[1]

    assert (span.x, span.width) == (2.5, 213 * 2.5)  # from 2 March to 30 September on an axis from 1 March
    assert span.done == pytest.approx(span.width * 0.4)
    assert span.shadow_width < span.width
    assert span.marks[0].path.startswith(f"M{122.5 * 2.5:g} ")
    assert (drawn.spans[0].y, span.y, drawn.height) == (0, 40, 80)
    assert drawn.today == 106.5 * 2.5


def test_without_projects_the_timeline_is_empty_around_today() -> None:
    drawn = timeline([], date(2026, 6, 15))

    assert (drawn.spans, drawn.height) == ([], 0)
    assert drawn.today is not None
