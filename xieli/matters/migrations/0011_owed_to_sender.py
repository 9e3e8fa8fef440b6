"""What others owe a department is read by its own index (3.2.a). Built while the product runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("matters", "0010_evidence")]
    operations = [
        AddIndexConcurrently(
            "workitem",
            models.Index(
                fields=["sender_department", "due_at", "id"],
                condition=Q(closed_at=None, sender_department__isnull=False),
                name="item_open_by_sender",
            ),
        )
    ]
