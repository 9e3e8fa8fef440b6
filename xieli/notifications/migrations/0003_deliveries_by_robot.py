"""What waits for each robot. Built while the product runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0002_robots_and_mailbox")]
    operations = [
        AddIndexConcurrently(
            "delivery",
            models.Index(
                fields=["robot", "send_at"],
                condition=Q(state="waiting", robot__isnull=False),
                name="delivery_by_robot",
            ),
        ),
    ]
