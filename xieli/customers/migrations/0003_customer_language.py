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
        migrations.RemoveConstraint(model_name="customer", name="customer_erased_is_bare"),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(phone="", member_id="", note="", language=""),
                name="customer_erased_is_bare",
            ),
        ),
    ]
