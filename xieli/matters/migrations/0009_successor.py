"""Who took over what the initiator of a matter owes and hears of (4.2.b). Built while the product runs."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("organisation", "0002_rules"),
        ("matters", "0008_discussion"),
    ]
    operations = [
        migrations.AddField(
            "matter",
            "successor",
            models.ForeignKey(
                "organisation.Person",
                django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                db_index=False,
            ),
        ),
        AddIndexConcurrently(
            "matter",
            models.Index(
                fields=["successor"],
                condition=Q(closed_at=None, successor__isnull=False),
                name="matter_open_by_successor",
            ),
        ),
    ]
