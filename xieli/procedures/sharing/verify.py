"""I7: no booking overlaps another of the same thing, and of what there are several never more are promised than there
are. The database refuses it (rules.sql); here it is counted."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from xieli.matters.models import Matter
from xieli.matters.verify.breach import Breach, Examination

# Use only rises where a booking begins: there everything that is held at that moment is added up.
_BEYOND = """
SELECT m.number, r.code, r.quantity, sum(other.quantity)
  FROM sharing_bookingdetails b
  JOIN matters_matter m ON m.id = b.matter_id
  JOIN sharing_resource r ON r.id = b.resource_id
  JOIN sharing_bookingdetails other
    ON other.resource_id = b.resource_id AND other.holding AND other.held @> lower(b.held)
 WHERE b.holding GROUP BY m.id, r.id HAVING sum(other.quantity) > r.quantity ORDER BY m.id
"""


def look(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """Bookings at whose beginning more is taken than there is, and bookings of ended matters that still hold."""
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND)
        for number, code, there, taken in cursor.fetchall():
            yield Breach("I7", str(number), f"{taken} of {code} are taken when it begins, of {there}")
    for matter in Matter.objects.filter(sharing__holding=True, closed_at__isnull=False):
        yield Breach("I7", str(matter), "has ended, and its booking still holds")


BOOKINGS = Examination("I7", "no booking overlaps, no capacity is exceeded", look)
