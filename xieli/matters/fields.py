"""The fields forms of acts are made of: the organisation's, and the box for words."""

from typing import Any

from django import forms

from xieli.organisation.fields import (
    DepartmentField,
    DepartmentsField,
    MomentField,
    PeopleField,
    PersonField,
    PostsField,
)

__all__ = [
    "DepartmentField", "DepartmentsField", "MomentField", "PeopleField", "PersonField", "PostsField", "text_area",
]  # fmt: skip


def text_area(**attrs: Any) -> forms.Textarea:
    """The box for opinions and reasons: three lines, grows."""
    return forms.Textarea(attrs={"rows": 3, **attrs})
