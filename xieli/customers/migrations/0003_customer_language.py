"""In which language a customer reads our pages, so that short messages speak it too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_rules")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="语言"),
            preserve_default=False,
        ),
    ]
