"""What was agreed by word of mouth is written down within a day; only a confirmation makes it agreed (4.2.a)."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.commands.rulebook import set_service_level
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Comment, Link, Matter, WorkItem

from ..forms import OralForm
from .test_memo import act, owed, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


def put_down(cast: Any, **changes: Any) -> Matter:
    """林晚 writes down what 马国强 said on the phone."""
    told = {
        "title": "夜间值守", "counterpart": str(cast.maguoqiang.uid), "talked_at": "2026-09-07T08:30",
        "content": "夜间由运维值守", "means": "电话",
    }  # fmt: skip
    return open_matter("oral_agreement", Actor.of(cast.linwan), "put_down", {**told, **changes})


def test_the_other_side_confirms_and_only_then_is_it_agreed(cast: Any) -> None:
    matter = put_down(cast)
    assert (matter.state, owed(matter)) == ("unconfirmed", {("confirm_oral", "马国强")})
    with pytest.raises(NotAllowed):
        act(matter, cast.linwan, "confirm")
    assert act(matter, cast.maguoqiang, "confirm").state == "agreed"


def test_a_correction_is_a_new_version_which_the_first_side_confirms(cast: Any) -> None:
    matter = put_down(cast)
    with pytest.raises(ActionError, match="没有变化"):
        act(matter, cast.maguoqiang, "reword", content="夜间由运维值守")
    act(matter, cast.maguoqiang, "reword", content="工作日夜间由运维值守")
    assert (matter.state, owed(matter)) == ("reworded", {("confirm_wording", "林晚")})
    assert list(matter.wordings.values_list("no", "person__name")) == [(1, "林晚"), (2, "马国强")]
    assert act(matter, cast.linwan, "accept_wording").state == "agreed"


def test_words_may_go_back_and_forth_and_end_in_dispute(cast: Any) -> None:
    matter = act(put_down(cast), cast.maguoqiang, "reword", content="工作日夜间由运维值守")
    act(matter, cast.linwan, "reword_again", content="每天夜间由运维值守")
    assert owed(matter) == {("confirm_oral", "马国强")}
    assert act(matter, cast.maguoqiang, "dispute", reason="没有说过").state == "disputed"


def test_silence_stays_unconfirmed_however_late(cast: Any, turn_clock: Any) -> None:
    matter = put_down(cast)
    turn_clock(clock.at(2026, 9, 30, 9, 0))
    matter.refresh_from_db()
    assert matter.state == "unconfirmed"
    assert WorkItem.objects.get(matter=matter, closed_at=None).due_at < clock.now()
    act(matter, cast.linwan, "leave_unconfirmed", reason="一直没有答复")
    assert matter.state == "unanswered"


@pytest.mark.parametrize(("talk", "late"), [("2026-09-06T09:00", False), ("2026-09-06T08:59", True)])
def test_written_down_later_than_a_day_it_is_shown_as_late(cast: Any, talk: str, late: bool) -> None:
    assert put_down(cast, talked_at=talk).oral.late is late


def test_how_long_it_may_take_to_write_it_down_is_a_limit_people_edit(cast: Any) -> None:
    procedure = registry.get("oral_agreement")
    set_service_level(procedure, "write_down", "", "2 h C", "电话约定当天写", cast.jiangyifan)
    assert put_down(cast, talked_at="2026-09-07T06:59").oral.late
    assert not put_down(cast, talked_at="2026-09-07T07:00").oral.late


def test_nobody_agrees_with_themselves_or_on_a_talk_to_come(cast: Any) -> None:
    with pytest.raises(ActionError, match="另一个人"):
        put_down(cast, counterpart=str(cast.linwan.uid))
    with pytest.raises(Invalid) as wrong:
        put_down(cast, talked_at="2026-09-08T08:00")
    assert set(wrong.value.errors) == {"talked_at"}


def test_strangers_do_not_know_of_it(cast: Any) -> None:
    matter = put_down(cast)
    assert matter in Matter.objects.visible_to(cast.maguoqiang)
    assert matter not in Matter.objects.visible_to(cast.wujia)


def test_from_a_comment_it_begins_with_its_words_and_stays_linked(cast: Any) -> None:
    source = written(cast)
    perform(source, "comment", Actor.of(cast.zhoumin), {"text": "周三前给你数据"})
    comment = Comment.objects.get(matter=source)
    initial = {"about": str(source.uid), "comment": str(comment.uid)}
    form = OralForm(initial=initial, actor=Actor.of(cast.linwan))
    assert form.initial["content"] == "周三前给你数据" and form.initial["counterpart"] == cast.zhoumin.uid
    assert form.initial["talked_at"] == comment.at
    matter = put_down(cast, **initial)
    assert Link.objects.get(source=matter).target == source
    stranger = OralForm(initial=initial, actor=Actor.of(cast.wujia))
    assert "content" not in stranger.initial


def test_its_source_says_how_it_ended(cast: Any, client_of: Any) -> None:
    """Disputed is not 已办结: whoever reads the source must not take it for agreed."""
    source = written(cast)
    matter = put_down(cast, about=str(source.uid))
    act(matter, cast.maguoqiang, "dispute", reason="没有说过")
    page = client_of(cast.linwan).get(source.get_absolute_url()).content.decode()
    assert '<span class="faint">有争议</span>' in page


def test_a_source_one_may_not_see_is_no_source(cast: Any) -> None:
    hidden = open_matter(
        "oral_agreement", Actor.of(cast.tangyue), "put_down",
        {"title": "别的事", "counterpart": str(cast.wujia.uid), "talked_at": "2026-09-07T08:30", "content": "好"},
    )  # fmt: skip
    with pytest.raises(Invalid):
        put_down(cast, about=str(hidden.uid))


def test_the_comment_on_a_page_offers_to_confirm_it_in_writing(cast: Any, client_of: Any) -> None:
    source = written(cast)
    perform(source, "comment", Actor.of(cast.zhoumin), {"text": "周三前给你数据"})
    page = client_of(cast.linwan).get(source.get_absolute_url()).content.decode()
    comment = Comment.objects.get(matter=source)
    address = f"/new/oral_agreement/?about={source.uid}&amp;comment={comment.uid}"
    assert address in page
    begun = client_of(cast.linwan).get(address.replace("&amp;", "&")).content.decode()
    assert "周三前给你数据" in begun
