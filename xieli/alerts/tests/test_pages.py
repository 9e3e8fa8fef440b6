"""The red list: for the person, for a head's and an executive's departments, and for nobody else."""

from datetime import timedelta

import pytest

from xieli.alerts import watcher
from xieli.alerts.tests.scenes import MONDAY, accepted, submitted
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform

pytestmark = pytest.mark.django_db
URL = "/alerts/"
LATE = MONDAY + timedelta(days=60)


def sweep(at=LATE):
    with clock.turned_to(at):
        watcher.sweep(at)


def shown(client, **query):
    return client.get(URL, query).content.decode()


def test_the_head_begins_with_the_red_list_of_the_department(cast, client_of, toy):
    matter = accepted(cast)
    sweep()
    page = shown(client_of(cast.tangyue))
    assert matter.number in page
    assert "超期升级" in page
    assert "方启明" in page


def test_the_executive_sees_the_departments_of_the_area_and_other_heads_do_not(cast, client_of, toy):
    matter = accepted(cast)
    sweep()
    assert matter.number in shown(client_of(cast.hanliren))
    assert matter.number not in shown(client_of(cast.maguoqiang))


def test_an_employee_sees_what_warned_them_whatever_scope_is_asked_for(cast, client_of, toy):
    matter = accepted(cast)
    sweep()
    for scope in ("mine", "department", "x"):
        assert matter.number in shown(client_of(cast.fangqiming), scope=scope)
        assert matter.number not in shown(client_of(cast.yezhen), scope=scope)


def test_each_clock_is_listed_once_at_its_highest_level(cast, client_of, toy):
    accepted(cast)
    sweep()
    page = shown(client_of(cast.tangyue))
    assert page.count(">办理中</td>") == 1


def test_what_was_done_disappears(cast, client_of, toy):
    matter = submitted(cast, urgent=True)
    at = MONDAY + timedelta(hours=2)
    sweep(at)
    client = client_of(cast.tangyue)
    assert "已提交" in shown(client)
    with clock.turned_to(at):
        perform(matter, "accept", Actor.of(cast.fangqiming), {})
    assert "已提交" not in shown(client)


def test_a_matter_one_may_not_see_is_not_listed_to_anybody_else(cast, client_of, toy):
    matter = accepted(cast)
    sweep()
    matter.audience = [-cast.fangqiming.pk]
    matter.save()
    assert matter.number not in shown(client_of(cast.tangyue))
    assert matter.number in shown(client_of(cast.fangqiming), scope="mine")


def test_the_colour_narrows_the_list(cast, client_of, toy):
    matter = accepted(cast)
    sweep()
    client = client_of(cast.tangyue)
    assert matter.number not in shown(client, colour="blue")
    assert matter.number in shown(client, colour="escalated")
    assert matter.number in shown(client, colour="nonsense")


def test_an_empty_list_says_so(cast, client_of):
    assert "没有未解决的预警" in shown(client_of(cast.tangyue))


def test_a_long_list_costs_a_fixed_number_of_statements(cast, client_of, toy, django_assert_max_num_queries):
    for _n in range(12):
        accepted(cast)
    sweep()
    client = client_of(cast.tangyue)
    shown(client)
    with django_assert_max_num_queries(7):
        shown(client)
