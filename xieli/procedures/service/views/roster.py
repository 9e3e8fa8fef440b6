"""值班表: this week and what follows, or a whole month, on a sheet; by hand or from Excel."""

import calendar
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.core import html
from xieli.core.clock import local, now
from xieli.core.forms import Date, Form
from xieli.core.imports import import_page
from xieli.matters.fields import PersonField
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department
from xieli.procedures.service.models import Duty, Shift
from xieli.procedures.service.roster import commands, queries
from xieli.procedures.service.roster.imports import ROSTER_IMPORT
from xieli.procedures.service.views.access import planners, rostered


class AssignForm(Form):
    """Somebody on a shift, for one day or several in a row."""

    shift = forms.ModelChoiceField(
        label=_("班次"), queryset=Shift.objects.select_related("department"), to_field_name="uid"
    )
    person = PersonField(label=_("人员"))
    instead = PersonField(
        label=_("替下"), required=False, help_text=_("换班时填：原来在这个班上、由上面的人替下的人。")
    )
    day = forms.DateField(label=_("日期"), widget=Date())
    days = forms.IntegerField(label=_("连续天数"), min_value=1, max_value=31, initial=1)
    leads = forms.BooleanField(label=_("带班"), required=False)


class ShiftForm(Form):
    """A kind of shift."""

    name = forms.CharField(label=_("班次"), max_length=20)
    begins = forms.TimeField(label=_("开始"))
    ends = forms.TimeField(label=_("结束"), help_text=_("早于开始时间即为次日"))
    on_call = forms.BooleanField(label=_("待命"), required=False)


def department_of(request: EmployeeRequest) -> Department | None:
    """The one asked for, if it keeps a roster; else one's own."""
    asked = request.GET.get("department") or request.POST.get("department") or ""
    for department in queries.departments_with_shifts():
        if department.code == asked:
            return department
    own = organisation.departments_of(request.person)
    return organisation.department_by_id(own[0]) if own else None


AHEAD = 21  # days shown from this week's Monday, unless a month is asked for


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _monday() -> date:
    today = local(now()).date()
    return today - timedelta(days=today.weekday())


@rostered
@require_GET
def month(request: EmployeeRequest) -> HttpResponse:
    """The sheet from this week on, or of a month: a line for each day, a column for each shift."""
    return _show(request, department_of(request), _month(request.GET.get("month", "")))


def _show(
    request: EmployeeRequest,
    department: Department | None,
    month: date | None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    today = local(now()).date()
    first = month or _monday()
    length = calendar.monthrange(first.year, first.month)[1] if month else AHEAD
    last = first + timedelta(days=length - 1)
    shifts = list(Shift.objects.filter(department=department)) if department else []
    sheet = queries.month_sheet(department, first, last) if department else {}
    days = [first + timedelta(days=n) for n in range(length)]
    context = {
        "department": department,
        "departments": queries.departments_with_shifts(),
        "month": month,
        "this_month": today.replace(day=1),
        "previous": first.replace(day=1) - timedelta(days=1),
        "next": (first.replace(day=28) + timedelta(days=4)).replace(day=1),
        "shifts": shifts,
        "lines": [(day, [sheet.get((shift.pk, day), []) for shift in shifts]) for day in days],
        "today": today,
        "now": now(),
        "assign_form": AssignForm(),
        "shift_form": ShiftForm(),
        "plans": _plans(request),
        **extra,
    }
    return html.render(request, "service/roster.html", context, status=status, fragment="sheet")


def _plans(request: EmployeeRequest) -> bool:
    return not organisation.duties_of(request.person).isdisjoint(
        ("shift_leader", "service_manager", "dispatcher")
    )


@planners
@require_POST
def assign(request: EmployeeRequest) -> HttpResponse:
    """Put somebody on a shift for some days; the first that can't be stops it, those before stay."""
    form = AssignForm(request.POST)
    first = None
    if form.is_valid():
        data = form.cleaned_data
        first = _month_for(data["day"])
        try:
            for n in range(data["days"]):
                day = data["day"] + timedelta(days=n)
                commands.assign(
                    data["shift"], day, data["person"], leads=data["leads"], instead=data["instead"]
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("已排班。"))
            return html.redirect(request, _sheet_of(data["shift"].department, data["day"]))
    return _show(request, department_of(request), first, 422, assign_form=form)


def _month_for(day: date) -> date | None:
    """The month whose sheet shows the day; None where the sheet from this week on does."""
    return None if 0 <= (day - _monday()).days < AHEAD else day.replace(day=1)


def _sheet_of(department: Department, day: date) -> str:
    """Where the day is shown."""
    address, month = f"{reverse('service:roster')}?department={department.code}", _month_for(day)
    return f"{address}&month={month:%Y-%m}" if month else address


@planners
@require_POST
def release(request: EmployeeRequest, pk: int) -> HttpResponse:
    """Take somebody off a shift that has not begun."""
    duty = get_object_or_404(Duty.objects.select_related("shift__department", "person"), pk=pk)
    try:
        commands.release(duty)
    except ValidationError as error:
        return _show(request, duty.shift.department, _month_for(duty.day), 422, trouble=error.messages[0])
    messages.success(request, gettext("已撤下 %(name)s。") % {"name": duty.person.name})
    return html.redirect(request, _sheet_of(duty.shift.department, duty.day))


@planners
@require_POST
def shifts(request: EmployeeRequest) -> HttpResponse:
    """One more kind of shift for one's department."""
    department, form = department_of(request), ShiftForm(request.POST)
    if department is not None and form.is_valid():
        shift = Shift(department=department, **form.cleaned_data)
        try:
            shift.full_clean()
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            shift.save()
            return html.redirect(request, _sheet_of(department, _monday()))
    return _show(request, department, None, 422, shift_form=form)


@planners
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import a month from Excel."""
    return import_page(request, ROSTER_IMPORT, by=request.person, back=reverse("service:roster"))
