"""The SQL functions generated columns of other apps are made with: see functions.sql beside text.py."""

from pathlib import Path

from django.db import migrations

FUNCTIONS = Path(__file__).parent.parent / "functions.sql"
DROP = "DROP FUNCTION xieli_bigrams(text); DROP FUNCTION xieli_plain(text);"


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FUNCTIONS.read_text(), DROP)]
