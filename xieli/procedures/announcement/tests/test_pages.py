"""Who has read is seen by name where one answers for it; the board and the desk show what is still to be confirmed."""

from io import BytesIO
from typing import Any

import pytest

from xieli.core import clock
from xieli.core.sheets import read_book
from xieli.desk.rows import owed_rows
from xieli.matters.models import Matter
from xieli.matters.queries import inbox

from .. import reading
from .play import act, announced, uids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


@pytest.fixture
def matter(cast: Any) -> Matter:
    """苏婉清 told customer service and maintenance; 林晚 has confirmed."""
    told = announced(cast, by=cast.suwanqing, departments=uids(cast.cs, cast.om))
    return act(told, cast.linwan, "acknowledge")


def readers(matter: Matter, query: str = "") -> str:
    return f"/announcements/{matter.uid}/readers/{query}"


def everybody(matter: Matter) -> list[reading.Reader]:
    must = matter.announcement.must_confirm
    return reading.listed(reading.readers_of(matter.announcement), must_confirm=must)


def test_opening_the_page_counts_as_read_and_confirming_takes_one_click(cast: Any, client_of: Any) -> None:
    matter = announced(cast)
    client = client_of(cast.linwan)
    page = client.get(matter.get_absolute_url()).content.decode()
    assert "我已阅读，确认" in page and "待您确认" in page
    assert reading.figures([matter.announcement])[matter.pk] == reading.Figures(4, 1, 0)
    client.post(f"/m/{matter.uid}/act/acknowledge/", {"rev": matter.rev})
    assert reading.figures([matter.announcement])[matter.pk] == reading.Figures(4, 1, 1)
    assert "您已确认" in client.get(matter.get_absolute_url()).content.decode()


def test_it_stands_first_on_the_desk_until_confirmed(cast: Any, matter: Matter) -> None:
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter

    data = {
        "title": "急事", "in_name": "person", "content": "请尽快答复。", "to": uids(cast.om),
        "answer_from": uids(cast.om), "answer_by": "2026-09-07T10:00",
    }  # fmt: skip
    open_matter("memo", Actor.of(cast.linwan), "submit", data)
    first, *rest = owed_rows(inbox.owed_by(cast.maguoqiang, clock.now()), cast.maguoqiang, clock.now())
    assert (first.matter, first.pinned, len(rest)) == (matter, True, 2)
    assert not any(
        row.matter == matter
        for row in owed_rows(inbox.owed_by(cast.linwan, clock.now()), cast.linwan, clock.now())
    )


def test_the_announcing_side_sees_all_by_name_a_head_their_own_people_others_nothing(
    cast: Any, matter: Matter, client_of: Any
) -> None:
    everybody = client_of(cast.suwanqing).get(readers(matter)).content.decode()
    assert "林晚" in everybody and "冯涛" in everybody
    own = client_of(cast.maguoqiang).get(readers(matter)).content.decode()
    assert "冯涛" in own and "林晚" not in own
    assert client_of(cast.linwan).get(readers(matter)).status_code == 404
    assert "谁已读" not in client_of(cast.linwan).get(matter.get_absolute_url()).content.decode()


def test_the_list_is_narrowed_and_goes_to_excel_as_seen(cast: Any, matter: Matter, client_of: Any) -> None:
    client = client_of(cast.suwanqing)
    done = client.get(readers(matter, "?which=done")).content.decode()
    assert "林晚" in done and "冯涛" not in done
    answer = client.get(readers(matter, "?which=done&xlsx=1"))
    (rows,) = read_book(BytesIO(answer.content)).values()
    assert [row[1] for row in rows[1:]] == ["林晚"] and rows[1][-1] == "已完成"


def test_late_and_departed_readers_are_said_to_be_so(cast: Any, turn_clock: Any, move: Any) -> None:
    matter = announced(cast, confirm_by="2026-09-08T12:00")
    move(cast.zhaoxiaotang, None)
    turn_clock(clock.at(2026, 9, 14, 9, 0))
    act(matter, cast.linwan, "acknowledge")
    rows = {one.person.name: one for one in everybody(matter)}
    assert rows["林晚"].late(clock.now()) and rows["何静"].late(clock.now())
    assert rows["赵小棠"].excused and not rows["赵小棠"].late(clock.now())
    assert reading.figures([matter.announcement])[matter.pk].asked == 3


def test_the_board_shows_what_holds_and_what_was(cast: Any, matter: Matter, client_of: Any) -> None:
    old = act(announced(cast, title="旧规定"), cast.zhoumin, "end", reason="不再需要")
    page = client_of(cast.hejing).get("/announcements/").content.decode()
    assert matter.title in page and "待确认" in page and old.title not in page and "发布公告" not in page
    assert old.title in client_of(cast.hejing).get("/announcements/?which=past").content.decode()
    assert "发布公告" in client_of(cast.zhoumin).get("/announcements/").content.decode()


def test_what_it_may_replace_is_offered_by_number_and_title(cast: Any, client_of: Any) -> None:
    old = announced(cast)
    page = client_of(cast.zhoumin).get("/new/announcement/").content.decode()
    assert f"{old.number} {old.title}" in page
    assert old.number not in client_of(cast.maguoqiang).get("/new/announcement/").content.decode()


def test_the_figures_of_one_only_read_count_readers(cast: Any, client_of: Any) -> None:
    matter = announced(cast, must_confirm="")
    client_of(cast.linwan).get(matter.get_absolute_url())
    assert reading.figures([matter.announcement])[matter.pk] == reading.Figures(4, 1, 0, must_confirm=False)
    rows = everybody(matter)
    assert [one.person.name for one in rows if one.done] == ["林晚"]


def test_pages_ask_a_bounded_number_of_questions(
    cast: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    matter = announced(cast, by=cast.suwanqing, whole_company="on", departments=[])
    client = client_of(cast.suwanqing)
    for address, most in ((matter.get_absolute_url(), 32), (readers(matter), 12), ("/announcements/", 12)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
