"""Robots speak in the group of a department: signed, several notices at once, never too fast; they give up aloud."""

import pytest

from xieli.accounts.audit import By
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.notifications.commands import choose
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Delivery, OutgoingState, RobotCall
from xieli.notifications.robots import commands
from xieli.notifications.robots.service import Kind
from xieli.notifications.tests.chat import SECRET
from xieli.notifications.tests.groups import NIGHT, NOON, of_robots, robot, tell, work
from xieli.notifications.timing import Habits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_may_know")]
SERVICES = ("wecom", "dingtalk", "feishu")


@pytest.mark.parametrize("service", SERVICES)
def test_a_notice_is_said_in_the_group_signed_as_the_service_asks(chat, cast, service):
    robot(chat, service, cast.cs)
    tell(cast.linwan)
    work()
    assert chat.said == ["林晚：【新的待办】新的待办\nhttp://127.0.0.1:8000/m/1/"]
    assert of_robots().get().state == OutgoingState.SENT
    assert [(call.ok, call.lines) for call in RobotCall.objects.all()] == [(True, 1)]


def test_several_notices_are_one_message_and_the_same_one_to_several_people_one_line(chat, cast):
    robot(chat, "dingtalk", cast.cs)
    tell(cast.linwan)
    tell(cast.zhaoxiaotang)
    tell(cast.linwan, text="另一件")
    work()
    (said,) = chat.said
    assert said.splitlines()[0] == "林晚、赵小棠：【新的待办】新的待办" and "另一件" in said
    assert of_robots().filter(state=OutgoingState.SENT).count() == 3


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
