"""模板 (§0 Copy): beginnings kept under a name, by one person or shared with their department."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.matters import registry
from xieli.matters.models import FormTemplate
from xieli.organisation.models import Person

MOST = 50
OF_ONE_TIME = (forms.DateField, forms.DateTimeField, forms.FileField)


def templates_of(person: Person, procedure: str | None = None) -> Iterable[FormTemplate]:
    """A person's own templates and those colleagues share with the department, by name."""
    mine = Q(person=person)
    if person.department_id:
        mine |= Q(department=person.department_id)
    found = FormTemplate.objects.filter(mine).select_related("person", "department")
    if procedure is not None:
        found = found.filter(procedure=procedure)
    return found.order_by("procedure", "name")[: MOST * 2]


def keep(
    person: Person, procedure: str, name: str, typed: Mapping[str, list[str]], form: forms.Form, share: bool
) -> bool:
    """Keep what was typed under a name; the same name again replaces it. Dates and files are of one time, and are left
    out. False: there is no name, or too many templates are there already."""
    name = name.strip()[:60]
    own = FormTemplate.objects.filter(person=person)
    if not name or (own.count() >= MOST and not own.filter(procedure=procedure, name=name).exists()):
        return False
    lasting = {
        key: values
        for key, values in typed.items()
        if any(values) and not isinstance(form.fields.get(key), OF_ONE_TIME)
    }
    department = person.department if share else None
    FormTemplate.objects.update_or_create(
        person=person,
        procedure=procedure,
        name=name,
        defaults={"values": lasting, "department": department},
    )
    return True


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """One's own templates and the department's, to begin from or to delete."""
    known = {one.key: one for one in registry.all_procedures()}
    rows = [(one, known[one.procedure]) for one in templates_of(request.person) if one.procedure in known]
    return html.render(request, "desk/templates.html", {"rows": rows})


@employee
@require_POST
def delete(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Forget one of one's own."""
    get_object_or_404(FormTemplate, uid=uid, person=request.person).delete()
    return html.redirect(request, "/templates/")
