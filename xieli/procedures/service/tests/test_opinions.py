"""客户意见 and its monthly digest (4.3.c)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, perform
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Clock, Follow, Matter, WorkItem
from xieli.notifications.models import Notification
from xieli.notifications.worker import chores
from xieli.procedures.service.opinion_effects import begin_due_digest, opinions_of
from xieli.procedures.service.tests.conftest import Play

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def opinion(play: Play, *, grave: bool = False) -> Matter:
    data = {"text": "站内没有照明，晚上充电不安全", **({"grave": "on"} if grave else {})}
    with clock.turned_to(play.now):
        return open_child(play.case, "opinion", Actor.of(play.cast.linwan), "submit", data)


def test_an_opinion_is_followed_to_its_answer(play: Play, cast: Cast) -> None:
    play.to("resolving")
    one = opinion(play)
    assert one.number == "KY-2026-0001"
    with clock.turned_to(play.now):
        perform(one, "assign", Actor.of(cast.hejing), {"department": str(cast.om.uid)})
        item = WorkItem.objects.get(matter=one, closed_at=None)
        assert (item.step, item.department) == ("answer_opinion", cast.om)
        assert Clock.objects.get(item=item).allowed == 10
        perform(one, "answer", Actor.of(cast.maguoqiang), {"adopted": "adopted", "answer": "月底前加装照明"})
        perform(one, "tell", Actor.of(cast.linwan), {"told": "已短信告知"})
    assert (one.state, one.customer) == ("closed", play.case.customer)


def test_a_grave_opinion_is_assigned_in_a_quarter_of_an_hour_and_told_to_leaders(
    play: Play, cast: Cast
) -> None:
    play.to("resolving")
    one = opinion(play, grave=True)
    due = WorkItem.objects.get(matter=one, closed_at=None).due_at
    assert due == play.now + timedelta(minutes=15)
    told = set(Notification.objects.filter(matter=one.pk, kind="urged").values_list("recipient", flat=True))
    assert {cast.zhoumin.pk, cast.suwanqing.pk, cast.luchengyuan.pk} <= told


def test_only_leaders_of_the_service_assign_opinions(play: Play, cast: Cast) -> None:
    play.to("resolving")
    one = opinion(play)
    with pytest.raises(NotAllowed), clock.turned_to(play.now):
        perform(one, "assign", Actor.of(cast.linwan), {"department": str(cast.om.uid)})


def test_the_digest_of_last_month_begins_by_itself_once(play: Play, cast: Cast) -> None:
    play.to("resolving")
    opinion(play)
    with clock.turned_to(clock.at(2026, 12, 1, 0, 5)):
        assert begin_due_digest in chores
        assert (begin_due_digest(), begin_due_digest()) == (1, 0)
    digest = Matter.objects.get(procedure="opinion_digest")
    assert (digest.title, digest.number) == ("2026-11 客户意见汇编", "YH-2026-01")
    item = WorkItem.objects.get(matter=digest, closed_at=None)
    assert (item.person, Clock.objects.get(item=item).allowed) == (cast.zhoumin, 3)
    with clock.turned_to(clock.at(2026, 12, 2, 10)):
        perform(digest, "issue", Actor.of(cast.zhoumin), {"foreword": "本月意见集中在照明与占位费。"})
    readers = set(Follow.objects.filter(matter=digest).values_list("person", flat=True))
    assert {cast.maguoqiang.pk, cast.suwanqing.pk} <= readers


def test_a_month_without_opinions_has_no_digest(cast: Cast) -> None:
    with clock.turned_to(clock.at(2026, 12, 1, 0, 5)):
        assert begin_due_digest() == 0


def test_the_digests_page_tells_only_what_the_reader_may_know(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("resolving")
    opinion(play)
    url, month = reverse("service:opinions"), {"month": "2026-11"}
    assert "没有照明" in client_of(cast.linwan).get(url, month).content.decode()
    page = client_of(cast.fangqiming).get(url, month).content.decode()
    assert "没有照明" not in page
    assert "另有 1 条" in page
    assert opinions_of(clock.local(play.now).date()).count() == 1
