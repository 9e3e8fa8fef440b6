"""A memo is signed, issued, signed for by each addressee, answered by those asked, and may be recalled (4.2.a)."""

from io import BytesIO
from typing import Any

import pytest
from django.utils import translation

from xieli.core import clock
from xieli.core.sheets import read_book
from xieli.documents.models import Document
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError, AlreadyDone, Invalid, NotAllowed
from xieli.matters.models import Follow, Matter, WorkItem
from xieli.notifications.models import Notification

from ..models import Addressee, MemoDetails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


def uids(*rows: Any) -> list[str]:
    return [str(one.uid) for one in rows]


def written(cast: Any, by: Any = None, **changes: Any) -> Matter:
    """林晚 of customer service writes to the maintenance centre and to research, who are to answer."""
    told = {
        "title": "三号站停电安排", "in_name": "department", "content": "请告知停电窗口。",
        "to": uids(cast.om, cast.rd), "answer_from": uids(cast.om, cast.rd),
    }  # fmt: skip
    return open_matter("memo", Actor.of(by or cast.linwan), "submit", {**told, **changes})


def issued(cast: Any, **changes: Any) -> Matter:
    return act(written(cast, **changes), cast.zhoumin, "sign")


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    matter.refresh_from_db()
    return matter


def owed(matter: Matter) -> set[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None)
    return {(one.step, one.person.name) for one in items}


def test_in_the_departments_name_its_head_signs_and_nobody_else_sees_it_before(cast: Any) -> None:
    matter = written(cast)
    assert (matter.state, owed(matter)) == ("signing", {("sign", "周敏")})
    assert matter not in Matter.objects.visible_to(cast.maguoqiang)
    with pytest.raises(NotAllowed):
        act(matter, cast.linwan, "sign")


def test_signing_issues_it_with_a_number_and_asks_everybody_for_receipt_and_answer(cast: Any) -> None:
    matter = issued(cast)
    document = Document.objects.get(matter=matter.pk)
    assert "函〔2026〕1号" in document.number and document.valid
    assert owed(matter) == {
        ("answer", "马国强"), ("answer", "唐越"), ("sign_receipt", "马国强"), ("sign_receipt", "唐越"),
    }  # fmt: skip


def told(person: Any, matter: Matter, language: str) -> list[str]:
    with translation.override(language):
        rows = Notification.objects.filter(recipient=person, matter=matter.pk).order_by("pk")
        return [one.words() for one in rows]


def test_notices_are_in_their_readers_language_whoever_acted_and_say_who(cast: Any) -> None:
    with translation.override("en"):  # the screens of who acts
        matter = issued(cast, copy_people=uids(cast.bailu))
        act(matter, cast.maguoqiang, "answer", answer="周五夜间")
    named = f"{matter.number}《三号站停电安排》"
    asked = [f"{named}：请您办理「{step}」" for step in ("答复联系函", "签收联系函")]
    assert sorted(told(cast.maguoqiang, matter, "zh-hans")) == sorted(asked)
    assert f"{named}：马国强 答复" in told(cast.linwan, matter, "zh-hans")
    said = told(cast.linwan, matter, "en")
    english = f"{matter.number} “三号站停电安排”"
    assert {f"{english}: 周敏 – Sign and issue", f"{english}: 马国强 – Answer"} <= set(said)
    assert told(cast.bailu, matter, "zh-hans") == [f"{named} 抄送给您"]


def test_a_head_or_a_person_in_their_own_name_needs_no_signature(cast: Any) -> None:
    assert written(cast, by=cast.zhoumin).state == "answering"
    assert written(cast, in_name="person").state == "answering"


def test_without_an_answer_asked_the_last_receipt_closes_it(cast: Any) -> None:
    matter = issued(cast, answer_from=[])
    assert owed(matter) == {("receive", "马国强"), ("receive", "唐越")}
    act(matter, cast.maguoqiang, "receive")
    assert matter.closed_at is None
    assert act(matter, cast.tangyue, "receive").state == "closed"
    with pytest.raises(AlreadyDone):
        act(matter, cast.tangyue, "receive")


def test_receipt_is_a_working_day_and_the_answer_its_date_else_five(cast: Any) -> None:
    matter = issued(cast)
    due = {one.step: f"{clock.local(one.due_at):%m-%d}" for one in WorkItem.objects.filter(matter=matter)}
    assert (due["sign_receipt"], due["answer"]) == ("09-08", "09-14")
    dated = issued(cast, answer_by="2026-09-09T12:00")
    assert clock.local(WorkItem.objects.filter(matter=dated, step="answer")[0].due_at).day == 9


