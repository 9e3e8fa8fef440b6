"""A statement composed once gives what its query set gives, whatever the values."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from xieli.core import clock
from xieli.core.composed import composed
from xieli.core.readonly import WriteWhileReading, refuse_writes
from xieli.organisation.models import Appointment, Delegation, Department, Person

pytestmark = pytest.mark.django_db


def told(row: Any) -> Any:
    """A row with all that was read of it, related rows too."""
    if not hasattr(row, "_meta"):
        return row
    related = {name: told(one) for name, one in row._state.fields_cache.items()}
    values = {name: value for name, value in row.__dict__.items() if name != "_state"}
    return type(row), values, related, row._state.adding, row._state.db


def by_department(department: Any) -> QuerySet[Any, Any]:
    return Person.objects.filter(department=department).select_related("department__head").order_by("id")


def with_posts(duty: Any, day: Any) -> QuerySet[Any, Any]:
    held = Appointment.objects.filter(person=OuterRef("pk"), post__duties__contains=duty)
    rows = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)
    return rows.annotate(has=Exists(held), posts=Count("appointments"), twice=F("id") * 2).order_by("-id")[:7]


def names(ids: Any) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__among=ids).order_by("number").values_list("name", flat=True)


def pairs(ids: Any) -> QuerySet[Any, Any]:
    return (
        Person.objects.filter(department__among=ids).order_by("number").values_list("name", "department_id")
    )


def some_columns(department: Any) -> QuerySet[Any, Any]:
    return Person.objects.filter(department_id=department).defer("pinyin", "initials").order_by("id")


@pytest.mark.parametrize("build", [by_department, some_columns])
def test_instances_with_what_was_read_along(cast: Cast, build: Callable[..., Any]) -> None:
    ask = composed(build)
    for department in (cast.rd.pk, cast.om.pk, 0, cast.rd.pk):
        assert [told(one) for one in ask(department)] == [told(one) for one in build(department)]


def test_annotations_and_limits(cast: Cast) -> None:
    ask, today = composed(with_posts), clock.now().date()
    for duty in (["agent"], ["dispatcher"]):
        for day in (today, today - timedelta(days=9000)):
            assert [told(one) for one in ask(duty, day)] == [told(one) for one in with_posts(duty, day)]


@pytest.mark.parametrize("ids", [[], [1], [2, 1, 3]])
def test_lists_of_values_and_lists_as_values(cast: Cast, ids: list[int]) -> None:
    people = [Person.objects.order_by("id")[n].pk for n in ids]
    assert composed(names)(people) == list(
        Person.objects.filter(pk__in=people).order_by("number").values_list("name", flat=True)
    )
    departments = [Department.objects.order_by("id")[n].pk for n in ids]
    assert composed(pairs)(departments) == list(pairs(departments))


def test_the_first_row_or_none(cast: Cast) -> None:
    ask = composed(lambda number: Person.objects.filter(number=number))
    assert ask.first(cast.linwan.number) == cast.linwan
    assert ask.first("nobody") is None


def test_what_is_typed_stays_a_value(cast: Cast) -> None:
    ask = composed(lambda name: Person.objects.filter(name=name))
    assert ask("x' or 'a'='a") == []
    assert ask("100%s") == []


def test_it_is_one_watched_statement_composed_once(cast: Cast, monkeypatch: Any) -> None:
    composings = []

    def build(pk: Any) -> QuerySet[Person]:
        composings.append(pk)
        return Person.objects.filter(pk=pk)

    ask = composed(build)
    with CaptureQueriesContext(connection) as queries:
        for person in (cast.linwan, cast.bailu, cast.linwan):
            assert ask(person.pk) == [person]
    assert len(queries) == 3 and len(composings) == 1
    assert str(cast.bailu.pk) in queries[1]["sql"]


def test_reading_requests_watch_prepared_statements_too(cast: Cast) -> None:
    from xieli.core.database import prepared

    with connection.execute_wrapper(refuse_writes), prepared() as cursor, pytest.raises(WriteWhileReading):
        cursor.execute("update organisation_person set name = %s", ["x"])


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(TypeError):
        composed(lambda day: Delegation.objects.filter(from_at__lte=day).values())(clock.now())
    with pytest.raises(TypeError):
        composed(lambda pk: Department.objects.filter(pk=pk).prefetch_related("people"))(1)
