"""Departments and people, for pickers and synchronisation of other systems."""

from typing import Any
from uuid import UUID

from ninja import Router

from xieli.accounts.models.token import Scope
from xieli.organisation import queries
from xieli.organisation.models import Person as PersonRow

from .callers import Bearer
from .shapes import Department, Person

router = Router(auth=Bearer(Scope.ORGANISATION), tags=["organisation"])


class DepartmentOut(Department):
    """A department in the tree."""

    short_name: str
    parent: Department | None
    head: Person | None
    duties: list[str]
    calendar: str


class PersonOut(Person):
    """An employee with their primary department. No telephone number leaves this way."""

    number: str
    department: Department | None
    duties: list[str]


@router.get("/departments", response=list[DepartmentOut], summary="部门 Departments")
def departments(request: Any) -> Any:
    """All departments in use."""
    return queries.departments()


@router.get("/people", response=list[PersonOut], summary="员工 People")
def people(
    request: Any, q: str = "", department: UUID | None = None, offset: int = 0, limit: int = 100
) -> Any:
    """Employees by name or pinyin, a page at a time, by number."""
    rows = queries.find_people(q) if q else queries.active_people()
    if department is not None:
        rows = rows.filter(department__uid=department)
    page = rows.select_related("department").order_by("number")[
        max(0, offset) : max(0, offset) + max(1, min(limit, 200))
    ]
    return [_person(row) for row in page]


def _person(row: PersonRow) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "name": row.name,
        "number": row.number,
        "department": row.department,
        "duties": sorted(queries.duties_of(row)),
    }