def test_who_has_signed_and_answered_is_visible_and_an_answer_counts_as_receipt(cast: Any) -> None:
    matter = issued(cast)
    act(matter, cast.maguoqiang, "acknowledge")
    act(matter, cast.tangyue, "answer", answer="周三夜间")
    rows = {one.department.code: one for one in Addressee.objects.filter(matter=matter)}
    assert rows["OM"].received_by == cast.maguoqiang and rows["OM"].answered_at is None
    assert rows["RD"].received_at and rows["RD"].answer == "周三夜间"
    assert Notification.objects.filter(recipient=cast.linwan).exists()


def test_the_sender_sends_back_what_misses_points_and_only_that_department_answers_again(cast: Any) -> None:
    matter = issued(cast)
    act(matter, cast.maguoqiang, "answer", answer="可以")
    act(matter, cast.tangyue, "answer", answer="周三夜间")
    assert owed(matter) == {("review", "林晚")}
    act(matter, cast.linwan, "send_back", departments=uids(cast.om), reason="没有写时间")
    assert (matter.state, owed(matter)) == ("answering", {("answer", "马国强")})
    assert Addressee.objects.get(matter=matter, department=cast.om).wanted == "没有写时间"
    act(matter, cast.maguoqiang, "answer", answer="周四 22 点")
    assert act(matter, cast.linwan, "close").state == "closed"


def test_only_departments_that_were_asked_can_be_sent_back_to(cast: Any) -> None:
    matter = issued(cast, answer_from=uids(cast.om))
    act(matter, cast.maguoqiang, "answer", answer="可以")
    with pytest.raises(Invalid):
        act(matter, cast.linwan, "send_back", departments=uids(cast.rd), reason="请补充")


def test_the_head_returns_it_for_revision_or_refuses(cast: Any) -> None:
    matter = act(written(cast), cast.zhoumin, "ask_revision", reason="写明站名")
    assert owed(matter) == {("revise", "林晚")}
    again = {"title": "三号站停电", "in_name": "department", "content": "三号站。", "to": uids(cast.rd)}
    act(matter, cast.linwan, "revise", **again, opinion="已改")
    assert MemoDetails.objects.get(pk=matter.pk).to == [cast.rd.pk] and owed(matter) == {("sign", "周敏")}
    assert act(matter, cast.zhoumin, "refuse_signature", reason="不必发函").state == "refused"


def test_recalled_its_document_is_void_its_number_kept_and_everybody_hears_why(cast: Any) -> None:
    matter = issued(cast, copy_people=uids(cast.wujia))
    number = Document.objects.get(matter=matter.pk).number
    with pytest.raises(NotAllowed):
        act(matter, cast.maguoqiang, "recall", reason="不要")
    act(matter, cast.linwan, "recall", reason="日期写错")
    document = Document.objects.get(matter=matter.pk)
    assert (matter.state, document.valid, document.number) == ("recalled", False, number)
    for one in (cast.maguoqiang, cast.tangyue, cast.wujia):
        told = Notification.objects.filter(recipient=one, params__reason="日期写错")
        assert told.exists() and matter in Matter.objects.visible_to(one)
    assert not owed(matter)


def test_copies_are_to_be_read_and_owe_nothing(cast: Any) -> None:
    matter = issued(cast, copy_departments=uids(cast.fi), copy_people=uids(cast.wujia))
    copied = set(Follow.objects.filter(matter=matter).values_list("person__name", flat=True))
    assert copied == {cast.qianwenbo.name, cast.wujia.name}
    assert matter in Matter.objects.visible_to(cast.wujia) and "吴佳" not in {
        name for _s, name in owed(matter)
    }


def test_the_sender_may_stop_waiting_with_a_reason(cast: Any) -> None:
    matter = issued(cast)
    with pytest.raises(Invalid):
        act(matter, cast.linwan, "stop_waiting")
    assert act(matter, cast.linwan, "stop_waiting", reason="电话已答复").state == "closed"


