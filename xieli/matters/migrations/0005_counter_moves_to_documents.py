"""The counter of official numbers is the documents' now: the table was renamed there, here it is only forgotten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_desk_indexes"), ("documents", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Counter")]),
    ]
