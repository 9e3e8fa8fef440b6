"""Taking in a call in one act: recording it, and with the same click answering it or sending it on."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from xieli.core import clock
from xieli.customers.models import Customer
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter
from xieli.organisation.models import Person

THEN = ("answer", "dispatch", "group", "merge")


@transaction.atomic
def take_in(
    person: Person,
    data: Mapping[str, Any],
    *,
    then: str = "",
    customer: Customer | None = None,
    key: str | None = None,
) -> Matter:
    """Record a demand; `then` answers, dispatches, groups or merges it in the same transaction, with the same data,
    at the same moment.

    Raises ActionError; nothing is kept then. The same `key` takes the same call in once.
    """
    actor, moment = Actor.of(person), clock.now()
    customer_id = customer.pk if customer is not None else None
    matter = open_matter("service", actor, "record", data, customer_id=customer_id, key=key, now=moment)
    if then in THEN and matter.state == "recorded":
        if then == "dispatch":
            data = {**dict(data.items()), "urgency": matter.case.urgency}
        perform(matter, then, actor, data, now=moment)
    return matter
