"""Notices about the way into one's own account. Old rows fit the wider rule; they are looked at without a lock."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

KINDS = [
    "assigned", "returned", "decided", "asked", "extension", "urged", "problem", "alert_blue", "alert_amber",
    "alert_red", "alert_escalated", "stand_in", "security", "mention", "message", "copied", "progress", "comment",
    "closed",
]  # fmt: skip


def known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name=name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0004_logs")]

    operations = [
        migrations.RemoveConstraint(model_name="notification", name="notification_kind"),
        AddConstraintNotValid(model_name="notification", constraint=known("notification_kind")),
        ValidateConstraint(model_name="notification", name="notification_kind"),
        migrations.RemoveConstraint(model_name="robotchoice", name="robot_choice_kind"),
        AddConstraintNotValid(model_name="robotchoice", constraint=known("robot_choice_kind")),
        ValidateConstraint(model_name="robotchoice", name="robot_choice_kind"),
    ]
