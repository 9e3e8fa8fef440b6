"""讨论: named people and departments, files, quotes, signs, what is new, words taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Attachment, Comment, Event, Heard, Matter, Reaction
from xieli.notifications.models import Notification

from .scenes import MONDAY, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
LoggedIn = Callable[[Any], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def matter(cast: Cast, turn_clock: Callable[..., None]) -> Matter:
    turn_clock(MONDAY)
    return submitted(cast)


def say(client: Client, matter: Matter, text: str, **more: Any) -> Comment:
    answer = client.post(f"/m/{matter.uid}/comment/", {"text": text, **more}, headers=HTMX)
    assert answer.status_code == 200, answer.content
    return Comment.objects.latest("pk")


def page(client: Client, matter: Matter) -> str:
    return client.get(matter.get_absolute_url()).content.decode()


def test_a_department_named_may_see_and_its_head_is_told(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    do(matter, "classify", cast.linwan, classification="internal")
    assert not Matter.objects.visible_to(cast.bailu).filter(pk=matter.pk).exists()
    comment = say(client_of(cast.linwan), matter, f"@{cast.bailu.department.name} 请配合")
    assert comment.departments == [cast.bailu.department_id]
    assert Matter.objects.visible_to(cast.bailu).filter(pk=matter.pk).exists()
    told = Notification.objects.filter(matter=matter.pk, kind="mention")
    assert [one.recipient for one in told] == [cast.bailu.department.head]
    assert told.get().params["department"] == cast.bailu.department.name


def test_files_stand_with_the_words_they_came_with(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    say(client, matter, "先说一句")
    comment = say(client, matter, "见附件", files=SimpleUploadedFile("日志.txt", "记录".encode()))
    file = Attachment.objects.get()
    assert file.seq == comment.seq == Event.objects.latest("pk").seq
    shown = page(client, matter)
    assert shown.index("见附件") < shown.index("日志.txt")


def test_a_refused_file_loses_no_word(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    answer = client_of(cast.linwan).post(
        f"/m/{matter.uid}/comment/",
        {"text": "见附件", "files": SimpleUploadedFile("病毒.exe", b"MZ")},
        headers=HTMX,
    )
    assert answer.status_code == 422
    assert answer.headers["HX-Reswap"] == "none"
    assert "toast" in answer.headers["HX-Trigger"]
    assert not Comment.objects.exists()


def test_an_answer_quotes(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    first = say(client, matter, "几点到？")
    assert say(client, matter, "九点", quotes=str(first.uid)).quotes == first


def test_a_sign_is_put_and_taken_away(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    comment = say(client, matter, "已修复")
    lines = Event.objects.count()
    address = f"/m/{matter.uid}/comments/{comment.uid}/sign/"
    shown = client.post(address, {"sign": "agreed"}, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in shown
    assert Reaction.objects.get().person == cast.linwan
    client.post(address, {"sign": "agreed"}, headers=HTMX)
    assert not Reaction.objects.exists()
    assert client.post(address, {"sign": "anything"}, headers=HTMX).status_code == 422
    assert Event.objects.count() == lines


def test_what_others_said_is_new_until_it_was_on_the_screen(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    do(matter, "copy", cast.linwan, people=[str(cast.bailu.uid)])
    say(client_of(cast.linwan), matter, "请看第三条")
    assert "以下未读" not in page(client_of(cast.linwan), matter)
    reader = client_of(cast.bailu)
    assert "以下未读" in page(reader, matter)
    assert "请看第三条" in reader.get("/discussions/?which=new").content.decode()
    assert reader.post(f"/m/{matter.uid}/heard/").status_code == 204
    assert Heard.objects.get().person == cast.bailu
    assert "以下未读" not in page(reader, matter)
    assert "请看第三条" not in reader.get("/discussions/?which=new").content.decode()
    assert "请看第三条" in reader.get("/discussions/").content.decode()


class TestTakingBack:
    def test_fresh_words_and_their_files_go_and_the_trace_stays(
        self, matter: Matter, cast: Cast, client_of: LoggedIn
    ) -> None:
        client = client_of(cast.linwan)
        comment = say(client, matter, "说错了", files=SimpleUploadedFile("a.txt", b"a"))
        with clock.turned_to(MONDAY + timedelta(minutes=9)):
            answer = client.post(f"/m/{matter.uid}/comments/{comment.uid}/take-back/", headers=HTMX)
        assert "（已撤回）" in answer.content.decode()
        assert Comment.objects.get().text == ""
        assert Attachment.objects.get().deleted_at is not None
        assert Event.objects.latest("pk").action == "take_back_comment"

    def test_after_ten_minutes_they_stay(self, matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
        comment = say(client_of(cast.linwan), matter, "说了就说了")
        with clock.turned_to(MONDAY + timedelta(minutes=11)), pytest.raises(ActionError, match="十分钟"):
            perform(matter, "take_back_comment", Actor.of(cast.linwan), {"comment": str(comment.uid)})

    def test_nobody_takes_back_another_s(self, matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
        comment = say(client_of(cast.linwan), matter, "我说的")
        with pytest.raises(ActionError):
            perform(matter, "take_back_comment", Actor.of(cast.fangqiming), {"comment": str(comment.uid)})


def test_the_search_finds_words_said_where_one_may_look(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    do(matter, "classify", cast.linwan, classification="confidential")
    say(client_of(cast.linwan), matter, "变压器油温过高")
    assert "变压器油温" in client_of(cast.linwan).get("/discussions/?q=油温").content.decode()
    assert "/discussions/?q=" in client_of(cast.linwan).get("/search/?q=无此事项").content.decode()
    assert "变压器油温" not in client_of(cast.bailu).get("/discussions/?q=油温").content.decode()


def test_the_list_keeps_its_budget_of_queries(
    matter: Matter, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    client = client_of(cast.linwan)
    for number in range(8):
        say(client, matter, f"第 {number} 条")
    client.get("/discussions/")
    with django_assert_max_num_queries(8):
        client.get("/discussions/")


def test_the_api_reads_the_discussion(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    from xieli.api import showing

    first = say(client_of(cast.linwan), matter, "几点到？")
    answer = say(client_of(cast.linwan), matter, "九点", quotes=str(first.uid))
    Reaction.objects.create(comment=answer, person=cast.bailu, sign="done", at=MONDAY)
    shown = showing.comments(matter)
    assert [one["text"] for one in shown] == ["几点到？", "九点"]
    assert shown[1]["quotes"] == first.uid
    assert shown[1]["signs"] == [{"sign": "done", "person": cast.bailu.name}]
