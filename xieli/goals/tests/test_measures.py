"""Measures belong to a goal; what they stand at is recorded day by day and never rewritten."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.cast import Cast
from xieli.core import clock
from xieli.goals import commands, measures, queries
from xieli.goals.models import Goal, Measure, Reading

pytestmark = pytest.mark.django_db
TODAY = clock.at(2026, 7, 1, 10)


@pytest.fixture(autouse=True)
def today(turn_clock: Any) -> None:
    turn_clock(TODAY)


def row(name: str, target: int = 100, start: int = 0, uid: Any = None, weight: int = 1) -> dict[str, Any]:
    return {
        "uid": uid, "name": name, "unit": "%", "start": Decimal(start), "target": Decimal(target), "weight": weight,
    }  # fmt: skip


def goal(cast: Cast, *rows: dict[str, Any], code: str = "MB-1", parent: Goal | None = None) -> Goal:
    told = {"code": code, "title": code, "kind": "customer", "year": 2026, "department": cast.cs}
    return commands.save_goal(None, **told, parent=parent, measures=rows)


def test_a_goal_below_counts_in_the_one_above(cast: Cast) -> None:
    top = goal(cast, code="A")
    low = goal(cast, row("满意度", 95, 90), code="B", parent=top)
    measures.record(low.measures.get(), cast.zhoumin, on=date(2026, 6, 30), value=Decimal(94))
    assert queries.percents() == {top.pk: 80, low.pk: 80}


def test_measures_keep_what_they_stand_at_when_the_goal_is_changed(cast: Cast) -> None:
    one = goal(cast, row("甲"), row("乙"))
    first, second = one.measures.all()
    measures.record(first, cast.zhoumin, on=date(2026, 6, 30), value=Decimal(30))
    measures.set_measures(one, [row("甲", uid=second.uid), row("乙", 50, uid=first.uid)])  # they change names
    assert [(m.name, m.actual) for m in one.measures.all()] == [("甲", None), ("乙", Decimal(30))]


def test_one_with_readings_is_not_taken_away(cast: Cast) -> None:
    one = goal(cast, row("甲"), row("乙"))
    measures.record(one.measures.first(), cast.zhoumin, on=date(2026, 6, 30), value=Decimal(30))
    with pytest.raises(ValidationError, match="已有实际值"):
        measures.set_measures(one, [row("乙", uid=one.measures.last().uid)])
    measures.set_measures(one, [row("甲", uid=one.measures.first().uid)])
    assert [m.name for m in one.measures.all()] == ["甲"]


def test_two_of_one_name_are_refused_and_nothing_is_saved(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        goal(cast, row("甲"), row("甲"))
    assert not Goal.objects.exists()


def test_the_newest_day_counts_whatever_was_written_last(cast: Cast) -> None:
    measure = goal(cast, row("甲")).measures.get()
    for day, value in ((30, 40), (15, 20), (30, 45)):
        measures.record(measure, cast.zhoumin, on=date(2026, 6, day), value=Decimal(value))
    assert Measure.objects.get().actual == 45
    assert Reading.objects.count() == 3


def test_what_lies_ahead_can_not_be_recorded(cast: Cast) -> None:
    measure = goal(cast, row("甲")).measures.get()
    with pytest.raises(ValidationError):
        measures.record(measure, cast.zhoumin, on=date(2026, 7, 2), value=Decimal(1))


def test_the_database_wants_a_way_to_go(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        goal(cast, row("甲", 0))


@pytest.mark.parametrize(
    ("name", "yes"),
    [("zhoumin", True), ("hanliren", True), ("jiangyifan", True), ("linwan", False), ("maguoqiang", False)],
)
def test_the_head_of_the_department_that_answers_records(cast: Cast, name: str, yes: bool) -> None:
    one = goal(cast, row("甲"))
    assert measures.may_record(getattr(cast, name), one) is yes
    commands.close_goal(one)
    assert measures.may_record(getattr(cast, name), Goal.objects.get()) is False


class TestPages:
    def form(self, cast: Cast, **facts: Any) -> dict[str, Any]:
        told = {"code": "MB-2", "title": "缩短抢修时间", "kind": "efficiency", "year": 2026, "period": "h2"}
        told |= {"department": str(cast.om.uid), "measures-0-name": "平均抢修时长", "measures-0-unit": "分钟"}
        return told | {"measures-0-start": "60", "measures-0-target": "30"} | facts

    def test_a_goal_is_set_with_its_measures_and_recorded_by_the_head(
        self, cast: Cast, client_of: Any
    ) -> None:
        assert client_of(cast.hanliren).post("/goals/new/", self.form(cast)).status_code == 303
        measure, head = Measure.objects.get(), client_of(cast.maguoqiang)
        path = f"/goals/measures/{measure.uid}/"
        assert path in head.get(measure.goal.get_absolute_url()).content.decode()
        assert head.post(path, {"on": "2026-06-30", "value": "45"}).status_code == 303
        page = head.get(measure.goal.get_absolute_url()).content.decode()
        assert "50%" in page and "下半年" in page
        assert client_of(cast.linwan).post(path, {"on": "2026-06-30", "value": "45"}).status_code == 404

    def test_a_target_like_the_start_comes_back_with_what_was_typed(self, cast: Cast, client_of: Any) -> None:
        answer = client_of(cast.hanliren).post("/goals/new/", self.form(cast, **{"measures-0-target": "60"}))
        assert answer.status_code == 422
        assert "目标值要与起点不同" in answer.content.decode() and "平均抢修时长" in answer.content.decode()

    def test_the_list_is_narrowed_and_exported_as_seen(self, cast: Cast, client_of: Any) -> None:
        goal(cast, row("甲"), code="A")
        commands.save_goal(None, code="B", title="抢修", kind="efficiency", year=2026, department=cast.om)
        client = client_of(cast.linwan)
        page = client.get("/goals/?year=2026&kind=efficiency").content.decode()
        assert "抢修" in page and "/goals/?year=2026" in page
        assert [line.goal.code for line in queries.lines(2026, text="抢")] == ["B"]
        assert [line.goal.code for line in queries.lines(2026, department=cast.cs.pk)] == ["A"]
        assert "没有符合的目标" in client.get("/goals/?year=2026&state=closed").content.decode()
        answer = client.get("/goals/?year=2026&export=1")
        assert answer["Content-Type"].endswith("sheet") and answer.content[:2] == b"PK"

    def test_a_goals_page_costs_the_same_however_much_hangs_on_it(
        self, cast: Cast, client_of: Any, django_assert_max_num_queries: Any
    ) -> None:
        top = goal(cast, *(row(f"指标{n}") for n in range(10)), code="T")
        for n in range(20):
            goal(cast, row("甲"), code=f"G{n}", parent=top)
        client = client_of(cast.zhoumin)
        client.get(top.get_absolute_url())
        with django_assert_max_num_queries(14):
            client.get(top.get_absolute_url())
