"""What the database keeps of the logs of sending: see rules.sql beside the models."""

from pathlib import Path

from django.db import migrations

RULES = Path(__file__).parent.parent / "rules.sql"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_deliveries_by_robot")]
    operations = [migrations.RunSQL(RULES.read_text())]
