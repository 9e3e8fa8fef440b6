"""Form fields that name people and departments by their outside identifier, and moments by the wall clock in China."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, ChooseMany, Moment
from xieli.organisation.models import Department, Person


class _OnlyChosen:
    """Render only the options that are chosen: the others come by search."""

    choices: Any

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The chosen rows as options."""
        if hasattr(self.choices, "queryset"):
            key = self.choices.field.to_field_name or "pk"
            chosen = self.choices.queryset.filter(**{f"{key}__in": [one for one in value if one]})
            self.choices = [("", ""), *((str(getattr(one, key)), str(one)) for one in chosen)]
        return super().optgroups(name, value, attrs)  # type: ignore[misc]


class Picker(_OnlyChosen, Choose):
    """One of too many to list."""


class MultiPicker(_OnlyChosen, ChooseMany):
    """Several of too many to list."""


PEOPLE = reverse_lazy("organisation:suggest_people")
DEPARTMENTS = reverse_lazy("organisation:suggest_departments")


def _people() -> "QuerySet[Person]":
    return Person.objects.filter(left_on=None)


def _departments() -> "QuerySet[Department]":
    return Department.objects.filter(active=True)


class PersonField(forms.ModelChoiceField):
    """One employee, by uid."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("人员"))
        kwargs.setdefault("widget", Picker(url=PEOPLE))
        super().__init__(_people(), to_field_name="uid", **kwargs)


class PeopleField(forms.ModelMultipleChoiceField):
    """Several employees, by uid."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("人员"))
        kwargs.setdefault("widget", MultiPicker(url=PEOPLE))
        super().__init__(_people(), to_field_name="uid", **kwargs)


class DepartmentField(forms.ModelChoiceField):
    """One department, by uid."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("部门"))
        kwargs.setdefault("widget", Picker(url=DEPARTMENTS))
        super().__init__(_departments(), to_field_name="uid", **kwargs)


class DepartmentsField(forms.ModelMultipleChoiceField):
    """Several departments, by uid."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("部门"))
        kwargs.setdefault("widget", MultiPicker(url=DEPARTMENTS))
        super().__init__(_departments(), to_field_name="uid", **kwargs)


class MomentField(forms.DateTimeField):
    """A moment, typed as the wall clock in China shows it."""

    widget = Moment

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


def text_area(**attrs: Any) -> forms.Textarea:
    """The box for opinions and reasons: three lines, grows."""
    return forms.Textarea(attrs={"rows": 3, **attrs})
