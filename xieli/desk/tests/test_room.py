"""部门空间: plan, load, what is owed both ways, who is away, what is shared; members see all, others what they may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from xieli.core import clock
from xieli.desk.views.room import SHOWN, owed, sees_all
from xieli.matters.models import Matter
from xieli.organisation.models import Delegation
from xieli.procedures.work_plan.tests.play import act, begun, row

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


def page(client: Client, department: Any) -> str:
    response = client.get(f"/room/{department.uid}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_members_see_who_carries_what(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("给研发的请求", cast.rd)
    shown = page(client_of(cast.fangqiming), cast.rd)
    assert "谁手上有多少" in shown
    assert "给研发的请求" in shown
    assert "谁手上有多少" not in page(client_of(cast.wujia), cast.rd)


def test_both_sides_see_what_is_owed_between_them(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    matter = submit("给研发的请求", cast.rd)
    asker = matter.initiator
    assert asker is not None
    shown = page(client_of(asker), asker.department)
    assert "给研发的请求" in shown.partition("别人欠我们的")[2]


def test_all_that_is_owed_is_counted_by_its_light_and_the_nearest_listed(
    submit: Submit, cast: Cast, turn_clock: Any
) -> None:
    for n in range(SHOWN + 2):
        matter = submit(f"请求 {n}", cast.rd)
    turn_clock(MONDAY + timedelta(days=20))
    for department, by_us in ((cast.rd, True), (matter.initiator_department, False)):
        side = owed(department, cast.luchengyuan, by_us=by_us)
        assert (side.total, side.late, len(side.rows)) == (SHOWN + 2, SHOWN + 2, SHOWN)
    assert owed(cast.rd, cast.luchengyuan, by_us=False).total == 0


def test_what_may_not_be_known_stays_hidden(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    matter = submit("只有当事部门知道", cast.rd)
    Matter.objects.filter(pk=matter.pk).update(classification="internal", audience=matter.departments)
    assert "只有当事部门知道" not in page(client_of(cast.wujia), cast.rd)


def test_those_above_see_all_of_it(cast: Cast) -> None:
    assert sees_all(cast.tangyue, cast.rd)
    assert sees_all(cast.hanliren, cast.rd)
    assert sees_all(cast.luchengyuan, cast.rd)
    assert not sees_all(cast.zhoumin, cast.rd)


def test_it_says_who_is_away(cast: Cast, client_of: LoggedIn) -> None:
    Delegation.objects.create(
        person=cast.yezhen, deputy=cast.fangqiming, from_at=MONDAY - timedelta(days=1),
        to_at=MONDAY + timedelta(days=3), reason="休假",
    )  # fmt: skip
    assert "方启明 代" in page(client_of(cast.wujia), cast.rd)


def test_the_plan_of_the_period_stands_in_it(cast: Cast, client_of: LoggedIn) -> None:
    today = clock.local(MONDAY).date()
    assert "本期还没有工作计划" in page(client_of(cast.linwan), cast.cs)
    plan = begun(cast, "month", today.isoformat())
    act(plan, cast.zhoumin, "write_lines", lines=[row(cast.linwan, "修订话术手册", today.isoformat())])
    act(plan, cast.zhoumin, "submit")
    assert "修订话术手册" in page(client_of(cast.linwan), cast.cs)
    assert "编制新计划" in page(client_of(cast.zhoumin), cast.cs)


def test_strangers_find_nothing(cast: Cast, client_of: LoggedIn, client: Client) -> None:
    assert client.get(f"/room/{cast.rd.uid}/").status_code == 302
    assert client_of(cast.wujia).get("/room/01a21886-1f1e-70aa-a2c8-a7d61cdb3d99/").status_code == 404
    assert client_of(cast.wujia).get("/room/")["Location"] == f"/room/{cast.hr.uid}/"


def test_it_costs_as_many_questions_for_many_items_as_for_one(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.fangqiming)

    def queries() -> int:
        page(client, cast.rd)
        with CaptureQueriesContext(connection) as seen:
            page(client, cast.rd)
        return len(seen)

    submit("一", cast.rd)
    before = queries()
    for n in range(5):
        submit(f"第{n}件", cast.rd)
    assert queries() == before
    assert before <= 30


def test_members_pin_links_that_everybody_reads(cast: Cast, client_of: LoggedIn) -> None:
    member, other, room = client_of(cast.linwan), client_of(cast.fangqiming), f"/room/{cast.cs.uid}/"
    link = {"title": "话术手册", "url": "https://wiki.example.cn/scripts"}
    assert member.post(f"{room}pins/", link).status_code == 302
    assert member.post(f"{room}pins/", {**link, "title": "服务话术手册"}).status_code == 302
    shown = page(other, cast.cs)
    assert "服务话术手册" in shown
    assert "置顶一个链接" not in shown
    assert other.post(f"{room}pins/", link).status_code == 404
    pin = cast.cs.pins.get()
    assert other.post(f"{room}pins/{pin.uid}/remove/").status_code == 404
    member.post(f"{room}pins/{pin.uid}/remove/")
    assert "服务话术手册" not in page(other, cast.cs)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "ftp://x", "随便", "/\\evil"])
def test_a_pin_leads_to_a_page(cast: Cast, client_of: LoggedIn, url: str) -> None:
    answer = client_of(cast.linwan).post(f"/room/{cast.cs.uid}/pins/", {"title": "—", "url": url})
    assert answer.status_code == 422
    assert "开头的网址" in answer.content.decode()
    assert url in answer.content.decode()
