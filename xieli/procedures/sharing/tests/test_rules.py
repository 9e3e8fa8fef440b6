"""What the database itself refuses, whoever writes; and how much of a pool is taken at most."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from xieli.matters.models import Matter

from ..calendar import occurrences, peak
from ..commands import save_resource
from ..models import BookingDetails
from ..verify import BOOKINGS
from .play import HOUR, MONDAY, TUESDAY, booked, resource

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 3)).map(
    lambda s: (s[0], s[0] + s[1], s[2])
)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("quantity", [1, 2])
def test_no_write_puts_more_bookings_into_a_time_than_there_are(cast: Any, quantity: int) -> None:
    one = resource(cast, quantity=quantity)
    for _n in range(quantity):
        booked(one, cast.fangqiming)
    other = booked(one, cast.bailu, TUESDAY + 5 * HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingDetails.objects.filter(matter=other).update(begins_at=TUESDAY, ends_at=TUESDAY + HOUR)


@pytest.mark.django_db
def test_verify_finds_what_no_rule_kept_out(cast: Any) -> None:
    one = resource(cast, quantity=2)
    booked(one, cast.fangqiming)
    booked(one, cast.bailu)
    assert list(BOOKINGS.look(Matter.objects.all(), MONDAY)) == []
    with connection.cursor() as cursor:  # as somebody with the owner's rights could
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sharing_bookingdetails DISABLE TRIGGER USER")
        cursor.execute("UPDATE sharing_bookingdetails SET quantity = 2")
    found = list(BOOKINGS.look(Matter.objects.all(), MONDAY))
    assert {breach.invariant for breach in found} == {"I7"} and "4 of SB-01 are taken" in found[0].what


@pytest.mark.django_db
def test_a_pool_is_not_made_smaller_than_what_is_promised(cast: Any) -> None:
    one = resource(cast, quantity=3)
    booked(one, cast.fangqiming, quantity=3)
    one.quantity = 2
    with pytest.raises(ValidationError, match="已有预约"):
        save_resource(one)


@pytest.mark.django_db
def test_a_buffer_is_not_made_to_overlap_what_is_promised(cast: Any) -> None:
    one = resource(cast)
    booked(one, cast.fangqiming)
    booked(one, cast.bailu, TUESDAY + 2 * HOUR)
    one.buffer_after = 30
    with pytest.raises(ValidationError, match="已有预约"):
        save_resource(one)


@given(st.lists(SPANS, max_size=8), SPANS)
def test_the_peak_is_the_most_taken_in_any_hour(taken: Any, span: Any) -> None:
    moments = [(MONDAY + a * HOUR, MONDAY + b * HOUR, n) for a, b, n in taken]
    hours = range(span[0], span[1])
    expected = max(sum(n for a, b, n in taken if a <= hour < b) for hour in hours)
    assert peak(moments, (MONDAY + span[0] * HOUR, MONDAY + span[1] * HOUR)) == expected


@given(st.integers(0, 200), st.sampled_from([("daily", 1), ("weekly", 7), ("biweekly", 14)]))
def test_a_series_recurs_at_its_step_through_its_last_day(days: int, repeat: Any) -> None:
    until = (TUESDAY + timedelta(days=days)).date()
    times = occurrences(TUESDAY, TUESDAY + HOUR, repeat[0], until)
    assert len(times) == min(60, days // repeat[1] + 1)
    assert all((a - TUESDAY).days % repeat[1] == 0 and b - a == HOUR for a, b in times)
