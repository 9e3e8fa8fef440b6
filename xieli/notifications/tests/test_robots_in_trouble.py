"""Robots never speak too fast, wait when asked to, try again, and give up aloud."""

from datetime import timedelta

import pytest

from xieli.accounts.audit import By
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.notifications import outbox, planning, queries
from xieli.notifications.models import Delivery, Notification, OutgoingState, RobotCall
from xieli.notifications.robots import commands, speaking
from xieli.notifications.robots.service import Kind
from xieli.notifications.tests.chat import SECRET
from xieli.notifications.tests.groups import NOON, of_robots, robot, tell, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_may_know")]


@pytest.mark.parametrize("service", ["dingtalk", "feishu"])
def test_a_wrong_secret_stops_the_robot_and_the_administrator_hears_of_it(chat, cast, service, told):
    row = robot(chat, service, cast.cs, secret="SECwrong")
    tell(cast.linwan)
    work()
    row.refresh_from_db()
    assert row.broken_at and "signature" in row.error
    assert of_robots().get().state == OutgoingState.DEAD
    assert len(told) == 1
    tell(cast.linwan, at=NOON + timedelta(minutes=1))
    work(NOON + timedelta(minutes=1))
    assert chat.asked == 1, "one that was given up is left alone"


def test_a_robot_that_works_again_says_what_it_missed(chat, cast, told):
    row = robot(chat, "dingtalk", cast.cs, secret="SECwrong")
    tell(cast.linwan)
    work()
    row.refresh_from_db()
    with clock.turned_to(NOON + timedelta(minutes=5)):
        commands.set_up(row, By(None), service="", name="群", department=cast.cs, address="", secret=SECRET,
                        mentions=False)  # fmt: skip
        assert commands.trial(row).kind is Kind.SENT
    work(NOON + timedelta(minutes=6))
    assert len(chat.said) == 2 and "新的待办" in chat.said[1]


def test_a_notice_nobody_can_put_into_words_silences_no_other(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    for text in ("第一件", "第二件"):
        tell(cast.linwan, text=text)
    with clock.turned_to(NOON):
        planning.plan()
    Notification.objects.filter(text="第一件").update(text="完成 90%", params={"n": 1})
    work()
    assert len(chat.said) == 1 and "第二件" in chat.said[0]
    states = of_robots().values_list("notification__text", "state")
    assert dict(states) == {"完成 90%": OutgoingState.DEAD, "第二件": OutgoingState.SENT}


def test_a_robot_never_speaks_more_than_twenty_times_a_minute(chat, cast):
    robot(chat, "wecom", cast.cs)
    for n in range(150):
        tell(cast.linwan, text=f"第{n}件")
    at, times = NOON, []
    for _n in range(600):
        before = chat.asked
        work(at)
        times += [at] * (chat.asked - before)
        at += timedelta(seconds=0.5)
        if of_robots().exists() and not of_robots().filter(state=OutgoingState.WAITING).exists():
            break
    assert chat.asked == 30, "five to a message"
    busiest = max(sum(one <= other < one + timedelta(minutes=1) for other in times) for one in times)
    assert 10 < busiest <= 20
    assert all(len(text.encode()) <= 2048 for text in chat.said)


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("wecom", (200, {"errcode": 45009, "errmsg": "api freq out of limit"})),
        ("dingtalk", (200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"})),
        ("feishu", (200, {"code": 11232, "msg": "create message trigger frequency limit"})),
        ("feishu", (429, {"code": 99, "msg": "x"})),
    ],
)
def test_a_service_that_asks_for_patience_gets_it_and_no_attempt_is_lost(chat, cast, service, answer):
    row = robot(chat, service, cast.cs)
    chat.answers = [answer]
    tell(cast.linwan)
    work()
    tell(cast.linwan, text="之后的", at=NOON + timedelta(seconds=10))
    work(NOON + timedelta(seconds=30))
    assert chat.asked == 1
    row.refresh_from_db()
    wait = row.next_at - NOON
    assert wait == timedelta(minutes=10 if service == "dingtalk" else 1)
    assert queries.overdue(NOON + wait - timedelta(seconds=1)) == {}, "what waits is planned"
    work(NOON + wait)
    assert "新的待办" in chat.said[0]
    assert set(of_robots().values_list("attempts", flat=True)) == {1}
    assert (row.failures, row.broken_at) == (0, None)


@pytest.mark.parametrize("answer", [(502, None), (200, {"errcode": -1, "errmsg": "system busy"}), (302, {})])
def test_a_failure_is_tried_later_and_later_and_then_given_up_with_an_alarm(chat, cast, answer, told):
    row = robot(chat, "dingtalk", cast.cs)
    chat.answers = [answer] * 20
    tell(cast.linwan)
    at, waits = NOON, []
    for _n in range(speaking.GIVE_UP_AFTER):
        work(at)
        row.refresh_from_db()
        waits.append(round((row.next_at - at).total_seconds() / 60))
        assert queries.overdue(max(at, row.next_at - timedelta(seconds=1))) == {}
        at = row.next_at
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 64]
    assert chat.asked == speaking.GIVE_UP_AFTER
    assert row.broken_at and len(told) == 1
    assert of_robots().get().state == OutgoingState.DEAD
    assert queries.dead_letters() == 1


def test_a_service_that_is_away_or_silent_is_a_failure_that_tells_no_secret(
    chat, cast, settings, monkeypatch
):
    monkeypatch.setattr("xieli.notifications.robots.service.TIMEOUT", (0.2, 0.2))
    row = robot(chat, "wecom", cast.cs)
    chat.slow = 0.6
    tell(cast.linwan)
    work()
    detail = RobotCall.objects.get().detail
    assert detail == "ReadTimeout"
    assert row.address not in detail and "key=" not in Delivery.objects.exclude(robot=None).get().error


def test_a_robot_killed_while_it_spoke_speaks_again(chat, cast):
    row = robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan)
    with clock.turned_to(NOON):
        planning.plan()
        outbox.claim(Delivery, 5, also=f"robot_id = {row.pk}")  # and here the worker dies
    work(NOON + timedelta(seconds=59))
    assert chat.asked == 0
    work(NOON + timedelta(seconds=61))
    assert len(chat.said) == 1


def test_a_trial_counts_for_the_limit(chat, cast):
    row = robot(chat, "wecom", cast.cs)
    with clock.turned_to(NOON):
        commands.trial(row)
        with pytest.raises(Refused):
            commands.trial(row)
    assert len(chat.said) == 1 and "试发" in chat.said[0]
    assert RobotCall.objects.get().trial


def test_a_lost_key_of_the_installation_is_said_and_nothing_sent(chat, cast, settings, told):
    row = robot(chat, "wecom", cast.cs)
    settings.SECRET_KEY = "another" * 10
    tell(cast.linwan)
    work()
    row.refresh_from_db()
    assert chat.asked == 0 and "enter the address again" in row.error
