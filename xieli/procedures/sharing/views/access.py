"""Who reads and who keeps the catalogue: every employee reads; its keeper, the owner's head and the custodian keep."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty
from xieli.organisation.models import Person
from xieli.organisation.queries import duties_of, headed_by

from ..models import Resource

KEEPER = "resource_custodian"
keeping = duty(KEEPER)


def one_of(uid: UUID | str) -> Resource:
    """The resource, or 404."""
    return get_object_or_404(Resource.objects.select_related("department", "custodian"), uid=uid)


def keeps_all(person: Person) -> bool:
    """Whether somebody keeps the whole catalogue."""
    return KEEPER in duties_of(person)


def keeps(person: Person, one: Resource) -> bool:
    """Whether somebody keeps this resource."""
    return keeps_all(person) or one.custodian_id == person.pk or one.department_id in headed_by(person)


def kept(request: EmployeeRequest, uid: UUID | str) -> Resource:
    """The resource for who keeps it; for others 404."""
    one = one_of(uid)
    if not keeps(request.person, one):
        raise Http404
    return one
