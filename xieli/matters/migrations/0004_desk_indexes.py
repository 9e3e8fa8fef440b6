"""What the desk counts: what somebody began and is still open, what nobody of a department has claimed.

Built while the product runs.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("matters", "0003_next_due")]
    operations = [
        AddIndexConcurrently(
            "matter",
            models.Index(fields=["initiator"], condition=Q(closed_at=None), name="matter_open_by_initiator"),
        ),
        AddIndexConcurrently(
            "workitem",
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(closed_at=None, person=None),
                name="item_unclaimed",
            ),
        ),
    ]
