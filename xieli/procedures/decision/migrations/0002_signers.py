"""Who took part in a decision signs it in the product (3.1.b)."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decision", "0001_initial")]
    operations = [
        migrations.AddField(
            "decisiondetails",
            "signers",
            ArrayField(models.IntegerField(), default=list, size=None, verbose_name="签字人"),
        ),
    ]
