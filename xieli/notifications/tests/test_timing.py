from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xieli.core import clock
from xieli.notifications.kinds import Mode
from xieli.notifications.timing import Habits, is_quiet, send_at

MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
HABITS = st.builds(Habits, MINUTES, MINUTES, MINUTES)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001 - given a zone next
    lambda moment: moment.replace(tzinfo=clock.SHANGHAI)
)
USUAL = Habits()
NIGHT = clock.at(2026, 9, 1, 23, 15)
EARLY = clock.at(2026, 9, 2, 5, 0)
NOON = clock.at(2026, 9, 1, 12, 0)


def test_quiet_hours_pass_midnight_and_end_at_their_end():
    assert is_quiet(NIGHT, USUAL)
    assert is_quiet(EARLY, USUAL)
    assert is_quiet(clock.at(2026, 9, 1, 22, 0), USUAL)
    assert not is_quiet(clock.at(2026, 9, 2, 7, 0), USUAL)
    assert not is_quiet(NOON, USUAL)


def test_a_normal_notice_made_at_night_goes_at_seven_in_the_morning():
    assert send_at(Mode.NOW, False, NIGHT, USUAL) == clock.at(2026, 9, 2, 7)
    assert send_at(Mode.NOW, False, EARLY, USUAL) == clock.at(2026, 9, 2, 7)


def test_an_urgent_notice_goes_at_once_at_night_and_past_the_digest():
    assert send_at(Mode.NOW, True, NIGHT, USUAL) == NIGHT
    assert send_at(Mode.DIGEST, True, NIGHT, USUAL) == NIGHT


def test_what_is_switched_off_never_goes_however_urgent():
    assert send_at(Mode.OFF, True, NOON, USUAL) is None
    assert send_at(Mode.OFF, False, NOON, USUAL) is None


def test_the_digest_goes_at_half_past_eight_of_the_next_morning():
    assert send_at(Mode.DIGEST, False, NOON, USUAL) == clock.at(2026, 9, 2, 8, 30)
    assert send_at(Mode.DIGEST, False, EARLY, USUAL) == clock.at(2026, 9, 2, 8, 30)
    assert send_at(Mode.DIGEST, False, clock.at(2026, 9, 2, 8, 30), USUAL) == clock.at(2026, 9, 3, 8, 30)


def test_equal_ends_mean_never_quiet():
    assert not is_quiet(NIGHT, Habits(time(22), time(22)))


@given(MOMENTS, HABITS)
def test_a_normal_notice_never_goes_in_quiet_hours_and_waits_less_than_a_day(moment, habits):
    going = send_at(Mode.NOW, False, moment, habits)
    assert going is not None
    assert not is_quiet(going, habits)
    assert timedelta(0) <= going - moment < timedelta(days=1)
    if not is_quiet(moment, habits):
        assert going == moment


@given(MOMENTS, HABITS)
def test_a_digest_goes_at_its_time_within_a_day_and_always_later(moment, habits):
    going = send_at(Mode.DIGEST, False, moment, habits)
    assert going is not None
    assert clock.local(going).time() == habits.digest_at
    assert timedelta(0) < going - moment <= timedelta(days=1)
