"""What was judged stays as it was said; an archived project is sealed: see rules_acceptance.sql."""

from pathlib import Path

from django.db import migrations

RULES = Path(__file__).parent.parent / "rules_acceptance.sql"


class Migration(migrations.Migration):
    dependencies = [("project", "0003_acceptance"), ("matters", "0006_sealed")]
    operations = [migrations.RunSQL(RULES.read_text())]
