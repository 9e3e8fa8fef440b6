"""Robots speak in the group of a department: signed, several notices at once, never too fast; they give up aloud."""

from datetime import timedelta

import pytest

from xieli.accounts.audit import By
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.notifications import alarm, discretion, outbox, queries, worker
from xieli.notifications.commands import Notice, choose, notify
from xieli.notifications.discretion import Say
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Delivery, OutgoingState, RobotCall
from xieli.notifications.robots import commands, speaking
from xieli.notifications.robots.service import Kind
from xieli.notifications.tests.chat import SECRET, serving
from xieli.notifications.timing import Habits

pytestmark = pytest.mark.django_db
NOON = clock.at(2026, 9, 7, 12)
NIGHT = clock.at(2026, 9, 7, 23)
SERVICES = ("wecom", "dingtalk", "feishu")


@pytest.fixture
def chat(settings):
    with serving() as found:
        settings.ROBOT_HOSTS = [found.origin]
        yield found


@pytest.fixture
def told(monkeypatch):
    found = []
    monkeypatch.setattr(alarm, "tell_administrators", lambda subject, body: found.append(subject))
    return found


@pytest.fixture(autouse=True)
def everybody_may_know(monkeypatch):
    """Matters of these tests have only keys: 1 may be said to all, 2 is secret."""
    known = {1: Say.WORDS, 2: Say.SECRET}
    monkeypatch.setattr(discretion, "judges", [lambda keys, department: {k: known[k] for k in keys & {1, 2}}])


def robot(chat, service="dingtalk", department=None, **fields):
    values = {
        "service": service,
        "name": f"{service}群",
        "department": department,
        "address": chat.address(service),
        "secret": "" if service == "wecom" else SECRET,
        "mentions": False,
        **fields,
    }
    with clock.turned_to(NOON - timedelta(hours=1)):
        row = commands.set_up(None, By(None), **values)
    commands.choose(row, {"assigned": Mode.NOW, "comment": Mode.DIGEST})
    return row


def tell(person, kind="assigned", at=NOON, **fields):
    values = {"urgency": "normal", "text": "新的待办", "url": "/m/1/", "matter": 1, **fields}
    with clock.turned_to(at):
        notify([Notice(person.pk, kind, **values)])


def work(at=NOON):
    with clock.turned_to(at):
        return worker.once()


def of_robots():
    return Delivery.objects.filter(robot__isnull=False)


@pytest.mark.parametrize("service", SERVICES)
def test_a_notice_is_said_in_the_group_signed_as_the_service_asks(chat, cast, service):
    robot(chat, service, cast.cs)
    tell(cast.linwan)
    work()
    assert chat.said == ["林晚：【新的待办】新的待办\nhttp://127.0.0.1:8000/m/1/"]
    assert of_robots().get().state == OutgoingState.SENT
    assert [(call.ok, call.lines) for call in RobotCall.objects.all()] == [(True, 1)]


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


def test_several_notices_are_one_message_and_the_same_one_to_several_people_one_line(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan)
    tell(cast.zhaoxiaotang)
    tell(cast.linwan, text="另一件")
    work()
    (said,) = chat.said
    assert said.splitlines()[0] == "林晚、赵小棠：【新的待办】新的待办" and "另一件" in said
    assert of_robots().filter(state=OutgoingState.SENT).count() == 3


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


def test_secrets_are_stored_encrypted(chat, cast):
    row = robot(chat, "dingtalk", cast.cs)
    assert SECRET not in row.secret and "access_token" not in row.address


@pytest.mark.parametrize(
    "address",
    ["https://evil.example.com/robot/send?access_token=1", "http://oapi.dingtalk.com/robot/send?access_token=1",
     "https://oapi.dingtalk.com.evil.cn/robot/send", "https://oapi.dingtalk.com/other", "file:///etc/passwd",
     "https://a@oapi.dingtalk.com/robot/send", "http://127.0.0.1:5432/robot/send", "//x", "https://["],
)  # fmt: skip
def test_no_other_address_is_ever_called(address):
    from xieli.notifications.channels.dingtalk import CHANNEL

    assert not CHANNEL.allowed(address)
    assert CHANNEL.post(address, "", "x", [], NOON).kind is Kind.REFUSED
    assert CHANNEL.allowed("https://oapi.dingtalk.com/robot/send?access_token=1")


