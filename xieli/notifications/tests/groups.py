"""A robot in a group, notices for its people, and the worker at a moment."""

from datetime import timedelta

from xieli.accounts.audit import By
from xieli.core import clock
from xieli.notifications import worker
from xieli.notifications.commands import Notice, notify
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Delivery
from xieli.notifications.robots import commands
from xieli.notifications.tests.chat import SECRET

NOON = clock.at(2026, 9, 7, 12)
NIGHT = clock.at(2026, 9, 7, 23)


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
