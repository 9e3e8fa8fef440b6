"""Importing a year's holidays: template, upload, a look at what was read, confirmation."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xieli.core import html, sheets
from xieli.worktime import calendars, commands, importer
from xieli.worktime.commands import ShiftedDay
from xieli.worktime.forms import AnnouncementForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_SECONDS = 3600
_SALT = "worktime.announcement"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what was read of it is shown before anything is written."""
    posted = request.method == "POST"
    form = AnnouncementForm(request.POST if posted else None, request.FILES if posted else None)
    if not (posted and form.is_valid()):
        return _page(request, {"form": form}, 422 if posted else 200)
    days, errors = importer.read(form.cleaned_data["file"])
    if not days and not errors:
        errors = [_("安排里没有任何一天。")]
    if errors:
        return _page(request, {"form": form, "errors": errors}, 422)
    year = importer.main_year(days)
    context = {
        "days": days,
        "year": year,
        "replaces": not calendars.provisional(year),
        "kept": _keep(year, form.cleaned_data["source"], days),
    }
    return _page(request, context, 200)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Write what was shown. The page carried it, signed: nothing is kept in between."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return _page(
            request, {"form": AnnouncementForm(), "errors": [_("页面已过期，请重新上传文件。")]}, 422
        )
    told = json.loads(kept)
    days = [ShiftedDay(date.fromisoformat(day), name, working) for day, name, working in told["days"]]
    try:
        commands.import_announcement(
            told["year"], days, source=told["source"], by=str(request.user.get_username())
        )
    except ValidationError as error:
        return _page(request, {"form": AnnouncementForm(), "errors": error.messages}, 422)
    messages.success(request, _("已保存，进行中的期限按新的工作时间重算。"))
    return html.redirect(request, reverse("worktime:year", args=["office", told["year"]]))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The Excel template."""
    headers = {"Content-Disposition": 'attachment; filename="holidays.xlsx"'}
    return HttpResponse(sheets.template(importer.SHEET), content_type=XLSX, headers=headers)


def _keep(year: int, source: str, days: list[ShiftedDay]) -> str:
    told = {"year": year, "source": source, "days": [(d.day.isoformat(), d.name, d.working) for d in days]}
    return signing.dumps(json.dumps(told), salt=_SALT, compress=True)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return html.render(request, "worktime/import.html", context, status=status, fragment="panel")
