"""代理 in the ledger: whoever is called to open items, or is no more, has a line in every matter concerned (I5)."""

from typing import Any

import pytest

from xieli.accounts.models import Account
from xieli.core import clock
from xieli.matters.commands import stand_in
from xieli.matters.models import Event
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.notifications.models import Notification
from xieli.organisation import commands as organisation

from .scenes import MONDAY, TUESDAY, WEDNESDAY, accepted, do, holders, open_item, signing
from .test_people_come_and_go import away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def test_every_matter_says_who_stands_in_by_which_delegation_and_when_it_is_over(cast: Any) -> None:
    first, second = signing(cast), signing(cast)
    delegation = away(cast.qianwenbo, cast.bailu, include=True)
    for matter in (first, second):
        line = Event.objects.filter(matter=matter).latest("seq")
        assert (line.action, line.actor_kind, line.authority) == ("stand_in", "system", "delegation")
        assert line.principal == cast.qianwenbo and line.from_state == line.to_state == "signing"
        item = open_item(matter, cast.qianwenbo).pk
        assert line.facts["stand_in"]["items"] == [[item, cast.bailu.pk]]
        assert line.facts["stand_in"]["delegation"] == str(delegation.uid)
    before = Event.objects.filter(action="stand_in").count()
    assert stand_in.settle_due(WEDNESDAY) == 2 and stand_in.settle(WEDNESDAY) == 0
    assert Event.objects.filter(action="stand_in").count() == before + 2
    line = Event.objects.filter(matter=first).latest("seq")
    assert line.facts["stand_in"]["items"] == [[open_item(first, cast.qianwenbo).pk, None]]
    assert list(breaches(None, OF_MATTERS, WEDNESDAY)) == []


def test_two_who_are_away_have_a_line_each(cast: Any) -> None:
    matter = signing(cast)
    with clock.turned_to(MONDAY):
        for one, deputy in ((cast.qianwenbo, cast.bailu), (cast.jiangyifan, cast.shenruozhou)):
            organisation.delegate(one, deputy, TUESDAY, WEDNESDAY, "出差", include_existing=True)
    assert stand_in.settle(TUESDAY) == 2
    lines = Event.objects.filter(matter=matter, action="stand_in").order_by("seq")
    assert {line.principal for line in lines} == {cast.qianwenbo, cast.jiangyifan} and len(lines) == 2
    assert list(breaches(None, OF_MATTERS, TUESDAY)) == []


def test_a_matter_that_cannot_be_settled_leaves_no_other_without_its_deputy(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = signing(cast), signing(cast)
    finish = stand_in.finish

    def faulty(act: Any) -> Any:
        assert act.matter.pk != first.pk
        return finish(act)

    monkeypatch.setattr(stand_in, "finish", faulty)
    away(cast.qianwenbo, cast.bailu, include=True)
    assert [open_item(one, cast.qianwenbo).deputy for one in (first, second)] == [None, cast.bailu]
    notice = Notification.objects.get(recipient=cast.bailu, kind="stand_in", text__contains="已有")
    assert notice.params["n"] == 1


def test_an_act_can_still_be_taken_back_when_a_deputy_was_called(cast: Any) -> None:
    matter = signing(cast)
    away(cast.qianwenbo, cast.bailu, include=True)
    do(matter, "take_back", cast.fangqiming)
    assert holders(matter) == [("work", "RD")]
    assert list(breaches(None, OF_MATTERS, MONDAY)) == []


@pytest.mark.parametrize(
    ("language", "begun", "over"),
    [
        ("zh-hans", "（代 钱文博）</span> 代理变更", "代理结束"),
        ("en", "(for 钱文博)</span> Deputy changed", "nobody stands in any more"),
    ],
)
def test_the_timeline_says_so(cast: Any, client_of: Any, language: str, begun: str, over: str) -> None:
    matter = signing(cast)
    away(cast.qianwenbo, cast.bailu, include=True)
    client = client_of(cast.linwan)
    Account.objects.filter(person=cast.linwan).update(language=language)
    with clock.turned_to(TUESDAY):
        page = client.get(matter.get_absolute_url()).content.decode()
    assert begun in page and "白露" in page.split(begun)[1].split("</li>")[0]
    assert over not in page
    stand_in.settle(WEDNESDAY)
    with clock.turned_to(TUESDAY):
        assert over in client.get(matter.get_absolute_url()).content.decode()


def test_a_deputy_called_when_a_seat_opens_may_see_what_it_is_about_too(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "claim", cast.fangqiming)
    do(matter, "classify", cast.linwan, classification="secret")
    away(cast.qianwenbo, cast.bailu)
    do(matter, "deliver", cast.fangqiming)
    do(matter, "approve", cast.bailu)
