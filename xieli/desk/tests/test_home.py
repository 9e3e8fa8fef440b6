"""工作台: what a person sees first."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.desk import counts, tabs
from xieli.desk.rows import owed_rows
from xieli.desk.views.home import SHOWN, greeting
from xieli.matters.actors import Actor
from xieli.matters.commands import perform, start
from xieli.matters.models import Matter, WorkItem
from xieli.matters.predicates import holder, initiator
from xieli.matters.queries import inbox
from xieli.notifications.models import Notification

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


def titles(page: str) -> list[str]:
    return re.findall(r"data-row-link>([^<]*)</a>", page)


def test_work_is_ranked_by_consequence_late_first_then_the_nearest_limit(submit: Submit, cast: Cast) -> None:
    submit("不急", cast.rd)
    submit("两小时内", cast.rd, amount=5000)
    late = submit("已超时", cast.rd, now=MONDAY - timedelta(days=7))
    rows = owed_rows(inbox.owed_by(cast.fangqiming, clock.now()), cast.fangqiming, clock.now())
    assert [row.matter.title for row in rows] == [late.title, "两小时内", "不急"]
    assert [row.due.level for row in rows] == ["red", "ok", "ok"]


def test_the_usual_act_is_in_the_row_and_one_click_away(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    matter = submit("核查日志", cast.rd)
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    page = client_of(cast.fangqiming).get("/").content.decode()
    assert f'hx-post="/m/{matter.uid}/act/deliver/"' in page
    assert ">交付</button>" in page


def test_a_row_says_who_handed_it_over_and_by_which_clause(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("核查日志", cast.rd)
    page = client_of(cast.fangqiming).get("/").content.decode()
    assert "来自 客户服务中心" in page
    assert "条款 5.2.b" in page
    assert "剩 2 工作日" in page


def test_departments_that_wait_for_me_are_counted(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("一", cast.rd)
    submit("二", cast.rd)
    page = client_of(cast.fangqiming).get("/").content.decode()
    assert "客户服务中心 2" in page


def test_what_is_owed_in_two_ways_counts_once(submit: Submit, cast: Cast) -> None:
    matter = submit("一", cast.rd)
    WorkItem.objects.filter(matter=matter).update(person=None, department=cast.rd, deputy=cast.fangqiming)
    for _ in range(2):
        owed = inbox.owed(cast.fangqiming, clock.now())
        assert counts.of_tabs(cast.fangqiming)["todo"] == len(owed.items) == 1
        assert counts.of_tabs(cast.fangqiming) == counts.of_tabs(cast.fangqiming, owed)
        WorkItem.objects.filter(matter=matter).update(person=cast.fangqiming)
    desk = tabs.part("todo", cast.fangqiming, {"light": "none"}, 15, clock.now())
    assert desk.owed is not None
    assert counts.of_waiting(cast.fangqiming) == desk.owed.waiting == [(cast.cs.pk, 1)]


def test_the_desk_s_list_and_its_numbers_count_alike_whatever_is_chosen(submit: Submit, cast: Cast) -> None:
    submit("未超时", cast.rd)
    submit("已超时", cast.rd, now=MONDAY - timedelta(days=7))
    for chosen in ({}, {"light": "red"}, {"procedure": "nothing"}):
        owed = inbox.owed(cast.fangqiming, clock.now(), 15, chosen)
        numbers = counts.of_tabs(cast.fangqiming, owed)
        assert numbers == counts.of_tabs(cast.fangqiming)
        assert (numbers["todo"], numbers["late"]) == (2, 1)


def test_an_empty_desk_says_what_to_do_next(cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.bailu).get("/").content.decode()
    assert "待办已清空" in page
    assert "?tab=started" in page


@pytest.mark.parametrize("tab", ["todo", "to_read", "started", "followed", "done", "drafts"])
def test_every_tab_stays_within_its_budget_however_many_rows(
    submit: Submit, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any, tab: str
) -> None:
    for n in range(8):
        matter = submit(f"事项 {n}", cast.rd)
        perform(matter, "follow", Actor.of(cast.fangqiming), {})
        perform(matter, "copy", Actor.of(cast.linwan), {"people": [str(cast.fangqiming.uid)]})
        if n % 2:
            perform(matter, "accept", Actor.of(cast.fangqiming), {})
    client = client_of(cast.fangqiming)
    client.get("/")
    with django_assert_max_num_queries(13):
        assert client.get(f"/?tab={tab}").status_code == 200


def test_each_tab_shows_its_own(submit: Submit, cast: Cast, client_of: LoggedIn, toy: str) -> None:
    owed = submit("待办的", cast.rd)
    perform(owed, "copy", Actor.of(cast.linwan), {"people": [str(cast.bailu.uid)]})
    perform(owed, "follow", Actor.of(cast.zhaoxiaotang), {})
    start(toy, Actor.of(cast.linwan), title="草稿的")
    done = submit("办过的", cast.rd)
    perform(done, "accept", Actor.of(cast.yezhen), {})
    seen = {
        (cast.bailu, "to_read"): ["待办的"],
        (cast.zhaoxiaotang, "followed"): ["待办的"],
        (cast.linwan, "drafts"): ["草稿的"],
        (cast.yezhen, "done"): ["办过的"],
    }
    for (person, tab), expected in seen.items():
        assert titles(client_of(person).get(f"/?tab={tab}").content.decode()) == expected
    assert set(titles(client_of(cast.linwan).get("/?tab=started").content.decode())) == {"待办的", "办过的"}


def test_filters_narrow_the_desk_and_stay_in_the_address(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("正常的", cast.rd)
    submit("超时的", cast.rd, now=MONDAY - timedelta(days=7))
    client = client_of(cast.fangqiming)
    assert titles(client.get("/?light=red").content.decode()) == ["超时的"]
    assert titles(client.get("/?procedure=service").content.decode()) == []


def test_filters_look_at_all_one_owes_not_only_at_what_is_shown(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    for n in range(SHOWN + 2):
        submit(f"超时的 {n}", cast.rd, now=MONDAY - timedelta(days=7))
    submit("正常的", cast.rd)
    client = client_of(cast.fangqiming)
    assert titles(client.get("/?light=ok").content.decode()) == ["正常的"]
    assert len(titles(client.get("/?light=red").content.decode())) == SHOWN


@pytest.mark.parametrize("tab", ["todo", "started", "done"])
def test_the_first_rows_are_shown_and_more_when_asked_for(
    submit: Submit, cast: Cast, client_of: LoggedIn, tab: str
) -> None:
    for n in range(SHOWN + 2):
        matter = submit(f"{n}", cast.rd)
        if tab == "done":
            perform(matter, "accept", Actor.of(cast.fangqiming), {})
    client = client_of(cast.linwan if tab == "started" else cast.fangqiming)
    page = client.get(f"/?tab={tab}").content.decode()
    assert len(titles(page)) == SHOWN
    (more,) = re.findall(r'hx-get="([^"]*)" hx-target="#list"', page)
    rest = client.get("/" + more.replace("&amp;", "&"), headers=HTMX).content.decode()
    assert len(set(titles(rest))) == SHOWN + 2
    assert titles(rest)[:SHOWN] == titles(page)
    assert f'hx-get="/{more}" hx-trigger="xieli:refresh"' in rest  # a live refresh keeps what was asked for
    assert "data-more" not in rest


def test_lists_know_which_acts_are_those_of_who_owes_something() -> None:
    assert (initiator | holder).of_holders
    assert (holder & initiator).of_holders
    assert not (initiator & holder).of_holders
    assert not (~holder).of_holders


def test_a_live_refresh_gets_the_list_alone(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("核查日志", cast.rd)
    page = client_of(cast.fangqiming).get("/", headers=HTMX).content.decode().lstrip()
    assert page.startswith('<section class="card" id="list"')
    assert titles(page) == ["核查日志"]


def test_the_desk_listens_for_its_person_and_the_queues_of_their_departments(
    cast: Cast, client_of: LoggedIn
) -> None:
    page = client_of(cast.fangqiming).get("/").content.decode()
    assert f'data-live="person department:{cast.rd.pk}"' in page


def test_numbers_on_the_tabs_beside_the_navigation_and_in_the_list_agree(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("一", cast.rd)
    submit("二", cast.rd, now=MONDAY - timedelta(days=7))
    tabs = counts.of_tabs(cast.fangqiming)
    badges = client_of(cast.fangqiming).get("/desk/counts/").json()
    assert (tabs["todo"], tabs["late"]) == (2, 1)
    assert badges["todo"] == {"n": 2, "late": True}
    assert badges["toy"]["n"] == 2
    unread = Notification.objects.filter(recipient=cast.fangqiming, shown=True, read_at=None).count()
    assert badges["notifications"]["n"] == unread


def test_counts_never_tell_of_what_one_may_not_see(submit: Submit, cast: Cast) -> None:
    matter = submit("密", cast.rd)
    assert counts.of_open_matters(cast.bailu) == {"toy": 1}
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    assert counts.of_open_matters(cast.bailu) == {}


def test_everything_copied_can_be_marked_as_read(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    matter = submit("抄送的", cast.rd)
    perform(matter, "copy", Actor.of(cast.linwan), {"people": [str(cast.bailu.uid)]})
    assert counts.of_tabs(cast.bailu)["to_read"] == 1
    client_of(cast.bailu).post("/desk/all-read/")
    assert counts.of_tabs(cast.bailu)["to_read"] == 0


@pytest.mark.parametrize(("hour", "word"), [(3, "夜深了"), (9, "上午好"), (14, "下午好"), (20, "晚上好")])
def test_the_desk_greets_by_the_hour(hour: int, word: str) -> None:
    assert greeting(hour) == word


def test_an_administrator_has_no_desk_and_begins_at_the_accounts(cast: Cast, client_of: LoggedIn) -> None:
    answer = client_of(cast.system).get("/")
    assert (answer.status_code, answer["Location"]) == (303, "/administration/")
