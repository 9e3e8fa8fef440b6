"""The doctor looks at the mailbox and the robots, and says nothing in a group."""

import pytest

from xieli.accounts.audit import By
from xieli.cli import examination_channels
from xieli.cli.findings import Grade
from xieli.core import clock
from xieli.notifications.models import Robot
from xieli.notifications.robots import commands
from xieli.notifications.tests.chat import SECRET, serving

pytestmark = pytest.mark.django_db


def grades(found):
    return [(one.subject, one.grade) for one in found]


def test_a_mailbox_is_not_needed_but_half_of_one_is_a_fault(settings):
    settings.IMAP_HOST = settings.REPLY_ADDRESS = ""
    assert grades(examination_channels.mailbox()) == [("mailbox", Grade.OK)]
    settings.REPLY_ADDRESS = "reply@xieli.cn"
    assert grades(examination_channels.mailbox()) == [("mailbox", Grade.FAULT)]


def test_a_mailbox_that_does_not_let_us_in_is_a_fault(settings):
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", 1, False
    settings.REPLY_ADDRESS = "reply@xieli.cn"
    (found,) = examination_channels.mailbox()
    assert found.grade is Grade.FAULT and "127.0.0.1:1" in found.sentence


def test_robots_are_reached_without_a_word(settings):
    assert grades(examination_channels.robots()) == [("robots", Grade.OK)]
    with serving() as chat:
        settings.ROBOT_HOSTS = [chat.origin]
        row = commands.set_up(
            None, By(None), service="dingtalk", name="客服群", department=None,
            address=chat.address("dingtalk"), secret=SECRET, mentions=False,
        )  # fmt: skip
        assert grades(examination_channels.robots()) == [("robot 客服群", Grade.OK)]
        assert chat.asked == 0
    assert grades(examination_channels.robots()) == [("robot 客服群", Grade.FAULT)]
    Robot.objects.filter(pk=row.pk).update(broken_at=clock.now(), error="310000")
    assert "310000" in next(examination_channels.robots()).sentence
    Robot.objects.filter(pk=row.pk).update(error="no such robot (300001 token is not exist)")
    assert (
        "removed from the group (300001 token is not exist)" in next(examination_channels.robots()).sentence
    )
    Robot.objects.filter(pk=row.pk).update(broken_at=None)
    settings.ROBOT_HOSTS = []
    assert "not allowed" in next(examination_channels.robots()).sentence
    settings.SECRET_KEY = "other" * 20
    assert "XIELI_SECRET_KEY" in next(examination_channels.robots()).sentence
