"""When a customer's data are erased, cases and calls keep what happened and lose who it was."""

from django.db.models import Q
from django.utils.translation import gettext as _

from xieli.core.clock import now
from xieli.customers.models import Customer
from xieli.matters.models import EventText, Matter
from xieli.procedures.service.models import CallRecord, CaseDetails, OpinionDetails


def forget(customer: Customer) -> None:
    """Blank the copies of the customer's data, and in the ledger the words the customer said."""
    CaseDetails.objects.filter(matter__customer=customer).update(
        phone="", caller_name="", plate="", member_id="", order_no="", text="", rating_text=""
    )
    OpinionDetails.objects.filter(matter__customer=customer).update(text="")
    mine = Matter.objects.filter(customer=customer, procedure__in=["service", "customer_opinion"])
    mine.update(summary="")  # found by search: the words must not be findable either
    mine.filter(procedure="customer_opinion").update(title=_("（已按个人信息要求删除）"))
    said = EventText.objects.filter(event__matter__customer=customer, erased_at=None)
    said.filter(Q(event__action__in=["record", "submit"]) | Q(event__actor_kind="customer")).update(
        text="", erased_at=now()
    )
    CallRecord.objects.filter(customer=customer).update(number="", recording="")
