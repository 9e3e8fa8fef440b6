"""搜索: matters, people, departments, chargers, and customers for those who serve them."""

from typing import Any

from django.db.models import F
from django.db.models.lookups import IsNull
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.composed import instances
from xieli.customers import queries as customers
from xieli.desk.lists import SEARCHED
from xieli.desk.rows import SHOWN as COLUMNS
from xieli.desk.rows import matter_rows
from xieli.desk.views import documents
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.search.find import ranked
from xieli.stations import queries as stations

SHOWN = 20
SERVING = frozenset({"agent", "shift_leader", "service_manager", "dispatcher"})


@employee
@require_GET
def results(request: EmployeeRequest) -> HttpResponse:
    """Everything that fits what was typed, each by its own right to be seen. A whole number leads straight there."""
    typed = request.GET.get("q", "").strip()[:80]
    if typed and (hit := by_number(request.person, typed)) is not None:
        return html.redirect(request, hit.get_absolute_url())
    found = sections(request.person, typed) if typed else {}
    return html.render(request, "desk/search.html", {"typed": typed, **found}, fragment="results")


def by_number(person: Person, typed: str) -> Matter | None:
    """The one visible matter with exactly this number; none without a digit in it."""
    if not any(map(str.isdigit, typed)):
        return None
    found = list(Matter.objects.visible_to(person).filter(number=typed.upper())[:2])
    return found[0] if len(found) == 1 else None


def sections(person: Person, typed: str) -> dict[str, Any]:
    """The results by kind, best first, of matters those still open before the others."""
    visible = Matter.objects.visible_to(person).filter(head_seq__gt=0)
    matters = ranked(visible, typed, SEARCHED, vector="words", first=[IsNull(F("closed_at"), False)])
    serves = not SERVING.isdisjoint(organisation.duties_of(person))
    rows = matter_rows(instances(matters[:SHOWN], COLUMNS), clock.now())
    return {
        "rows": rows,
        "more": len(rows) == SHOWN,
        "people": organisation.find_people(typed)[:8],
        "departments": organisation.find_departments(typed)[:6],
        "documents": documents.listed(person, {"q": typed}),
        "chargers": stations.suggest_chargers(typed, 6),
        "customers": customers.listed(typed)[:6] if serves else [],
    }
