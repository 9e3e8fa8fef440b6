"""The red list: what is late or about to be, for the person and for the departments the person answers for."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.alerts import queries
from xieli.alerts.wording import label
from xieli.core import html
from xieli.matters.models import Alert
from xieli.matters.procedure import Label
from xieli.notifications.paging import page


@dataclass(frozen=True, slots=True)
class Row:
    """A warning as the list shows it."""

    alert: Alert
    label: Label

    @property
    def holder(self) -> str:
        """Who holds the item: the person, else the department."""
        item = self.alert.item
        if item is not None and item.person is not None:
            return item.person.name
        return self.alert.department.name if self.alert.department else ""


@employee
@require_GET
def listing(request: EmployeeRequest) -> HttpResponse:
    """`?scope=mine|department`, `?colour=red`; heads and executives begin with their departments."""
    departments = queries.answers_for(request.person)
    scope = request.GET.get("scope", "department" if departments else "mine")
    rows = (
        queries.of_departments(request.person, departments)
        if scope == "department" and departments
        else queries.mine(request.person)
    )
    colour = request.GET.get("colour", "")
    if colour in queries.COLOURS:
        rows = rows.filter(colour=colour)
    found = page(rows, request.GET.get("page"))
    context = {
        "page": found,
        "rows": [Row(alert, _label(alert)) for alert in found.rows],
        "scope": scope if departments else "mine",
        "answers": bool(departments),
        "colour": colour,
    }
    return html.render(request, "alerts/list.html", context, fragment="rows")


def _label(alert: Alert) -> Label:
    return label(alert.matter.procedure, alert.clock.name, alert.item.step if alert.item else None)
