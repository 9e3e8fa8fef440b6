"""An open incident's banner stands beside the station's own notice, no longer in its place."""

from django.db import migrations
from django.db.models import F


def take_down(apps, schema_editor):
    """What stations show as their own only because an incident put it there."""
    Station = apps.get_model("stations", "Station")
    ours = Station.objects.filter(incidents__ended_at=None, incidents__banner=F("banner"))
    Station.objects.filter(pk__in=ours.values("pk")).update(banner="", banner_until=None)


class Migration(migrations.Migration):
    dependencies = [("service", "0002_indexes_of_use")]

    operations = [migrations.RunPython(take_down, migrations.RunPython.noop, elidable=True)]
