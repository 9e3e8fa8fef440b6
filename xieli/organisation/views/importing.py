"""Bringing in the organisation from Excel: departments, then posts, then people."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xieli.core.imports import Importer, Report, import_page
from xieli.core.marks import labelled
from xieli.organisation.http import PersonRequest
from xieli.organisation.imports import DEPARTMENTS, PEOPLE, POSTS
from xieli.organisation.views.form_page import record


def _who(request: PersonRequest) -> Any:
    """Whose import it is: a person's, or the administrator's, who is none."""
    return request.person or request.user


def _page(request: PersonRequest, importer: Importer, back: str) -> HttpResponse:
    def done(report: Report) -> None:
        counted = {"created": report.created, "updated": report.updated}
        record(
            request,
            labelled(_("从 Excel 导入"), importer.sheet.name),
            _("新增 %(created)s，更新 %(updated)s") % counted,
        )

    return import_page(request, importer, by=_who(request), back=reverse(back), done=done)


def departments(request: PersonRequest) -> HttpResponse:
    """Departments, their place in the tree, who leads them."""
    return _page(request, DEPARTMENTS, "organisation:chart")


def posts(request: PersonRequest) -> HttpResponse:
    """Posts of departments already there."""
    return _page(request, POSTS, "organisation:chart")


def people(request: PersonRequest) -> HttpResponse:
    """People in posts already there."""
    return _page(request, PEOPLE, "organisation:people")
