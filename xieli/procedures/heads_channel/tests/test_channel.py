"""负责人频道: by office, seen by heads alone, with what is new (3.2.b)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Heard, Matter
from xieli.notifications.models import Notification
from xieli.procedures.collaboration.tests.play import asked

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def posted(cast: Any, **more: Any) -> Matter:
    """周敏 asks the other heads about the duty roster of the holidays."""
    data = {"title": "国庆值班安排", "content": "各部门值班人数请先通气。", **more}
    return open_matter("heads_thread", Actor.of(cast.zhoumin), "post", data)


def say(thread: Matter, who: Any, text: str, **more: Any) -> None:
    perform(thread, "comment", Actor.of(who), {"text": text, **more})


def sees(person: Any, thread: Matter) -> bool:
    return Matter.objects.visible_to(person).filter(pk=thread.pk).exists()


def test_heads_see_it_and_nobody_else(cast: Any, client_of: Any) -> None:
    thread = posted(cast)
    assert all(sees(one, thread) for one in (cast.zhoumin, cast.maguoqiang, cast.luchengyuan))
    assert not any(sees(one, thread) for one in (cast.linwan, cast.hejing, cast.suwanqing))  # no head
    assert client_of(cast.tangyue).get(thread.get_absolute_url()).status_code == 200
    assert client_of(cast.linwan).get(thread.get_absolute_url()).status_code == 404
    assert client_of(cast.linwan).get("/heads/").status_code == 404
    with pytest.raises(ActionError):
        open_matter("heads_thread", Actor.of(cast.linwan), "post", {"title": "—", "content": "—"})


def test_it_belongs_to_the_office(cast: Any) -> None:
    """Who ceases to be head loses it, even their own threads; who becomes head reads what was said before."""
    from xieli.organisation import snapshot
    from xieli.organisation.models import Department

    thread = posted(cast)
    say(thread, cast.zhoumin, "先说两句")
    Department.objects.filter(pk=cast.cs.pk).update(head=cast.hejing)
    snapshot.refresh()
    assert sees(cast.hejing, thread)
    assert not sees(cast.zhoumin, thread)
    say(thread, cast.maguoqiang, "运维两班")
    told = Notification.objects.filter(matter=thread.pk, kind="comment").values_list("recipient", flat=True)
    assert cast.hejing.pk in told
    assert cast.zhoumin.pk not in told
    perform(thread, "follow", Actor.of(cast.hejing), {})
    perform(thread, "unfollow", Actor.of(cast.hejing), {})
    say(thread, cast.maguoqiang, "定了")
    assert Notification.objects.filter(matter=thread.pk, recipient=cast.hejing, kind="comment").count() == 1


def test_all_heads_hear_of_it_and_nobody_else_does(cast: Any) -> None:
    thread = posted(cast)
    told = set(Notification.objects.filter(matter=thread.pk).values_list("recipient", flat=True))
    assert cast.maguoqiang.pk in told
    assert cast.zhoumin.pk not in told
    say(thread, cast.maguoqiang, "我们两人", mentions=[str(cast.linwan.uid), str(cast.tangyue.uid)])
    told = set(Notification.objects.filter(matter=thread.pk).values_list("recipient", flat=True))
    assert cast.tangyue.pk in told
    assert cast.zhoumin.pk in told
    assert cast.linwan.pk not in told
    assert not sees(cast.linwan, thread)


def test_what_was_said_since_one_looked_is_new(cast: Any, client_of: Any, turn_clock: Any) -> None:
    thread = posted(cast)
    say(thread, cast.maguoqiang, "运维两班")
    client = client_of(cast.tangyue)
    assert "1 条新消息" in client.get("/heads/").content.decode()
    turn_clock(clock.at(2026, 9, 7, 9, 30))
    Heard.objects.create(matter=thread, person=cast.tangyue, at=clock.now())
    assert "条新消息" not in client.get("/heads/").content.decode()
    turn_clock(clock.at(2026, 9, 7, 10, 0))
    say(thread, cast.zhoumin, "客服三班")
    assert "1 条新消息" in client.get("/heads/").content.decode()
    assert "1 条新消息" not in client_of(cast.zhoumin).get(thread.get_absolute_url()).content.decode()


def test_words_are_found(cast: Any, client_of: Any) -> None:
    say(posted(cast), cast.maguoqiang, "运维两班")
    posted(cast, title="差旅标准")
    shown = client_of(cast.tangyue).get("/heads/?q=两班").content.decode()
    assert "国庆值班安排" in shown
    assert "差旅标准" not in shown


def test_a_matter_leads_to_the_thread_on_it_for_heads_only(cast: Any, client_of: Any) -> None:
    matter = asked(cast)
    page = client_of(cast.zhoumin).get(matter.get_absolute_url()).content.decode()
    assert f"/new/heads_thread/?about={matter.uid}" in page
    begun = client_of(cast.zhoumin).get(f"/new/heads_thread/?about={matter.uid}").content.decode()
    assert "导出3号桩8月充电日志" in begun
    thread = posted(cast, about=str(matter.uid))
    assert thread.number in client_of(cast.tangyue).get(matter.get_absolute_url()).content.decode()
    shown = client_of(cast.linwan).get(matter.get_absolute_url()).content.decode()
    assert thread.number not in shown
    assert "heads_thread" not in shown


def test_it_ends_with_a_conclusion(cast: Any) -> None:
    thread = posted(cast)
    with pytest.raises(NotAllowed):
        perform(thread, "conclude", Actor.of(cast.linwan), {"conclusion": "—"})
    perform(thread, "conclude", Actor.of(cast.maguoqiang), {"conclusion": "每部门两人"})
    assert thread.outcome == "concluded"


def test_the_list_costs_the_same_for_many_threads(cast: Any, client_of: Any) -> None:
    client = client_of(cast.tangyue)

    def queries() -> int:
        client.get("/heads/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/heads/")
        return len(seen)

    say(posted(cast), cast.maguoqiang, "一")
    before = queries()
    for n in range(4):
        say(posted(cast, title=f"话题{n}"), cast.maguoqiang, "二")
    assert queries() == before
    assert before <= 16
