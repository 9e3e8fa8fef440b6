"""Lists: filters, order, paging by key, views, Excel, acts on many."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import python_calamine
from django.test import Client

from tests.cast import Cast
from xieli.accounts.models import AuditEntry
from xieli.desk import lists
from xieli.desk.rows import matter_rows
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Follow, Matter, SavedView

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


def titles(page: str) -> list[str]:
    return re.findall(r"data-row-link>([^<]*)</a>", page)


def found(cast: Cast, **chosen: Any) -> set[str]:
    return {matter.title for matter in lists.narrowed(cast.linwan, chosen)}


def test_filters_narrow_by_department_holder_state_time_and_words(submit: Submit, cast: Cast) -> None:
    submit("桩端日志", cast.rd)
    submit("发票抬头", cast.fi, now=MONDAY - timedelta(days=30))
    accepted = submit("备件清单", cast.om)
    perform(accepted, "accept", Actor.of(cast.guchangchuan), {})
    everything = {"桩端日志", "发票抬头", "备件清单"}
    assert found(cast) == everything
    assert found(cast, lead=cast.fi.pk) == {"发票抬头"}
    assert found(cast, holder=cast.om.pk) == {"备件清单"}
    assert found(cast, state="working") == {"备件清单"}
    assert found(cast, light="red") == {"发票抬头"}
    assert found(cast, q="日志") == {"桩端日志"}
    assert found(cast, since=(MONDAY - timedelta(days=1)).date()) == everything - {"发票抬头"}
    assert found(cast, which="closed") == set()
    assert found(cast, which="all") == everything


def test_what_nobody_owes_anything_on_is_left_out_until_asked_for(submit: Submit, cast: Cast) -> None:
    submit("桩端日志", cast.rd)
    rests = submit("评价期", cast.fi)
    Matter.objects.filter(pk=rests.pk).update(idle=True, next_due_at=None)
    assert found(cast) == {"桩端日志"}
    assert found(cast, which="waiting") == {"评价期"}
    assert found(cast, which="all") == {"桩端日志", "评价期"}


def test_a_list_is_sorted_by_the_limit_it_shows(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    for n in range(3):
        submit(f"事项 {n}", cast.rd, now=MONDAY - timedelta(days=7 * n))
    rows = [
        row.due
        for row in matter_rows(lists.window(lists.narrowed(cast.linwan, {}), "due", "").matters, MONDAY)
    ]
    assert [row.at for row in rows] == sorted(row.at for row in rows if row.at)
    assert all(row.name for row in rows)  # which limit it is, is said
    down = lists.window(lists.narrowed(cast.linwan, {}), "-due", "").matters
    assert [one.title for one in down] == ["事项 0", "事项 1", "事项 2"]


def test_a_list_shows_only_what_one_may_see(submit: Submit, cast: Cast) -> None:
    matter = submit("密", cast.rd)
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    assert lists.narrowed(cast.bailu, {}).count() == 0
    assert lists.narrowed(cast.linwan, {}).count() == 1


@pytest.mark.parametrize("sort", lists.SORTS)
def test_paging_by_key_shows_every_matter_exactly_once_in_order(
    submit: Submit, cast: Cast, sort: str
) -> None:
    for n in range(7):
        submit(f"事项 {n}", cast.rd, now=MONDAY - timedelta(hours=n % 3))
    Matter.objects.filter(title__in=["事项 2", "事项 5"]).update(next_due_at=None)
    rows = lists.narrowed(cast.linwan, {})
    whole = [matter.pk for matter in lists.window(rows, sort, "", size=50).matters]
    seen: list[int] = []
    after = ""
    for _ in range(7):
        window = lists.window(rows, sort, after, size=2)
        seen += [matter.pk for matter in window.matters]
        after = window.after
        if not after:
            break
    assert seen == whole
    assert len(set(seen)) == 7


@pytest.mark.parametrize("after", ["nonsense", "~", "2026~x", "x~5", "~99999999999"])
def test_a_broken_key_is_no_error(submit: Submit, cast: Cast, client_of: LoggedIn, after: str) -> None:
    submit("事项", cast.rd)
    assert client_of(cast.linwan).get("/matters/", {"after": after}).status_code == 200


def test_a_list_stays_within_its_budget_however_many_rows(
    submit: Submit, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(10):
        submit(f"事项 {n}", cast.rd)
    client = client_of(cast.linwan)
    client.get("/matters/")
    with django_assert_max_num_queries(9):
        page = client.get("/matters/toy/").content.decode()
    assert len(titles(page)) == 10


def test_an_unknown_procedure_has_no_list(cast: Cast, client_of: LoggedIn) -> None:
    assert client_of(cast.linwan).get("/matters/nothing/").status_code == 404


def test_the_excel_file_holds_what_is_seen(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("=1+1", cast.rd)
    submit("发票抬头", cast.fi)
    client = client_of(cast.linwan)
    response = client.get("/matters/toy/", {"lead": cast.rd.pk, "xlsx": "1", "hide": "holder,left"})
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["文号", "标题", "状态", "主办部门", "期限", "发起时间"]
    assert len(rows) == 2
    assert rows[1][1] == "=1+1"
    assert str(rows[1][5]) == "2026-11-23 09:00:00"


@pytest.mark.parametrize("list_of", ["/matters/toy/", "/matters/", "/documents/"])
def test_who_took_a_list_out_of_the_product_is_on_record(
    list_of: str, submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    submit("发票抬头", cast.fi)
    client_of(cast.linwan).get(list_of)
    assert not AuditEntry.objects.filter(action="exported").exists()
    client_of(cast.linwan).get(list_of, {"xlsx": "1"})
    entry = AuditEntry.objects.get(action="exported")
    assert entry.account == cast.linwan.account and entry.subject


def test_a_view_is_kept_replaced_shared_and_forgotten(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.linwan)
    data = {"page": "toy", "name": "研发视图", "query": f"lead={cast.rd.pk}", "share": "on"}
    submit("事项", cast.rd)
    client.post("/matters/views/", data)
    client.post("/matters/views/", {**data, "query": "light=red"})
    view = SavedView.objects.get()
    assert (view.query, view.department) == ("light=red", cast.linwan.department)
    assert "研发视图" in client_of(cast.zhaoxiaotang).get("/matters/toy/").content.decode()
    assert "研发视图" not in client_of(cast.bailu).get("/matters/toy/").content.decode()
    assert client_of(cast.zhaoxiaotang).post(f"/matters/views/{view.uid}/delete/").status_code == 404
    client.post(f"/matters/views/{view.uid}/delete/")
    assert not SavedView.objects.exists()


def test_a_view_is_called_otherwise_and_shared_no_longer(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client, data = client_of(cast.linwan), {"page": "toy", "query": "light=red"}
    for name in ("紧急", "研发"):
        client.post("/matters/views/", {**data, "name": name, "share": "on"})
    view = SavedView.objects.get(name="研发")
    answer = client.post("/matters/views/", {"uid": str(view.uid), "name": "研发超时"})
    assert answer["Location"] == "/matters/toy/?light=red"
    view.refresh_from_db()
    assert (view.name, view.query, view.department) == ("研发超时", "light=red", None)
    client.post("/matters/views/", {"uid": str(view.uid), "name": "紧急"})
    assert set(SavedView.objects.values_list("name", flat=True)) == {"紧急", "研发超时"}
    stranger = client_of(cast.zhaoxiaotang).post("/matters/views/", {"uid": str(view.uid), "name": "我的"})
    assert stranger.status_code == 404


def test_many_are_followed_at_once_and_strangers_matters_are_left_out(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    open_, secret = submit("公开的", cast.rd), submit("密", cast.rd)
    perform(secret, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    data = {"act": "follow", "uid": [str(open_.uid), str(secret.uid), "x"], "next": "/matters/?sort=due"}
    response = client_of(cast.bailu).post("/matters/bulk/", data)
    assert response["Location"] == "/matters/?sort=due"
    assert [follow.matter for follow in Follow.objects.filter(person=cast.bailu)] == [open_]


def test_what_cannot_be_done_for_many_is_said_and_the_rest_is_done(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    one, two = submit("一", cast.rd), submit("二", cast.rd)
    client = client_of(cast.linwan)
    client.post("/matters/bulk/", {"act": "urge", "uid": [str(one.uid)]})
    client.post("/matters/bulk/", {"act": "urge", "uid": [str(one.uid), str(two.uid)]})
    page = client.get("/matters/").content.decode()
    assert "催办：1 件" in page
    assert "四小时内已经催办过" in page


@pytest.mark.parametrize("act", ["void", "submit", "", "approve"])
def test_only_light_acts_are_done_in_bulk(submit: Submit, cast: Cast, client_of: LoggedIn, act: str) -> None:
    matter = submit("一", cast.rd)
    data = {"act": act, "uid": [str(matter.uid)]}
    assert client_of(cast.linwan).post("/matters/bulk/", data).status_code == 404
