"""An announcement is published by who may, and confirmed by everybody it is addressed to (4.2.a)."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.documents.models import Document
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Follow, Matter, WorkItem
from xieli.notifications.models import Notification

from ..chores import ask_new_readers, end_expired
from ..models import AnnouncementDetails
from .play import act, announced, owed, uids

pytestmark = pytest.mark.django_db
AGENTS = {"何静", "孙立新", "林晚", "赵小棠"}


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


def test_a_head_speaks_to_their_own_department_and_everybody_there_is_to_confirm(cast: Any) -> None:
    matter = announced(cast)
    assert (matter.state, owed(matter)) == ("published", AGENTS)
    document = Document.objects.get(matter=matter.pk)
    assert "告〔2026〕1号" in document.number
    audit = announced(cast, by=cast.yanzheng, departments=uids(cast.au))
    due = WorkItem.objects.filter(matter=audit, step="confirm_reading")[0].due_at
    assert f"{clock.local(due):%m-%d}" == "09-10"


def test_beyond_their_department_the_executive_signs(cast: Any) -> None:
    matter = announced(cast, departments=uids(cast.cs, cast.om))
    item = WorkItem.objects.get(matter=matter, closed_at=None)
    assert (matter.state, item.person) == ("signing", cast.suwanqing)
    with pytest.raises(NotAllowed):
        act(matter, cast.zhoumin, "sign")
    act(matter, cast.suwanqing, "sign")
    assert matter.state == "published" and "冯涛" in owed(matter) and "周敏" not in owed(matter)


def test_before_it_is_published_it_is_nobody_elses(cast: Any) -> None:
    """A word of the company's that nobody has signed yet is none."""
    matter = announced(cast, departments=uids(cast.cs, cast.om))
    assert not Matter.objects.visible_to(cast.fangqiming).filter(pk=matter.pk).exists()
    act(matter, cast.suwanqing, "sign")
    assert Matter.objects.visible_to(cast.fangqiming).filter(pk=matter.pk).exists()


def test_an_executive_speaks_to_the_whole_company_at_once(cast: Any) -> None:
    matter = announced(cast, by=cast.suwanqing, whole_company="on", departments=[])
    assert matter.state == "published" and len(owed(matter)) == len(cast.people) - 1


def test_staff_of_departments_that_speak_to_all_draft_and_others_do_not_begin(cast: Any) -> None:
    assert announced(cast, by=cast.wangyang, whole_company="on").state == "signing"
    with pytest.raises(NotAllowed):
        announced(cast, by=cast.linwan)


def test_it_goes_to_posts_and_people_too(cast: Any) -> None:
    post = cast.posts["OM", "班长"]
    matter = announced(cast, by=cast.suwanqing, departments=[], posts=uids(post), people=uids(cast.bailu))
    assert owed(matter) == {"丁建", "秦岭", "白露"}


