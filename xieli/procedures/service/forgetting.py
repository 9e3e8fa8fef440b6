"""When a customer's data are erased, cases and calls keep what happened and lose who it was."""

from django.db.models import Q

from xieli.core.clock import now
from xieli.customers.models import Customer
from xieli.matters.models import EventText
from xieli.procedures.service.models import CallRecord, CaseDetails


def forget(customer: Customer) -> None:
    """Blank the copies of the customer's data, and in the ledger the words the customer said."""
    CaseDetails.objects.filter(matter__customer=customer).update(
        phone="", caller_name="", plate="", member_id="", order_no="", text="", rating_text=""
    )
    said = EventText.objects.filter(event__matter__customer=customer, erased_at=None)
    said.filter(Q(event__action="record") | Q(event__actor_kind="customer")).update(text="", erased_at=now())
    CallRecord.objects.filter(customer=customer).update(number="", recording="")
