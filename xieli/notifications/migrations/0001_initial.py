import datetime

import django.db.models.deletion
from django.db import migrations, models

import xieli.core.clock
import xieli.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="organisation.person",
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(22, 0), verbose_name="安静时段开始")),
                ("quiet_to", models.TimeField(default=datetime.time(7, 0), verbose_name="安静时段结束")),
                ("digest_at", models.TimeField(default=datetime.time(8, 30), verbose_name="每日摘要时间")),
            ],
            options={
                "verbose_name": "通知时段",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送"),
                            ("dead", "发送失败"),
                            ("dropped", "未发送"),
                        ],
                        default="waiting",
                    ),
                ),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("send_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("channel", models.TextField()),
                ("digest", models.BooleanField(default=False)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "投递",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["send_at", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "dead")),
                        name="delivery_dead",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "dead", "dropped"])),
                        name="delivery_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="delivery_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=xieli.core.clock.now)),
                ("ok", models.BooleanField()),
                ("detail", models.TextField(blank=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="notifications.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "投递记录",
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("kind", models.TextField()),
                (
                    "urgency",
                    models.TextField(choices=[("normal", "普通"), ("urgent", "紧急")], default="normal"),
                ),
                ("text", models.TextField()),
                ("params", models.JSONField(default=dict)),
                ("url", models.TextField()),
                ("matter", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("shown", models.BooleanField(default=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField(null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知",
                "indexes": [
                    models.Index(
                        models.F("recipient"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="notification_list",
                    ),
                    models.Index(
                        condition=models.Q(("read_at", None), ("shown", True)),
                        fields=["recipient"],
                        name="notification_unread",
                    ),
                    models.Index(
                        condition=models.Q(("planned_at", None)), fields=["id"], name="notification_unplanned"
                    ),
                    models.Index(
                        condition=models.Q(("matter__isnull", False)),
                        fields=["matter"],
                        name="notification_matter",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "assigned",
                                    "returned",
                                    "decided",
                                    "asked",
                                    "extension",
                                    "urged",
                                    "problem",
                                    "alert_blue",
                                    "alert_amber",
                                    "alert_red",
                                    "alert_escalated",
                                    "stand_in",
                                    "mention",
                                    "message",
                                    "copied",
                                    "progress",
                                    "comment",
                                    "closed",
                                ],
                            )
                        ),
                        name="notification_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["normal", "urgent"])), name="notification_urgency"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="notification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="notifications.notification",
            ),
        ),
        migrations.CreateModel(
            name="SmsMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送"),
                            ("dead", "发送失败"),
                            ("dropped", "未发送"),
                        ],
                        default="waiting",
                    ),
                ),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("send_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("phone", models.TextField()),
                ("template", models.TextField()),
                ("params", models.JSONField(default=dict)),
                ("language", models.TextField(default="zh-hans")),
            ],
            options={
                "verbose_name": "短信",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["send_at", "id"],
                        name="smsmessage_waiting",
                    ),
                    models.Index(
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "dead")),
                        name="smsmessage_dead",
                    ),
                    models.Index(fields=["phone", "-created_at"], name="sms_phone"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "dead", "dropped"])),
                        name="smsmessage_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="smsmessage_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("channel", models.TextField()),
                ("mode", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知选择",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind", "channel"), name="choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["now", "digest", "off"])), name="choice_mode"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("notification", "channel"), name="delivery_once_per_channel"
            ),
        ),
    ]