def test_of_a_secret_the_group_learns_that_there_is_one_and_of_what_it_may_not_see_a_hint(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan, matter=2, url="/m/secret/", text="机要")
    tell(cast.linwan, matter=3, url="/m/other/", text="别人的")
    tell(cast.linwan, matter=None, url="/x/", text="私事")
    work()
    (said,) = chat.said
    assert "涉密事项" in said and "有一件事项请您查看" in said
    assert not any(word in said for word in ("机要", "别人的", "私事", "/m/", "/x/"))


def test_those_called_are_called_by_telephone_only_where_that_was_chosen(chat, cast):
    robot(chat, "dingtalk", cast.cs, mentions=True)
    robot(chat, "wecom", cast.rd, mentions=True)
    robot(chat, "feishu", cast.om)
    for person in (cast.linwan, cast.fangqiming, cast.dingjian):
        tell(person)
    work()
    whole = str(chat.bodies)
    assert f"@{cast.linwan.phone}" in whole and cast.fangqiming.phone in whole
    assert cast.dingjian.phone not in whole


def test_the_nearest_robot_speaks_and_the_companys_for_the_others(chat, cast):
    child = type(cast.cs).objects.create(code="CS1", name="客服一组", short_name="一组", parent=cast.cs)
    cast.linwan.department = child
    cast.linwan.save()
    for place in (cast.cs, None):
        robot(chat, "dingtalk", place, name=place.name if place else "公司")
    tell(cast.linwan)
    tell(cast.fangqiming)
    tell(cast.zhoumin)
    work()
    assert set(of_robots().values_list("recipient__name", "robot__name")) == {
        ("林晚", cast.cs.name), ("周敏", cast.cs.name), ("方启明", "公司"),
    }  # fmt: skip


def test_what_the_person_chose_goes_before_what_the_department_chose(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    choose(cast.linwan.pk, {("assigned", "dingtalk"): Mode.OFF, ("mention", "dingtalk"): Mode.NOW}, Habits())
    choose(cast.zhaoxiaotang.pk, {("assigned", "dingtalk"): None}, Habits())
    for person in (cast.linwan, cast.zhaoxiaotang):
        tell(person)
        tell(person, "mention", text="提到您")
    work()
    assert set(of_robots().values_list("recipient__name", "notification__kind")) == {
        ("林晚", "mention"),
        ("赵小棠", "assigned"),
    }


def test_quiet_hours_and_the_digest_hold_for_robots_too(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan, at=NIGHT)
    tell(cast.linwan, "comment", at=NIGHT, text="评论一")
    tell(cast.zhaoxiaotang, "comment", at=NIGHT, text="评论二")
    work(NIGHT)
    work(clock.at(2026, 9, 8, 6, 59))
    assert chat.said == []
    work(clock.at(2026, 9, 8, 7))
    assert "新的待办" in chat.said[0]
    work(clock.at(2026, 9, 8, 8, 29))
    assert len(chat.said) == 1
    work(clock.at(2026, 9, 8, 8, 30))
    assert "每日摘要：2 条通知" in chat.said[1]
    assert "评论一" in chat.said[1] and "评论二" in chat.said[1]


def test_without_a_robot_nothing_is_planned_for_it(cast):
    tell(cast.linwan)
    work()
    assert not of_robots().exists()
    assert not Delivery.objects.filter(channel__in=SERVICES).exists()


def test_one_switched_off_says_nothing_and_its_place_is_free_again(chat, cast):
    row = robot(chat, "dingtalk", cast.cs)
    with pytest.raises(Refused):
        robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan, at=NIGHT)
    work(NIGHT)
    commands.switch(row, By(None), on=False)
    work(clock.at(2026, 9, 8, 9))
    assert chat.asked == 0
    assert of_robots().get().state == OutgoingState.DROPPED
    robot(chat, "dingtalk", cast.cs)
    with pytest.raises(Refused):
        commands.switch(row, By(None), on=True)


def test_a_robot_killed_while_it_spoke_speaks_again(chat, cast):
    row = robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan)
    with clock.turned_to(NOON):
        from xieli.notifications import planning

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
