"""我的部门: who holds what, who is away, passing work on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.desk.views.team import departments_for, loads_of
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Matter, WorkItem
from xieli.organisation.models import Delegation

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


def hand_to(matter: Matter, cast: Cast, person: Any) -> None:
    data = {"person": str(person.uid), "reason": "分工"}
    perform(matter, "reassign", Actor.of(cast.tangyue), data)


def test_the_board_shows_the_queue_and_what_each_person_holds(submit: Submit, cast: Cast) -> None:
    submit("待认领", cast.rd)
    hand_to(submit("在方启明手里", cast.rd), cast, cast.fangqiming)
    loads = loads_of(cast.rd, cast.tangyue)
    held = {load.person: [one.item.matter.title for one in load.items] for load in loads}
    assert loads[0].person is None
    assert held[None] == ["待认领"]
    assert held[cast.fangqiming] == ["在方启明手里"]
    assert held[cast.yezhen] == []


def test_the_late_come_first(submit: Submit, cast: Cast) -> None:
    hand_to(submit("新", cast.rd), cast, cast.yezhen)
    late = submit("旧", cast.rd, now=MONDAY - timedelta(days=9))
    perform(
        late,
        "reassign",
        Actor.of(cast.tangyue),
        {"person": str(cast.fangqiming.uid), "reason": "分工"},
        now=MONDAY - timedelta(days=9),
    )
    first = loads_of(cast.rd, cast.tangyue)[0]
    assert (first.person, first.late) == (cast.fangqiming, 1)


def test_who_is_away_is_shown_with_the_deputy(submit: Submit, cast: Cast) -> None:
    Delegation.objects.create(
        person=cast.fangqiming,
        deputy=cast.yezhen,
        from_at=MONDAY - timedelta(hours=1),
        to_at=MONDAY + timedelta(days=1),
        reason="出差",
    )
    away = {load.person: load.deputy for load in loads_of(cast.rd, cast.tangyue)}
    assert away[cast.fangqiming] == cast.yezhen
    assert away[cast.yezhen] is None


def test_who_has_far_more_than_the_others_is_marked(submit: Submit, cast: Cast) -> None:
    for n in range(8):
        hand_to(submit(f"事项 {n}", cast.rd), cast, cast.fangqiming)
    overloaded = [load.person for load in loads_of(cast.rd, cast.tangyue) if load.overloaded]
    assert overloaded == [cast.fangqiming]


def test_the_head_passes_many_on_at_once(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    for n in range(3):
        submit(f"事项 {n}", cast.rd)
    items = list(WorkItem.objects.filter(closed_at=None).values_list("pk", flat=True))
    data = {"item": items, "person": str(cast.yezhen.uid), "reason": "方启明出差", "department": ""}
    client_of(cast.tangyue).post("/team/reassign/", data)
    assert WorkItem.objects.filter(closed_at=None, person=cast.yezhen).count() == 3


def test_passing_on_needs_a_person_and_a_reason(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    submit("事项", cast.rd)
    item = WorkItem.objects.get(closed_at=None)
    client = client_of(cast.tangyue)
    client.post("/team/reassign/", {"item": item.pk, "person": str(cast.yezhen.uid), "reason": " "})
    assert "写明原因" in client.get("/team/").content.decode()
    assert WorkItem.objects.get(closed_at=None).person is None


def test_who_may_not_reassign_is_told_and_nothing_happens(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    hand_to(submit("事项", cast.rd), cast, cast.yezhen)
    item = WorkItem.objects.get(closed_at=None)
    client = client_of(cast.bailu)
    client.post("/team/reassign/", {"item": item.pk, "person": str(cast.bailu.uid), "reason": "想要"})
    assert WorkItem.objects.get(closed_at=None).person == cast.yezhen


def test_an_executive_sees_every_department_of_their_area(cast: Cast) -> None:
    assert {cast.rd, cast.fi} <= set(departments_for(cast.hanliren))
    assert departments_for(cast.fangqiming) == [cast.rd]


def test_another_department_s_board_is_not_shown(submit: Submit, cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.bailu).get("/team/", {"department": str(cast.rd.uid)}).content.decode()
    assert "<h1>财务部</h1>" in page


def test_what_one_may_not_see_is_not_on_the_board(submit: Submit, cast: Cast) -> None:
    matter = submit("密", cast.rd)
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    assert not any(load.items for load in loads_of(cast.rd, cast.yezhen))


def test_the_board_stays_within_its_budget(
    submit: Submit, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        hand_to(submit(f"事项 {n}", cast.rd), cast, cast.fangqiming)
    client = client_of(cast.tangyue)
    client.get("/team/")
    with django_assert_max_num_queries(9), clock.turned_to(MONDAY):
        client.get("/team/")
