"""群体事件: begun from a case, joined by others, answered once for all."""

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
from xieli.core.forms import ChooseMany, Form
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.matters.web import names
from xieli.procedures.service import grouping, queries
from xieli.procedures.service.models import Incident
from xieli.procedures.service.views.access import agents, case_for
from xieli.stations.models import Station


class BeginForm(Form):
    """Which stations are hit, and what their customers read."""

    stations = forms.ModelMultipleChoiceField(
        label=_("涉及站点"),
        queryset=Station.objects.order_by("code"),
        to_field_name="uid",
        widget=ChooseMany(),
    )
    banner = forms.CharField(label=_("给客户看的公告"), max_length=300, widget=forms.Textarea)


@agents
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Open incidents, then the last twenty that ended."""
    rows = Incident.objects.select_related("lead", "started_by").prefetch_related("stations")
    context = {"open": rows.filter(ended_at=None), "ended": rows.exclude(ended_at=None)[:20]}
    return html.render(request, "service/incidents.html", context)


@agents
@require_http_methods(["GET", "POST"])
def begin(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Make this case the leading one of an incident."""
    lead = case_for(request.person, uid)
    station = lead.case.station
    form = BeginForm(request.POST or None, initial={"stations": [station.uid] if station else []})
    if request.method == "POST" and form.is_valid():
        try:
            made = grouping.begin(
                lead, request.person, form.cleaned_data["banner"], form.cleaned_data["stations"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return html.redirect(request, reverse("service:incident", args=[made.uid]))
    context = {"form": form, "lead": lead}
    return html.render(
        request, "service/begin_incident.html", context, status=422 if form.errors else 200, fragment="form"
    )


@agents
@require_GET
def detail(request: EmployeeRequest, uid: str) -> HttpResponse:
    """An incident: its case, those that wait for it, and those at its stations that may belong to it."""
    return _show(request, get_object_or_404(Incident.objects.select_related("lead__case"), uid=uid))


def _show(request: EmployeeRequest, incident: Incident, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "incident": incident,
        "lead": incident.lead,
        "lead_state": names.state_label(registry.get("service"), incident.lead.state),
        "stations": incident.stations.all(),
        "members": queries.members_of(incident),
        "candidates": _candidates(request, incident) if incident.ended_at is None else [],
        **extra,
    }
    return html.render(request, "service/incident.html", context, status=status, fragment="incident")


def _candidates(request: EmployeeRequest, incident: Incident) -> list[Matter]:
    rows = queries.cases(request.person).filter(case__station__in=incident.stations.all(), closed_at=None)
    rows = rows.filter(state__in=["recorded", "dispatched"], case__incident=None).exclude(pk=incident.lead_id)
    return list(rows[:50])


@agents
@require_POST
def join(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Put the ticked cases under the incident."""
    incident = get_object_or_404(Incident, uid=uid, ended_at=None)
    wanted = [
        case for case in _candidates(request, incident) if str(case.uid) in request.POST.getlist("case")
    ]
    joined = grouping.join_all(incident, wanted, request.person)
    messages.success(request, gettext("已并入 %(n)s 张工单。") % {"n": joined})
    return html.redirect(request, reverse("service:incident", args=[uid]))


@agents
@require_POST
def answer(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One answer to all."""
    incident = get_object_or_404(Incident.objects.select_related("lead__case"), uid=uid, ended_at=None)
    try:
        told = grouping.answer_all(incident, request.person, request.POST.get("answer", ""))
    except ValidationError as error:
        return _show(request, incident, 422, trouble=error.messages[0])
    messages.success(request, gettext("事件已结束，已答复 %(n)s 张工单。") % {"n": told})
    return html.redirect(request, reverse("service:incident", args=[uid]))
