"""The administrator's pages of robots and of the mailbox; what a head chooses for the group."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xieli.accounts.audit import By
from xieli.accounts.models import AuditEntry
from xieli.core import clock, vault
from xieli.notifications.forms import ChoicesForm
from xieli.notifications.kinds import KINDS, Mode
from xieli.notifications.models import Choice, IncomingMail, Mailbox, Robot, RobotCall, RobotChoice
from xieli.notifications.robots import commands
from xieli.notifications.tests.chat import SECRET, serving

pytestmark = pytest.mark.django_db
ROBOTS = "/notifications/robots/"
ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=0123456789"


@pytest.fixture
def system(cast, client_of):
    return client_of(cast.system)


def robot(department=None, address=ADDRESS, service="dingtalk", name="客服群"):
    return commands.set_up(None, By(None), service=service, name=name, department=department, address=address,
                           secret=SECRET, mentions=False)  # fmt: skip


def given(cast, **fields):
    values = {"service": "dingtalk", "name": "客服群", "department": str(cast.cs.uid), "address": ADDRESS,
              "secret": SECRET, **fields}  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def test_the_administrator_sets_a_robot_up_and_it_is_written_down(cast, system):
    response = system.post(ROBOTS, given(cast))
    row = Robot.objects.get()
    assert response["Location"] == reverse("notifications:robot", args=[row.uid])
    assert vault.revealed(row.address, "robot") == ADDRESS and vault.revealed(row.secret, "robot") == SECRET
    entry = AuditEntry.objects.latest("id")
    assert "客服群" in entry.subject and SECRET not in entry.detail and "0123456789" not in entry.detail


def test_what_is_secret_is_never_shown_again(cast, system):
    row = robot(cast.cs)
    page = system.get(reverse("notifications:robot", args=[row.uid])).content.decode()
    assert SECRET not in page and "0123456789" not in page and row.address not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("address", "https://evil.example.com/robot/send"), ("address", ""), ("name", ""), ("service", "irc")],
)
def test_a_wrong_form_is_refused_in_place(cast, system, field, value):
    assert system.post(ROBOTS, given(cast, **{field: value})).status_code == 422
    assert not Robot.objects.exists()


def test_a_second_robot_for_the_same_group_is_refused_with_a_sentence(cast, system):
    robot(cast.cs)
    response = system.post(ROBOTS, given(cast))
    assert response.status_code == 422 and "已经有一个启用的" in response.content.decode()


def test_settings_change_without_the_secret_being_typed_again(cast, system):
    row = robot(cast.cs)
    place = reverse("notifications:robot", args=[row.uid])
    answer = system.post(place, given(cast, name="新名", address="", secret="", department="", mentions="on"))
    assert answer.status_code == 303
    row.refresh_from_db()
    assert (row.name, row.department, row.mentions) == ("新名", None, True)
    assert vault.revealed(row.address, "robot") == ADDRESS


def test_a_trial_is_seen_in_the_group_and_in_the_log(cast, system, settings):
    with serving() as chat:
        settings.ROBOT_HOSTS = [chat.origin]
        row = robot(cast.cs, chat.address("dingtalk"))
        place = reverse("notifications:robot", args=[row.uid])
        page = system.post(f"{place}trial/", follow=True).content.decode()
        assert len(chat.said) == 1 and "请到群里查看" in page and "试发" in page
        chat.answers = [(200, {"errcode": 310000, "errmsg": "keywords not in content"})]
        Robot.objects.update(next_at=clock.now() - timedelta(seconds=1))
        page = system.post(f"{place}trial/", follow=True).content.decode()
        assert "没有发出" in page and "keywords not in content" in page


def test_switching_off_and_on(cast, system):
    row = robot(cast.cs)
    place = reverse("notifications:switch_robot", args=[row.uid])
    system.post(place)
    row.refresh_from_db()
    assert not row.active
    robot(cast.cs)
    page = system.post(place, follow=True).content.decode()
    assert "已经有一个启用的" in page


def test_robots_that_were_given_up_are_announced(cast, system):
    row = robot(cast.cs)
    Robot.objects.update(broken_at=clock.now(), error="310000 sign not match")
    assert "已停发" in system.get(reverse("notifications:deliveries")).content.decode()
    assert (
        "310000 sign not match" in system.get(reverse("notifications:robot", args=[row.uid])).content.decode()
    )


def test_long_lists_and_logs_cost_no_more_than_short_ones(cast, system, django_assert_max_num_queries):
    row = robot(cast.cs)
    RobotCall.objects.bulk_create(RobotCall(robot=row, ok=True, lines=n) for n in range(80))
    IncomingMail.objects.bulk_create(IncomingMail(message_id=str(n), sender="a@b.cn") for n in range(80))
    for n, department in enumerate((cast.rd, cast.fi, cast.om, cast.au)):
        robot(department, name=f"群{n}")
    for address in (
        ROBOTS,
        reverse("notifications:robot", args=[row.uid]),
        reverse("notifications:incoming"),
    ):
        system.get(address)
        with django_assert_max_num_queries(9):
            assert system.get(address).status_code == 200


def test_the_choices_with_a_robot_cost_little_more(cast, client_of, django_assert_max_num_queries):
    robot(cast.cs)
    client = client_of(cast.zhoumin)
    client.get(reverse("notifications:choices"))
    with django_assert_max_num_queries(11):
        client.get(reverse("notifications:choices"))


def test_a_person_has_a_column_for_each_robot_that_can_reach_them(cast, client_of):
    robot(cast.cs)
    commands.choose(Robot.objects.get(), {"assigned": Mode.DIGEST})
    page = client_of(cast.linwan).get(reverse("notifications:choices")).content.decode()
    assert "随部门（每日摘要）" in page and "飞书" not in page
    assert "钉钉" not in client_of(cast.fangqiming).get(reverse("notifications:choices")).content.decode()


def test_who_follows_the_department_goes_on_following_it(cast, client_of):
    row = robot(cast.cs)
    form = ChoicesForm(cast.linwan.pk)
    data = {name: form[name].value() for name, field in form.fields.items() if not field.disabled}
    assert data["assigned:dingtalk"] == ""
    client_of(cast.linwan).post(reverse("notifications:choices"), data | {"mention:dingtalk": "off"})
    assert list(Choice.objects.values_list("kind", "channel", "mode")) == [("mention", "dingtalk", "off")]
    commands.switch(row, By(None), on=False)
    fewer = {name: value for name, value in data.items() if not name.endswith("dingtalk")}
    client_of(cast.linwan).post(reverse("notifications:choices"), fewer)
    assert Choice.objects.filter(channel="dingtalk").exists(), "what can't be seen now is kept"


def test_the_head_chooses_what_the_group_hears_and_nobody_else(cast, client_of):
    row = robot(cast.cs)
    place = reverse("notifications:group", args=[row.uid])
    chosen = dict.fromkeys(KINDS, "off") | {"alert_red": "now"}
    head = client_of(cast.zhoumin)
    assert "客服群" in head.get(reverse("notifications:choices")).content.decode()
    assert head.get(place).status_code == 200
    assert head.post(place, chosen).status_code == 303
    assert list(RobotChoice.objects.values_list("kind", "mode")) == [("alert_red", "now")]
    for other in (cast.linwan, cast.tangyue, cast.luchengyuan):
        assert client_of(other).get(place).status_code == 404
        assert client_of(other).post(place, chosen).status_code == 404


def test_the_mailbox_page_says_how_it_stands_and_never_what_came(cast, system, settings):
    place = reverse("notifications:incoming")
    assert "尚未设置" in system.get(place).content.decode()
    settings.IMAP_HOST, settings.REPLY_ADDRESS = "imap.xieli.cn", "reply@xieli.cn"
    Mailbox.objects.create(failures=3, error="LOGIN failed", looked_at=clock.now())
    IncomingMail.objects.create(
        message_id="1", sender="a@b.cn", outcome="refused", reason="邮件里没有新的内容。"
    )
    IncomingMail.objects.create(message_id="2", sender="c@d.cn", outcome="taken")
    page = system.get(place).content.decode()
    assert "LOGIN failed" in page and "邮件里没有新的内容。" in page and "c@d.cn" in page
    assert "c@d.cn" not in system.get(place, {"state": "refused"}).content.decode()
