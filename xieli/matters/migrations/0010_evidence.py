"""What the database keeps of words, versions and authorities: see evidence.sql beside the models.

Evidence holds what it is about, instead of being asked to go with it: the product's role may not remove it, so not even
the statement that would find none can be part of discarding a draft.
"""

from pathlib import Path

from django.db import migrations, models
from django.db.models import PROTECT

EVIDENCE = Path(__file__).parent.parent / "evidence.sql"


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_successor")]
    operations = [
        migrations.RunSQL(EVIDENCE.read_text()),
        migrations.AlterField(
            "alert", "clock", models.ForeignKey("matters.clock", PROTECT, related_name="alerts")
        ),
        migrations.AlterField(
            "alert", "matter", models.ForeignKey("matters.matter", PROTECT, related_name="alerts")
        ),
        migrations.AlterField(
            "alert", "item", models.ForeignKey("matters.workitem", PROTECT, null=True, related_name="alerts")
        ),
        migrations.AlterField(
            "comment", "matter", models.ForeignKey("matters.matter", PROTECT, related_name="comments")
        ),
        migrations.AlterField(
            "comment", "quotes", models.ForeignKey("matters.comment", PROTECT, null=True, related_name="+")
        ),
        migrations.AlterField(
            "eventtext", "event", models.ForeignKey("matters.event", PROTECT, related_name="texts")
        ),
        migrations.AlterField(
            "reading", "matter", models.ForeignKey("matters.matter", PROTECT, related_name="readings")
        ),
        migrations.AlterField(
            "reading",
            "attachment",
            models.ForeignKey("matters.attachment", PROTECT, null=True, related_name="readings"),
        ),
    ]
