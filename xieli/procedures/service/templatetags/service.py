"""What the page of a case says of its customer to whoever looks at it."""

from dataclasses import dataclass

from django.template import Library

from xieli.customers.shapes import mask_phone
from xieli.matters.web.page import Page
from xieli.organisation import queries as organisation
from xieli.procedures.service.views.access import AGENTS, LEADERS

register = Library()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is to be called back: by the name and at the number given with this case, else those on file.

    `name`: whoever speaks for the customer, where it is somebody else. `call`: the reader may see the whole number;
    `file`: they may open the customer's file; `teach`: they may make a knowledge article of the case.
    """

    name: str
    phone: str
    call: bool
    file: bool
    teach: bool


@register.simple_tag
def caller(page: Page) -> Caller:
    """The caller of the case on this page."""
    case, customer, person = page.scene.details, page.matter.customer, page.person
    duties = organisation.duties_of(person)
    serves = not duties.isdisjoint(AGENTS)
    holds = person.pk == case.handler_id or any(item.person_id == person.pk for item in page.scene.open_items)
    said = case.caller_name if customer is None or case.caller_name != customer.name else ""
    phone = case.phone or (customer.phone if customer else "")
    known = customer is not None and customer.erased_at is None
    teach = not duties.isdisjoint(LEADERS) and bool(case.answer or case.result)
    return Caller(said, mask_phone(phone), known and (serves or holds), known and serves, teach)
