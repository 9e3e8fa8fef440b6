"""The nearest due moment of all running clocks on the matter itself: lists show it, sort by it and page by it."""

from django.db import migrations, models

FROM_CLOCKS = """
UPDATE matters_matter SET next_due_at = (
  SELECT min(due_at) FROM matters_clock
  WHERE matter_id = matters_matter.id AND stopped_at IS NULL AND paused_at IS NULL AND kind <> 'timer'
) WHERE closed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_rules")]
    operations = [
        migrations.AddField("matter", "next_due_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FROM_CLOCKS, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),  # before indexes change
        migrations.RemoveIndex("matter", "matter_open_by_due"),
        migrations.RemoveIndex("matter", "matter_open_by_department"),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["next_due_at", "id"], condition=models.Q(closed_at=None), name="matter_open_by_due"
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["lead_department", "next_due_at", "id"],
                condition=models.Q(closed_at=None),
                name="matter_open_by_department",
            ),
        ),
    ]
