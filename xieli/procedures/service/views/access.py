"""Who comes near which page of service."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from xieli.accounts.policy import duty
from xieli.matters.models import Matter
from xieli.organisation.models import Person
from xieli.procedures.service.queries import cases

AGENTS = ("agent", "shift_leader", "service_manager")
LEADERS = ("shift_leader", "service_manager")

agents = duty(*AGENTS)
leaders = duty(*LEADERS)
rostered = duty(*AGENTS, "dispatcher", "field_engineer")
planners = duty(*LEADERS, "dispatcher")


def case_for(person: Person, uid: UUID | str) -> Matter:
    """The service case, or 404 where this person may not know of it."""
    try:
        matter = cases(person).filter(uid=uid).first()
    except ValidationError:  # an address that was cut off
        matter = None
    if matter is None:
        raise Http404
    return matter