def test_it_is_addressed_to_somebody_and_confirmed_while_it_holds(cast: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        announced(cast, departments=[])
    assert set(wrong.value.errors) == {"departments"}
    with pytest.raises(Invalid) as wrong:
        announced(cast, confirm_by="2026-09-20T12:00", valid_until="2026-09-19T12:00")
    assert set(wrong.value.errors) == {"confirm_by"}
    with pytest.raises(ActionError, match="没有其他人"):
        announced(cast, by=cast.suwanqing, departments=[], people=uids(cast.suwanqing))


def test_each_confirms_for_themselves_and_it_goes_on_holding(cast: Any) -> None:
    matter = announced(cast)
    act(matter, cast.linwan, "acknowledge")
    assert owed(matter) == AGENTS - {"林晚"}
    with pytest.raises(ActionError):
        act(matter, cast.linwan, "acknowledge")
    for one in (cast.hejing, cast.sunlixin, cast.zhaoxiaotang):
        act(matter, one, "acknowledge")
    assert matter.state == "published" and matter.closed_at is None


def test_nobody_reads_for_who_is_away(cast: Any, delegate: Any) -> None:
    delegate(cast.linwan, cast.zhaoxiaotang)
    matter = announced(cast)
    item = WorkItem.objects.get(matter=matter, person=cast.linwan)
    assert item.deputy is None
    act(matter, cast.zhaoxiaotang, "acknowledge")
    assert "林晚" in owed(matter)


def test_without_confirmation_it_is_only_to_be_read(cast: Any) -> None:
    matter = announced(cast, must_confirm="")
    assert owed(matter) == set()
    assert set(Follow.objects.filter(matter=matter).values_list("person__name", flat=True)) == AGENTS
    assert Notification.objects.filter(recipient=cast.linwan, matter=matter.pk).exists()


def test_who_joins_the_department_is_asked_within_the_hour_and_who_leaves_no_more(
    cast: Any, move: Any
) -> None:
    matter = announced(cast, confirm_by="2026-09-09T12:00")
    assert ask_new_readers() == 0
    move(cast.bailu, cast.posts["CS", "坐席"])
    assert ask_new_readers() == 1 and "白露" in owed(matter)
    assert ask_new_readers() == 0
    move(cast.linwan, None)
    assert owed(matter) == AGENTS - {"林晚"} | {"白露"}
    assert not WorkItem.objects.filter(matter=matter, person=None, closed_at=None).exists()


def test_who_joins_after_the_date_has_the_usual_time(cast: Any, move: Any, turn_clock: Any) -> None:
    matter = announced(cast, by=cast.yanzheng, departments=uids(cast.au), confirm_by="2026-09-08T12:00")
    turn_clock(clock.at(2026, 9, 9, 9, 0))
    move(cast.bailu, cast.posts["AU", "审计员"])
    ask_new_readers()
    due = WorkItem.objects.get(matter=matter, person=cast.bailu).due_at
    assert f"{clock.local(due):%m-%d}" == "09-14"


def test_all_outstanding_are_reminded_by_one_act(cast: Any) -> None:
    matter = act(announced(cast), cast.linwan, "acknowledge")
    act(matter, cast.zhoumin, "remind")
    told = Notification.objects.filter(kind="urged").values_list("recipient__name", flat=True)
    assert set(told) == AGENTS - {"林晚"}
    with pytest.raises(ActionError, match="四小时"):
        act(matter, cast.zhoumin, "remind")


def test_not_confirmed_in_time_the_head_hears_of_it(cast: Any, turn_clock: Any, watch: Any) -> None:
    matter = announced(cast, confirm_by="2026-09-08T12:00")
    turn_clock(clock.at(2026, 9, 14, 12, 30))
    watch()
    told = Notification.objects.filter(recipient=cast.zhoumin, matter=matter.pk).exclude(kind="closed")
    assert told.count() == len(AGENTS)
    assert not Notification.objects.filter(recipient=cast.suwanqing, matter=matter.pk).exists()


def test_recalled_its_document_is_void_and_everybody_hears_why(cast: Any) -> None:
    matter = act(announced(cast), cast.linwan, "acknowledge")
    act(matter, cast.zhoumin, "recall", reason="时间写错")
    assert matter.state == "recalled" and owed(matter) == set()
    assert not Document.objects.get(matter=matter.pk).valid
    told = Notification.objects.filter(params__reason="时间写错").values_list("recipient__name", flat=True)
    assert set(told) == AGENTS
    assert matter in Matter.objects.visible_to(cast.linwan)


def test_it_ends_by_itself_when_its_time_is_over(cast: Any, turn_clock: Any) -> None:
    matter = announced(cast, valid_until="2026-09-11T18:00")
    with pytest.raises(NotAllowed):
        act(matter, cast.zhoumin, "expire")
    assert end_expired() == 0
    turn_clock(clock.at(2026, 9, 11, 18, 0))
    assert end_expired() == 1
    matter.refresh_from_db()
    assert matter.state == "expired" and owed(matter) == set()


def test_its_time_is_made_longer_or_it_is_ended(cast: Any) -> None:
    matter = announced(cast, valid_until="2026-09-11T18:00")
    with pytest.raises(Invalid):  # until when it holds anyway
        act(matter, cast.zhoumin, "prolong", valid_until="2026-09-11T18:00")
    act(matter, cast.zhoumin, "prolong", valid_until="2026-10-11T18:00")
    assert clock.local(AnnouncementDetails.objects.get(pk=matter.pk).valid_until).month == 10
    act(matter, cast.zhoumin, "prolong", valid_until="")
    assert AnnouncementDetails.objects.get(pk=matter.pk).valid_until is None
    assert act(matter, cast.zhoumin, "end", reason="不再需要").state == "ended"


def test_a_new_one_takes_the_place_of_an_old_one_when_it_is_published(cast: Any) -> None:
    old = announced(cast)
    new = announced(cast, title="夜班交接时间", departments=uids(cast.cs, cast.om), supersedes=str(old.uid))
    old.refresh_from_db()
    assert old.state == "published"
    act(new, cast.suwanqing, "sign")
    old.refresh_from_db()
    assert (old.state, old.announcement.superseded_by) == ("superseded", new)
    assert owed(old) == set() and not Document.objects.get(matter=old.pk).valid
    assert Notification.objects.filter(recipient=cast.linwan, params__matter__title=old.title).exists()


def test_only_what_the_own_department_announced_can_be_replaced(cast: Any) -> None:
    old = announced(cast)
    with pytest.raises(Invalid):
        announced(cast, by=cast.maguoqiang, departments=uids(cast.om), supersedes=str(old.uid))


def test_the_signer_asks_for_changes_or_refuses(cast: Any) -> None:
    matter = announced(cast, departments=uids(cast.cs, cast.om))
    act(matter, cast.suwanqing, "ask_revision", reason="写明起始日")
    again = {
        "title": "夜班交接",
        "content": "9 月 14 日起。",
        "departments": uids(cast.om),
        "must_confirm": "on",
    }
    act(matter, cast.zhoumin, "revise", **again, opinion="已改")
    assert matter.state == "signing"
    assert act(matter, cast.suwanqing, "refuse_signature", reason="不必公告").state == "refused"


def test_the_product_alone_asks_new_readers(cast: Any) -> None:
    matter = announced(cast)
    with pytest.raises(NotAllowed):
        perform(matter, "ask_joined", Actor.of(cast.zhoumin), {})
