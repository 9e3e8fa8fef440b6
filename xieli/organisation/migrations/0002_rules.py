"""Rules that only the database can keep: see rules.sql beside the models."""

from pathlib import Path

from django.db import migrations

RULES = Path(__file__).parent.parent / "rules.sql"
WATCHED = ["department", "department_deputies", "post", "person", "appointment", "team", "teammember"]
NOTICE = "".join(
    f"CREATE TRIGGER organisation_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
    f"ON organisation_{table} FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();"
    for table in WATCHED
)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunSQL(RULES.read_text()), migrations.RunSQL(NOTICE)]
