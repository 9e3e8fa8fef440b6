"""Hundreds of open items: nobody waits while each gets its line; the worker does it, the page says how far it is."""

import os
from time import perf_counter
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.commands import stand_in
from xieli.matters.models import Event, WorkItem
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.notifications import worker
from xieli.notifications.models import Notification
from xieli.organisation.models import Delegation

from .scenes import TUESDAY, WEDNESDAY, signing
from .test_people_come_and_go import away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
HEAP = int(os.environ.get("XIELI_HEAP", "5"))


def called(cast: Any) -> int:
    return WorkItem.objects.filter(person=cast.qianwenbo, deputy=cast.bailu, closed_at=None).count()


def test_what_is_more_than_a_few_dozen_the_worker_does(
    cast: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "AT_ONCE", min(stand_in.AT_ONCE, HEAP // 2))
    for _n in range(HEAP):
        signing(cast)
    begun = perf_counter()
    delegation = away(cast.qianwenbo, cast.bailu, include=True)
    print(f"\n{HEAP} open items: {perf_counter() - begun:.2f} s until it was said")
    assert called(cast) == stand_in.AT_ONCE
    with clock.turned_to(TUESDAY):
        page = client_of(cast.qianwenbo).get("/organisation/delegations/").content.decode()
        assert f"还有 {HEAP - stand_in.AT_ONCE} 件待办" in page
        assert not Notification.objects.filter(recipient=cast.bailu, text__contains="已有").exists()
        rounds, begun = 0, perf_counter()
        while Delegation.objects.filter(settling=True).exists():
            rounds += bool(sum(duty() for duty in worker.duties))
        print(f"{perf_counter() - begun:.2f} s for the rest by the worker, in {rounds} rounds")
        assert called(cast) == HEAP and rounds >= 2
        notice = Notification.objects.get(recipient=cast.bailu, kind="stand_in", text__contains="已有")
        assert notice.params["n"] == HEAP
        assert "件待办</" not in client_of(cast.qianwenbo).get("/organisation/delegations/").content.decode()
    assert Event.objects.filter(action="stand_in", principal=cast.qianwenbo).count() == HEAP
    delegation.refresh_from_db()
    assert not delegation.settling and list(breaches(None, OF_MATTERS, TUESDAY)) == []


def test_one_that_ends_meanwhile_leaves_no_item_with_its_deputy(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "AT_ONCE", 1)
    for _n in range(4):
        signing(cast)
    away(cast.qianwenbo, cast.bailu, include=True)
    stand_in.settle_left(TUESDAY)
    assert called(cast) == 2
    stand_in.settle(WEDNESDAY)
    while stand_in.settle_left(WEDNESDAY):
        pass
    assert called(cast) == 0 and not Delegation.objects.filter(settling=True).exists()
