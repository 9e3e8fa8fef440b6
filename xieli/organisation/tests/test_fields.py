"""A department named in a form comes from memory, as the database would give it."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from xieli.organisation import queries, snapshot
from xieli.organisation.fields import DepartmentField
from xieli.organisation.models import Department

pytestmark = pytest.mark.django_db


class Chosen(forms.Form):
    department = DepartmentField()


class Narrowed(Chosen):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(code="")  # type: ignore[attr-defined]


def asked(ask: Callable[[], Any]) -> tuple[Any, int]:
    with snapshot.pinned():
        snapshot.current()
        with CaptureQueriesContext(connection) as captured:
            found = ask()
    return found, len(captured)


def test_the_department_is_the_database_s_and_nobody_asks_it(cast: Cast) -> None:
    form = Chosen({"department": str(cast.rd.uid)})
    valid, statements = asked(form.is_valid)
    found, stored = form.cleaned_data["department"], Department.objects.get(pk=cast.rd.pk)
    assert valid
    assert statements == 0
    names = [field.attname for field in Department._meta.concrete_fields]
    assert [getattr(found, name) for name in names] == [getattr(stored, name) for name in names]
    assert (found, found._state.adding, found._state.db) == (stored, False, stored._state.db)


def test_what_one_does_with_it_does_not_change_memory(cast: Cast) -> None:
    form = Chosen({"department": str(cast.rd.uid)})
    assert form.is_valid()
    found: Department = form.cleaned_data["department"]
    found.name = "改了"
    found.duties.append("agent")
    known = queries.department_by_id(cast.rd.pk)
    assert known is not None
    assert known.name != "改了"
    assert "agent" not in known.duties


@pytest.mark.parametrize("value", ["", "nonsense", "019ac0de-0000-7000-8000-000000000000", "\x00"])
def test_what_is_no_department_is_refused(cast: Cast, value: str) -> None:
    assert not Chosen({"department": value}).is_valid()


def test_a_department_out_of_use_is_refused_at_once(cast: Cast) -> None:
    form = {"department": str(cast.rd.uid)}
    assert Chosen(form).is_valid()
    Department.objects.filter(pk=cast.rd.pk).update(active=False)
    assert not Chosen(form).is_valid()


def test_a_form_that_narrows_the_choice_is_followed(cast: Cast) -> None:
    assert not Narrowed({"department": str(cast.rd.uid)}).is_valid()
