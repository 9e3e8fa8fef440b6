"""Rules that only the database can keep: see rules.sql beside the models."""

from pathlib import Path

from django.db import migrations

RULES = Path(__file__).parent.parent / "rules.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_initial"),
        ("matters", "0009_successor"),
        ("organisation", "0002_rules"),
    ]
    operations = [migrations.RunSQL(RULES.read_text())]
