"""Single rows by composed statements: what `save` writes, what the database gives back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from xieli.core import clock
from xieli.core.rowwise import added, all_added, changed, changed_since, reserved, standing
from xieli.matters.models import Matter, Round, SavedView
from xieli.organisation.models import Department

pytestmark = pytest.mark.django_db


def matter(cast: Cast, title: str, **more: Any) -> Matter:
    return Matter(
        procedure="toy",
        procedure_version=1,
        state="start",
        title=title,
        classification="internal",
        initiator=cast.linwan,
        opened_at=clock.now(),
        people=[cast.linwan.pk],
        draft={"text": ["一", "二"]},
        **more,
    )


def stored(row: Any) -> dict[str, Any]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}


def test_a_row_is_written_as_save_writes_it_and_knows_what_the_database_gave(cast: Cast) -> None:
    quick = added(matter(cast, "一事"))
    slow = matter(cast, "一事")
    slow.opened_at = quick.opened_at
    slow.save(force_insert=True)
    mine, theirs = stored(quick), stored(slow)
    assert {name for name, value in mine.items() if value != theirs[name]} == {"id", "uid"}
    assert (quick.pk, quick.uid) == (mine["id"], mine["uid"])
    assert not quick._state.adding
    quick.refresh_from_db()


def test_a_changed_row_is_written_whole(cast: Cast) -> None:
    row = added(matter(cast, "旧"))
    row.title, row.assisting, row.lead_department = "新", [cast.rd.pk], cast.rd
    row.opened_at += timedelta(hours=1)
    with CaptureQueriesContext(connection) as asked:
        changed(row)
    assert len(asked) == 1
    found = stored(row)
    assert (found["title"], found["assisting"], found["lead_department_id"]) == (
        "新",
        [cast.rd.pk],
        cast.rd.pk,
    )
    assert found["opened_at"] == row.opened_at
    assert model_to_dict(Matter.objects.get(pk=row.pk)) == model_to_dict(row)


def test_several_are_written_in_one_statement(cast: Cast) -> None:
    views = [SavedView(person=cast.linwan, page="all", name=f"{n}", query="") for n in range(3)]
    with CaptureQueriesContext(connection) as asked:
        all_added(views)
        all_added([])
    assert len(asked) == 1
    assert SavedView.objects.filter(person=cast.linwan).count() == 3
    all_added([SavedView(person=cast.linwan, page="all", name="单", query="")])
    assert SavedView.objects.filter(person=cast.linwan).count() == 4


def test_constraints_and_unsaved_relations_speak_up(cast: Cast) -> None:
    row = added(matter(cast, "一事"))
    again = matter(cast, "二")
    again.pk = row.pk
    with pytest.raises(IntegrityError):
        added(again)


def test_what_is_not_saved_yet_cannot_be_pointed_to(cast: Cast) -> None:
    lost = Round(matter=matter(cast, "未存"), no=1, state="a", step="b", opened_at=clock.now())
    with pytest.raises(ValueError, match="unsaved"):
        added(lost)


def test_who_is_not_there_cannot_be_changed(cast: Cast) -> None:
    row = added(matter(cast, "一事"))
    Matter.objects.filter(pk=row.pk).delete()
    with pytest.raises(Matter.DoesNotExist):
        changed(row)


def test_rows_read_in_part_are_left_to_save(cast: Cast) -> None:
    part = Department.objects.defer("short_name").get(pk=cast.rd.pk)
    part.name = "研发中心"
    changed(part)
    cast.rd.refresh_from_db()
    assert (cast.rd.name, bool(cast.rd.short_name)) == ("研发中心", True)


def test_a_row_can_be_referred_to_before_it_is_written_and_is_written_once(cast: Cast) -> None:
    row = reserved(matter(cast, "先有号"))
    key, uid = row.pk, row.uid
    assert not Matter.objects.filter(pk=key).exists()
    with CaptureQueriesContext(connection) as asked:
        added(row)
    assert len(asked) == 1
    assert (row.pk, row.uid) == (key, uid) == Matter.objects.values_list("pk", "uid").get(pk=key)
    assert added(matter(cast, "下一件")).pk > key


def test_of_a_row_only_the_fields_named_are_written(cast: Cast) -> None:
    row = added(matter(cast, "旧"))
    row.title, row.lead_department = "新", cast.rd
    with CaptureQueriesContext(connection) as asked:
        changed(row, "lead_department")
    assert "title" not in asked[0]["sql"]
    found = stored(row)
    assert (found["title"], found["lead_department_id"]) == ("旧", cast.rd.pk)


def test_what_is_as_it_was_read_is_not_written(cast: Cast) -> None:
    row = added(matter(cast, "旧"))
    before = standing(row)
    row.title, row.people = "新", [*row.people, 7]
    with CaptureQueriesContext(connection) as asked:
        changed_since(row, before)
    assert "classification" not in asked[0]["sql"]
    found = stored(row)
    assert (found["title"], found["people"]) == ("新", [cast.linwan.pk, 7])
    before["people"].append(9)
    assert row.people == [cast.linwan.pk, 7], "a list is kept as it was read"
