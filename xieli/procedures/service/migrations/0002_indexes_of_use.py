"""Indexes by which nobody looks, or with which another begins, go: each was written with every act (0193)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0001_initial"),
        ("stations", "0003_station_code_keeps_its_chargers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="casedetails",
            name="charger",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="stations.charger",
                verbose_name="充电桩",
            ),
        ),
        migrations.AlterField(
            model_name="casedetails",
            name="station",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="stations.station",
                verbose_name="充电站",
            ),
        ),
    ]
