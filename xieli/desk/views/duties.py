"""职责清单: which department leads which kind of matter; and how disputes were ruled, as precedents (1.3.d)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import html
from xieli.core.forms import Form
from xieli.core.marks import listed
from xieli.core.requests import number
from xieli.matters import registry
from xieli.matters.commands.rulebook import duties_in_force, set_duty
from xieli.matters.fields import DepartmentField, DepartmentsField
from xieli.matters.models import DutyEntry, Matter, Ruling
from xieli.matters.web import names
from xieli.organisation import queries as organisation

from .levels import EDITORS, may_edit

RULINGS = 50


class DutyForm(Form):
    """One line of the list."""

    subject = forms.ChoiceField(label=gettext_lazy("事项类别"))
    kind = forms.CharField(
        label=gettext_lazy("细分"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("可不填，如故障类型。"),
    )
    lead = DepartmentField(label=gettext_lazy("主办部门"))
    assisting = DepartmentsField(label=gettext_lazy("协办部门"), required=False)
    reason = forms.CharField(label=gettext_lazy("依据或原因"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = subjects()


def subjects() -> list[tuple[str, str]]:
    """Every procedure and each of its categories, as "procedure:category"."""
    found = []
    for procedure in registry.all_procedures():
        found.append((f"{procedure.key}:", str(procedure.name)))
        found += [
            (f"{procedure.key}:{key}", f"{procedure.name} · {label}")
            for key, label in procedure.category_labels()
        ]
    return found


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """The list in force, and the rulings this person may see."""
    labels = dict(subjects())
    rulings = Ruling.objects.filter(matter__in=Matter.objects.visible_to(request.person))
    context = {
        "entries": [_line(one, labels) for one in duties_in_force()],
        "rulings": [
            (one, labels.get(f"{one.procedure}:{one.category}") or labels.get(f"{one.procedure}:", ""))
            for one in rulings.select_related("matter", "department", "ruled_by").order_by("-at")[:RULINGS]
        ],
        "may_edit": may_edit(request),
    }
    return html.render(request, "desk/duties.html", context)


def _line(entry: DutyEntry, labels: dict[str, str]) -> dict[str, Any]:
    assisting = [names.department_name(one) for one in entry.assisting]
    subject = labels.get(f"{entry.procedure}:{entry.category}", entry.procedure)
    return {"entry": entry, "subject": subject, "assisting": listed(assisting)}


@duty(*EDITORS)
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest) -> HttpResponse:
    """Add a line or replace the one in force for the same subject."""
    form = DutyForm(request.POST or None, initial=_initial(request.GET.get("entry", "")))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        procedure, _colon, category = data["subject"].partition(":")
        set_duty(
            procedure, category, data["kind"], data["lead"], data["assisting"], data["reason"], request.person
        )
        messages.success(request, _("职责清单已更新，从现在起生效。"))
        return html.redirect(request, "/duties/")
    status = 422 if request.method == "POST" else 200
    return html.render(request, "desk/duty.html", {"form": form}, status=status, fragment="form")


def _initial(pk: str) -> dict[str, Any]:
    entry = DutyEntry.objects.filter(pk=number(pk) or 0, to_at=None).select_related("lead").first()
    if entry is None:
        return {}
    assisting = (organisation.department_by_id(one) for one in entry.assisting)
    return {
        "subject": f"{entry.procedure}:{entry.category}",
        "kind": entry.kind,
        "lead": entry.lead.uid,
        "assisting": [one.uid for one in assisting if one is not None],
    }
