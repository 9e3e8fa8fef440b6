"""Bringing in the organisation from Excel: departments, then posts, then people."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from xieli.core.imports import import_page
from xieli.organisation.http import PersonRequest
from xieli.organisation.imports import DEPARTMENTS, PEOPLE, POSTS


def _who(request: PersonRequest) -> Any:
    """Whose import it is: a person's, or the administrator's, who is none."""
    return request.person or request.user


def departments(request: PersonRequest) -> HttpResponse:
    """Departments, their place in the tree, who leads them."""
    return import_page(request, DEPARTMENTS, by=_who(request), back=reverse("organisation:chart"))


def posts(request: PersonRequest) -> HttpResponse:
    """Posts of departments already there."""
    return import_page(request, POSTS, by=_who(request), back=reverse("organisation:chart"))


def people(request: PersonRequest) -> HttpResponse:
    """People in posts already there."""
    return import_page(request, PEOPLE, by=_who(request), back=reverse("organisation:people"))
