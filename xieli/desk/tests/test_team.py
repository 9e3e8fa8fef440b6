"""我的部门: who holds what, who is away, passing work on."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.desk.loads import NEAREST, QUEUE, Load, loads_of, unfold
from xieli.desk.views.team import departments_for
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Clock, Matter, WorkItem
from xieli.organisation.models import Delegation

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
Submit = Callable[..., Matter]
LoggedIn = Callable[[Any], Client]


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def shown(department: Any, person: Any, *asked: str) -> list[Load]:
    """The loads as the board shows them."""
    loads = loads_of(department, person)
    unfold(loads, department, person, asked)
    return loads


def titles(page: str) -> list[str]:
    return re.findall(r"data-row-link>([^<]*)</a>", page)


def hand_to(matter: Matter, cast: Cast, person: Any) -> None:
    data = {"person": str(person.uid), "reason": "分工"}
    perform(matter, "reassign", Actor.of(cast.tangyue), data)


def test_the_board_shows_the_queue_and_what_each_person_holds(submit: Submit, cast: Cast) -> None:
    submit("待认领", cast.rd)
    hand_to(submit("在方启明手里", cast.rd), cast, cast.fangqiming)
    loads = shown(cast.rd, cast.tangyue, str(cast.fangqiming.uid))
    held = {load.person: [one.item.matter.title for one in load.items] for load in loads}
    assert loads[0].person is None
    assert held[None] == ["待认领"]
    assert held[cast.fangqiming] == ["在方启明手里"]
    assert held[cast.yezhen] == []
    assert {load.person: load.count for load in loads if load.count} == {None: 1, cast.fangqiming: 1}


def test_the_numbers_are_those_of_the_database_however_many_there_are(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    for n in range(NEAREST + 3):
        submit(f"旧 {n}", cast.rd, now=MONDAY - timedelta(days=9))
    for n in range(NEAREST + 2):
        hand_to(submit(f"新 {n}", cast.rd), cast, cast.fangqiming)
    queue, load = shown(cast.rd, cast.tangyue)[:2]
    assert (queue.count, queue.late, len(queue.items)) == (NEAREST + 3, NEAREST + 3, NEAREST)
    assert (load.person, load.count, load.late, len(load.items)) == (cast.fangqiming, NEAREST + 2, 0, NEAREST)
    page = client_of(cast.tangyue).get("/team/").content.decode()
    assert f'<b class="">{2 * NEAREST + 5}</b>' in page
    assert f"{NEAREST + 3} 件超时" in page
    assert f"列出全部 {NEAREST + 3} 件" in page


def test_numbers_say_what_the_lights_of_the_items_say(submit: Submit, cast: Cast) -> None:
    for days in (0, 1, 2, 3, 4, 9):
        submit(f"{days}", cast.rd, now=MONDAY - timedelta(days=days))
    paused = Clock.objects.order_by("id").first()
    assert paused is not None
    Clock.objects.filter(pk=paused.pk).update(paused_at=MONDAY, next_at=None)
    (queue,) = (load for load in shown(cast.rd, cast.tangyue, QUEUE) if load.person is None)
    levels = [one.due.level for one in queue.items]
    assert {"red", "ok", "pause"} <= set(levels)
    assert (queue.count, queue.late, queue.soon) == (6, levels.count("red"), levels.count("amber"))


def test_what_is_folded_away_comes_when_it_is_unfolded_and_stays(
    submit: Submit, cast: Cast, client_of: LoggedIn
) -> None:
    hand_to(submit("在叶甄手里", cast.rd), cast, cast.yezhen)
    submit("待认领", cast.rd)
    client, key = client_of(cast.tangyue), cast.yezhen.uid
    page = client.get("/team/").content.decode()
    assert titles(page) == ["待认领"]
    assert f'load={key}" hx-trigger="toggle once"' in page
    part = client.get(f"/team/?load={key}", headers=HTMX).content.decode().lstrip()
    assert part.startswith(f'<section class="card load" id="load-{key}"><details open>')
    assert titles(part) == ["在叶甄手里"]
    assert f'<input type="hidden" name="unfolded" value="{key}">' in part
    fresh = client.get(f"/team/?unfolded={key}", headers=HTMX).content.decode()
    assert titles(fresh) == ["待认领", "在叶甄手里"]


def test_all_of_a_load_are_listed_when_asked_for(submit: Submit, cast: Cast) -> None:
    for n in range(NEAREST + 3):
        submit(f"事项 {n}", cast.rd)
    (queue,) = (load for load in shown(cast.rd, cast.tangyue, QUEUE) if load.person is None)
    assert (len(queue.items), queue.left) == (NEAREST + 3, 0)


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
    loads = shown(cast.rd, cast.yezhen, QUEUE, str(cast.fangqiming.uid))
    assert not any(load.items or load.count for load in loads)


def test_the_board_stays_within_its_budget(
    submit: Submit, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        hand_to(submit(f"事项 {n}", cast.rd), cast, cast.fangqiming)
    client = client_of(cast.tangyue)
    client.get("/team/")
    with django_assert_max_num_queries(8), clock.turned_to(MONDAY):
        client.get("/team/")
