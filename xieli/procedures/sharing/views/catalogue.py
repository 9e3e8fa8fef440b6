"""The catalogue: found, looked at, booked from."""

import json
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html, store
from xieli.core.imports import XLSX, download
from xieli.organisation.queries import departments

from .. import queries, timetable
from ..catalogue import BlackoutForm
from ..imports import exported
from ..models import Resource
from .access import keeps, keeps_all, one_of

PAGE = 20
OF_ALL = {"resourceTimelineDay": "日", "resourceTimelineWeek": "周", "resourceTimelineMonth": "月"}
OF_ONE = {"timeGridWeek": "周", "dayGridMonth": "月"}


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Resources by words, kind and owner: as a calendar to draw in, or as the table of a week; as Excel too."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "kind", "department", "retired")}
    found = queries.listed(asked["q"], asked["kind"], asked["department"], retired=bool(asked["retired"]))
    if "xlsx" in request.GET:
        return download(exported(found), f"{pgettext('many', '共享资源')}.xlsx", XLSX)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        **asked,
        "page": page,
        **_week(request, page.object_list),
        "calendar": _calendar(request, OF_ALL, page.object_list),
        "kinds": Resource.Kind.choices,
        "departments": departments(),
        "keeps": keeps_all(request.person),
    }
    return html.render(request, "sharing/index.html", context, fragment="rows")


@employee
@require_GET
def detail(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One resource: its sheet, its calendar, when it can't be had."""
    return show(request, one_of(uid), BlackoutForm())


def show(request: EmployeeRequest, one: Resource, form: BlackoutForm, status: int = 200) -> HttpResponse:
    """Its page, with what is to be corrected in the form of times out of use."""
    context = {
        "resource": one,
        **_week(request, [one]),
        "calendar": {**_calendar(request, OF_ONE, [one]), "one": str(one.uid)},
        "blackouts": one.blackouts.filter(ends_at__gt=clock.now()),
        "blackout_form": form,
        "keeps": keeps(request.person, one),
    }
    return html.render(request, "sharing/detail.html", context, status=status, fragment="resource")


@employee
@require_GET
def photo(request: EmployeeRequest, uid: str) -> HttpResponse:
    """What it looks like."""
    one = one_of(uid)
    if not one.photo or not store.path_of(one.photo).is_file():
        raise Http404
    response = HttpResponse(store.read(one.photo), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _week(request: EmployeeRequest, resources: Any) -> dict[str, Any]:
    monday = timetable.monday_of(request.GET.get("week", "") or request.GET.get("on", ""), clock.now())
    days = [monday + timedelta(days=n) for n in range(7)]
    return {
        "rows": timetable.rows(resources, monday, request.person),
        "days": days, "before": days[0] - timedelta(days=7), "after": days[0] + timedelta(days=7),
        "table": request.GET.get("view") == "table",
    }  # fmt: skip


def _calendar(request: EmployeeRequest, views: dict[str, str], resources: Any) -> dict[str, Any]:
    """What the calendar needs: its views, the day, the resources shown."""
    chosen = request.GET.get("view", "")
    on: date = timetable.day_of(request.GET.get("on", ""), clock.now())
    labels = {"日": pgettext("view", "日"), "周": _("周"), "月": _("月")}
    return {
        "view": chosen if chosen in views else [*views][-2],
        "views": ",".join(views),
        "on": f"{on}",
        "events": f"{reverse('sharing:events')}?ids={','.join(str(one.uid) for one in resources)}",
        "words": json.dumps({
            **{view: labels[word] for view, word in views.items()},
            "today": pgettext("button", "今天"), "prev": _("往前"), "next": _("往后"),
            "close": _("关闭"), "calendar": _("日历"),
            "move": _("改时间："), "failed": _("操作没有成功，请稍后重试。"),
        }),
        "resources": [
            {"id": str(one.uid), "title": one.name,
             "extendedProps": {"url": reverse("sharing:detail", args=[one.uid]), "under": _under(one)}}
            for one in resources
        ],
    }  # fmt: skip


def _under(one: Resource) -> str:
    many = " · " + _("共 %(n)s") % {"n": one.quantity} if one.quantity > 1 else ""
    ended = " · " + _("检定试验已过期") if one.certificate == "red" else ""
    return f"{one.code} · {one.department.short_name}{many}{ended}"
