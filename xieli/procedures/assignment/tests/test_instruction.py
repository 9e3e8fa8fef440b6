"""领导督办: source, progress in a rhythm, watched by the office, listed with lights (3.1.a)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Matter, WorkItem
from xieli.notifications.models import Notification
from xieli.procedures.assignment import chores

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def given(cast: Any, **more: Any) -> Matter:
    """苏婉清 has 马国强 see to the spare parts; he is to report every week."""
    data = {
        "title": "备件周转", "content": "一个月内把备件周转降到七天。", "assignee": str(cast.maguoqiang.uid),
        "needed_by": "2026-10-20T18:00", "source": "meeting", "source_text": "9月高层例会", "rhythm": "weekly",
        **more,
    }  # fmt: skip
    return open_matter("instruction", Actor.of(cast.suwanqing), "assign", data)


def asked(matter: Matter) -> list[str]:
    items = WorkItem.objects.filter(matter=matter, step="give_progress", closed_at=None)
    return [one.person.name for one in items if one.person]


def test_progress_is_asked_for_in_its_rhythm(cast: Any, turn_clock: Any, client_of: Any) -> None:
    matter = given(cast)
    assert chores.ask_for_progress() == 0
    turn_clock(clock.at(2026, 9, 14, 9, 30))
    assert chores.ask_for_progress() == 1
    assert asked(matter) == ["马国强"]
    assert chores.ask_for_progress() == 0
    item = WorkItem.objects.get(matter=matter, step="give_progress")
    assert item.due_at is not None  # its own clock: silence is an alert
    page = client_of(cast.maguoqiang).get(matter.get_absolute_url()).content.decode()
    assert "签收" not in page and page.count("报告督办进展") >= 2  # who owes it, and the button
    data = {"percent": 40, "progress": "已盘点，缺口两类"}
    perform(matter, "acknowledge", Actor.of(cast.maguoqiang), data, item=item.pk)
    details = matter.assignment
    details.refresh_from_db()
    assert (details.percent, details.progress) == (40, "已盘点，缺口两类")
    assert asked(matter) == []
    assert Notification.objects.filter(matter=matter.pk, recipient=cast.suwanqing, kind="progress").exists()


def test_reported_unasked_the_rhythm_begins_anew(cast: Any, turn_clock: Any) -> None:
    matter = given(cast)
    turn_clock(clock.at(2026, 9, 11, 10, 0))
    perform(matter, "report_progress", Actor.of(cast.maguoqiang), {"percent": 20, "progress": "在盘点"})
    turn_clock(clock.at(2026, 9, 15, 10, 0))
    assert chores.ask_for_progress() == 0


def test_the_office_watches_over_it(cast: Any) -> None:
    matter = given(cast)
    assert Matter.objects.visible_to(cast.wangyang).filter(pk=matter.pk).exists()
    assert not Matter.objects.visible_to(cast.linwan).filter(pk=matter.pk).exists()
    perform(matter, "supervise_office", Actor.of(cast.wangyang), {"text": "本周未见进展，请说明"})
    told = Notification.objects.filter(matter=matter.pk, kind="urged").values_list("recipient", flat=True)
    assert {cast.maguoqiang.pk, cast.suwanqing.pk} <= set(told)
    with pytest.raises(NotAllowed):
        perform(matter, "supervise_office", Actor.of(cast.maguoqiang), {"text": "—"})


def test_leaders_see_all_of_it_in_one_list(cast: Any, client_of: Any, turn_clock: Any) -> None:
    matter = given(cast)
    client = client_of(cast.suwanqing)
    shown = client.get("/instructions/").content.decode()
    assert "备件周转" in shown
    assert "9月高层例会" in shown
    assert "备件周转" not in client_of(cast.linwan).get("/instructions/").content.decode()
    turn_clock(clock.at(2026, 10, 21, 9, 0))
    client = client_of(cast.suwanqing)  # the former session is over
    assert "备件周转" in client.get("/instructions/?which=late").content.decode()
    perform(matter, "report_back", Actor.of(cast.maguoqiang), {"result": "已降到七天"})
    perform(matter, "close", Actor.of(cast.suwanqing), {"opinion": "好"})
    assert "备件周转" in client.get("/instructions/?which=over").content.decode()
    assert client.get(matter.get_absolute_url()).status_code == 200


def test_the_list_costs_the_same_for_many(cast: Any, client_of: Any) -> None:
    client = client_of(cast.suwanqing)

    def queries() -> int:
        client.get("/instructions/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/instructions/")
        return len(seen)

    given(cast)
    before = queries()
    for n in range(4):
        given(cast, title=f"督办{n}")
    assert queries() == before
    assert before <= 16
