"""A matter may be sealed: put into the archive, read and never written (see sealed.sql beside the models)."""

from pathlib import Path

from django.db import migrations, models

RULES = Path(__file__).parent.parent / "sealed.sql"


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_counter_moves_to_documents")]
    operations = [
        migrations.AddField("matter", "sealed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "matter",
            models.CheckConstraint(
                condition=models.Q(sealed_at=None) | models.Q(closed_at__isnull=False),
                name="matter_sealed_is_closed",
            ),
        ),
        migrations.RunSQL(RULES.read_text()),
    ]
