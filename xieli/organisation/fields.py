"""Form fields that name people, departments and posts by their outside identifier."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, ChooseMany, Moment
from xieli.organisation import queries
from xieli.organisation.models import Department, Person, Post


class _OnlyChosen:
    """Sends only the options already chosen to the page: the others come by typing."""

    choices: Any

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The chosen rows as options."""
        if hasattr(self.choices, "queryset"):  # else drawn before
            rows = self.choices.queryset.filter(uid__in=[one for one in value if one])
            self.choices = [("", ""), *((str(row.uid), str(row)) for row in rows)]
        return super().optgroups(name, value, attrs)  # type: ignore[misc]


class Picker(_OnlyChosen, Choose):
    """One of too many to list."""


class MultiPicker(_OnlyChosen, ChooseMany):
    """Several of too many to list."""


PEOPLE = reverse_lazy("organisation:suggest_people")
DEPARTMENTS = reverse_lazy("organisation:suggest_departments")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One employed person."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("员工"))
        kwargs.setdefault("widget", Picker(url=PEOPLE))
        super().__init__(_employed(), to_field_name="uid", **kwargs)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several employed people."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("员工"))
        kwargs.setdefault("widget", MultiPicker(url=PEOPLE))
        super().__init__(_employed(), to_field_name="uid", **kwargs)


class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One department in use: from memory while no form narrows the choice (docs/decisions/0188)."""

    _all: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("部门"))
        kwargs.setdefault("widget", Picker(url=DEPARTMENTS))
        kwargs.setdefault("empty_label", "")
        super().__init__(_in_use(), to_field_name="uid", **kwargs)
        self._all = self.queryset

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied: Any = super().__deepcopy__(memo)
        copied._all = copied.queryset if self.queryset is self._all else None
        return copied

    def to_python(self, value: Any) -> Any:
        """The department, one's own copy. What memory doesn't know, the database is asked for and refuses."""
        found = queries.own_department(value) if self.queryset is self._all else None
        return super().to_python(value) if found is None else found


class DepartmentsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several departments in use."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("部门"))
        kwargs.setdefault("widget", MultiPicker(url=DEPARTMENTS))
        super().__init__(_in_use(), to_field_name="uid", **kwargs)


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One post of a department in use, said with its department."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("岗位"))
        kwargs.setdefault("widget", Choose())
        posts = Post.objects.filter(department__active=True).select_related("department")
        super().__init__(
            posts.order_by("department__order", "name"), to_field_name="uid", empty_label="", **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        """The post as people say it."""
        return f"{obj.department.name} · {obj.name}"


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several posts of departments in use."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("岗位"))
        kwargs.setdefault("widget", ChooseMany())
        posts = Post.objects.filter(department__active=True).select_related("department")
        super().__init__(posts.order_by("department__order", "name"), to_field_name="uid", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The post as people say it."""
        return f"{obj.department.name} · {obj.name}"


MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


class MomentField(forms.DateTimeField):
    """A moment, typed as the wall clock in China shows it."""

    widget = Moment

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", MOMENTS)
        super().__init__(**kwargs)


def _employed() -> QuerySet[Person]:
    return Person.objects.filter(left_on=None)


def _in_use() -> QuerySet[Department]:
    return Department.objects.filter(active=True)
