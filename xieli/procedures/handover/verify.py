"""I12, the other half: what somebody who left held has an heir, or a handover that is under way."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.holding import rows_of
from xieli.matters.models import Matter
from xieli.matters.verify.breach import Breach, Examination

from .models import HandoverDetails, HandoverLine, Reason


def look(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """Roles of people who left, and lines that a finished handover left open."""
    today = clock.local(now).date()
    under_way = HandoverDetails.objects.filter(
        reason=Reason.LEAVING, effective_at=None, matter__closed_at=None
    )
    handing = set(under_way.values_list("giver_id", flat=True))
    for procedure in registry.all_procedures():
        for hold in procedure.holds:
            rows = rows_of(procedure, hold).filter(**{f"{hold.person}__left_on__lte": today})
            for pk, person, name in rows.values_list(hold.matter, hold.person, f"{hold.person}__name"):
                if person not in handing:
                    yield Breach("I12", f"matter {pk}", f"{name} has left and is still its {hold.person}")
    done = HandoverLine.objects.filter(
        handover__closed_at__isnull=False, handover__state="archived", outcome="", stays=False
    )
    for line in done.select_related("handover"):
        yield Breach("I12", str(line.handover), f"archived, and line {line.no} was never handed over")


LEAVERS = Examination("I12", "what somebody who left held has an heir", look)
