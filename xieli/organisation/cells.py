"""Departments and people in tables of hundreds of rows: looked up in memory, so that a row costs no query."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from xieli.core.forms import Choose, ChooseMany
from xieli.organisation import snapshot
from xieli.organisation.fields import DEPARTMENTS, PEOPLE
from xieli.organisation.models import Department, Person

Known = Department | Person
Index = dict[str, Known]
_held: tuple[snapshot.Snapshot, Index, Index] | None = None


def _indexes() -> tuple[Index, Index]:
    """Departments in use and people employed, by uid; made once for each state of the organisation."""
    global _held
    now = snapshot.current()
    if _held is None or _held[0] is not now:
        departments: Index = {str(one.uid): one for one in now.departments.values() if one.active}
        people: Index = {str(one.uid): one for one in now.people.values() if one.active}
        _held = now, departments, people
    return _held[1:]


class _Cell(forms.Field):
    """One row of the organisation by its outside identifier; only the chosen one stands among the options."""

    url: Any = DEPARTMENTS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=Choose(url=self.url), **kwargs)

    def known(self) -> Index:
        """Everybody that may be named, by uid."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        """The uid, and its name as the one option there is."""
        uid = str(getattr(value, "uid", value) or "")
        found = self.known().get(uid) if uid else None
        self.widget.choices = [("", ""), *([(uid, str(found))] if found else [])]
        return uid

    def to_python(self, value: Any) -> Known | None:
        """The row meant. Raises ValidationError."""
        return _find(self.known(), value, self.error_messages) if value not in self.empty_values else None


class DepartmentCell(_Cell):
    """One department."""

    def known(self) -> Index:
        """Departments in use."""
        return _indexes()[0]


class PersonCell(_Cell):
    """One employed person."""

    url = PEOPLE

    def known(self) -> Index:
        """The employed."""
        return _indexes()[1]


class DepartmentsCell(forms.Field):
    """Several departments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ChooseMany(url=DEPARTMENTS), **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        """Their uids, and their names as the options."""
        uids = [str(getattr(one, "uid", one)) for one in value or []]
        known = _indexes()[0]
        self.widget.choices = [(uid, str(known[uid])) for uid in uids if uid in known]
        return uids

    def to_python(self, value: Any) -> list[Known]:
        """The rows meant. Raises ValidationError."""
        known = _indexes()[0]
        return [_find(known, one, self.error_messages) for one in value or []]


def _find(known: Index, value: Any, messages: Any) -> Known:
    try:
        return known[str(UUID(str(value)))]
    except (KeyError, ValueError):
        raise ValidationError(messages["invalid_choice"], code="invalid_choice") from None
