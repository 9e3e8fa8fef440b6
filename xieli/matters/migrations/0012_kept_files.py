"""Files chosen in the panel of an act are kept with it until it is sent. Built while the product runs."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("matters", "0011_owed_to_sender")]
    operations = [
        migrations.AddField(
            "attachment",
            "kept_in",
            models.ForeignKey(
                "matters.matter",
                django.db.models.deletion.CASCADE,
                db_index=False,
                null=True,
                related_name="+",
            ),
        ),
        migrations.AddField(
            "attachment",
            "kept_for",
            models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        AddIndexConcurrently(
            "attachment",
            models.Index(fields=["kept_in"], condition=Q(kept_in__isnull=False), name="attachment_kept"),
        ),
    ]
