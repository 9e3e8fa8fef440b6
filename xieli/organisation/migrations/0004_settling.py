"""Hundreds of open items are brought in line with a delegation by the worker (decision 0191)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_pins")]
    operations = [
        migrations.AddField("delegation", "settling", models.BooleanField(default=False)),
        migrations.AddIndex(
            "delegation",
            models.Index(fields=["id"], condition=Q(settling=True), name="delegation_settling"),
        ),
    ]
