"""Keeping the catalogue: entered, changed, out of use for a time, brought in from Excel."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.imports import import_page

from .. import commands
from ..catalogue import BlackoutForm, ResourceForm
from ..imports import IMPORT
from ..models import Resource
from .access import keeping, kept
from .catalogue import show


@keeping
@require_http_methods(["GET", "POST"])
def new(request: EmployeeRequest) -> HttpResponse:
    """A new resource."""
    return _edit(request, Resource())


@employee
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Changes to a resource, by who keeps it."""
    return _edit(request, kept(request, uid))


def _edit(request: EmployeeRequest, one: Resource) -> HttpResponse:
    blank = ResourceForm.of(one) if one.pk else ResourceForm()
    form = ResourceForm(request.POST, request.FILES) if request.method == "POST" else blank
    if request.method == "POST" and form.is_valid() and form.save(one):
        return html.redirect(request, reverse("sharing:detail", args=[one.uid]))
    context = {"form": form, "resource": one}
    status = 422 if form.errors else 200
    return html.render(request, "sharing/edit.html", context, status=status, fragment="form")


@employee
@require_POST
def black_out(request: EmployeeRequest, uid: str) -> HttpResponse:
    """A time in which nobody can have it."""
    one, form = kept(request, uid), BlackoutForm(request.POST)
    if not form.is_valid():
        return show(request, one, form, 422)
    told = form.cleaned_data
    commands.black_out(one, told["begins_at"], told["ends_at"], told["reason"], request.person)
    return html.redirect(request, reverse("sharing:detail", args=[uid]))


@employee
@require_POST
def back_in_use(request: EmployeeRequest, uid: str, pk: int) -> HttpResponse:
    """It can be had again."""
    commands.back_in_use(get_object_or_404(kept(request, uid).blackouts, pk=pk))
    return html.redirect(request, reverse("sharing:detail", args=[uid]))


@keeping
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import the catalogue from Excel."""
    return import_page(request, IMPORT, by=request.person, back=reverse("sharing:list"))