def test_who_answers_is_among_the_addressed_and_dates_lie_ahead(cast: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        written(cast, answer_from=uids(cast.fi), answer_by="2026-09-01T12:00")
    assert set(wrong.value.errors) == {"answer_from", "answer_by"}


def test_a_memo_is_addressed_to_somebody(cast: Any) -> None:
    with pytest.raises((ActionError, Invalid)):
        written(cast, to=[])


def test_an_answer_leaves_nothing_to_be_signed_for(cast: Any) -> None:
    matter = issued(cast, to=uids(cast.om, cast.rd, cast.fi))
    act(matter, cast.maguoqiang, "answer", answer="可以")
    assert owed(matter) == {
        ("answer", "唐越"), ("sign_receipt", "唐越"), ("sign_receipt", "钱文博"),
    }  # fmt: skip
    act(matter, cast.tangyue, "answer", answer="周三夜间")
    assert owed(matter) == {("review", "林晚"), ("sign_receipt", "钱文博")}
    act(matter, cast.qianwenbo, "acknowledge")
    assert owed(matter) == {("review", "林晚")}


def test_one_answer_is_sent_back_while_others_are_still_waited_for(cast: Any) -> None:
    matter = issued(cast)
    with pytest.raises(NotAllowed):
        act(matter, cast.linwan, "return_answer", departments=uids(cast.om), reason="没有写时间")
    act(matter, cast.maguoqiang, "answer", answer="可以")
    with pytest.raises(ActionError, match="已经答复"):
        act(matter, cast.linwan, "return_answer", departments=uids(cast.rd), reason="没有写时间")
    act(matter, cast.linwan, "return_answer", departments=uids(cast.om), reason="没有写时间")
    assert matter.state == "answering"
    assert owed(matter) == {("answer", "马国强"), ("answer", "唐越"), ("sign_receipt", "唐越")}
    row = Addressee.objects.get(matter=matter, department=cast.om)
    assert (row.answer, row.answered_at, row.wanted) == ("可以", None, "没有写时间")
    act(matter, cast.tangyue, "answer", answer="周三夜间")
    assert matter.state == "answering"
    assert act(matter, cast.maguoqiang, "answer", answer="周四 22 点").state == "answered"


def test_passed_on_to_another_department_it_still_answers_for_whom_it_was_addressed_to(cast: Any) -> None:
    matter = issued(cast, to=uids(cast.om), answer_from=uids(cast.om))
    item = WorkItem.objects.get(matter=matter, step="answer")
    data = {"department": str(cast.fi.uid), "reason": "费用归财务"}
    perform(matter, "reassign", Actor.of(cast.maguoqiang), data, item=item.pk)
    act(matter, cast.qianwenbo, "answer", answer="已列支")
    row = Addressee.objects.get(matter=matter)
    assert (row.answer, row.answered_by) == ("已列支", cast.qianwenbo) and matter.state == "answered"


def test_who_has_not_signed_or_answered_is_reminded_once_in_four_hours(cast: Any, turn_clock: Any) -> None:
    matter = issued(cast)
    act(matter, cast.maguoqiang, "answer", answer="可以")
    told = Notification.objects.filter(kind="urged")
    act(matter, cast.linwan, "remind")
    assert set(told.values_list("recipient__name", flat=True)) == {"唐越"}
    with pytest.raises(ActionError, match="四小时"):
        act(matter, cast.linwan, "remind")
    turn_clock(clock.at(2026, 9, 7, 14, 0))
    act(matter, cast.zhoumin, "remind")
    with pytest.raises(NotAllowed):
        act(matter, cast.tangyue, "remind")


def test_the_list_goes_to_excel_for_who_may_see_the_memo(cast: Any, client_of: Any) -> None:
    matter = issued(cast, copy_people=uids(cast.wujia))
    act(matter, cast.maguoqiang, "answer", answer="可以")
    address = f"/memos/{matter.uid}/addressees.xlsx"
    answer = client_of(cast.linwan).get(address)
    book = read_book(BytesIO(answer.content))
    (rows,) = book.values()
    assert [row[0] for row in rows[1:]] == ["运维检修中心", "平台研发部", "人力资源部 吴佳"]
    assert rows[1][7] == "可以" and rows[2][3] == "未签收"
    assert client_of(cast.bailu).get(address).status_code == 404


def test_its_page_asks_a_bounded_number_of_questions(
    cast: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    matter = issued(cast, copy_people=uids(cast.wujia, cast.bailu))
    client = client_of(cast.linwan)
    client.get(matter.get_absolute_url())
    with django_assert_max_num_queries(30):
        client.get(matter.get_absolute_url())
