"""群机器人 with what their groups hear and what they were answered; the mailbox and what came into it."""

import django.db.models.deletion
from django.db import migrations, models

import xieli.core.clock
import xieli.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("organisation", "0002_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="RobotCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("ok", models.BooleanField()),
                ("lines", models.PositiveSmallIntegerField(default=0)),
                ("trial", models.BooleanField(default=False)),
                ("detail", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "群机器人记录",
            },
        ),
        migrations.CreateModel(
            name="RobotChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("mode", models.TextField()),
            ],
            options={
                "verbose_name": "群通知选择",
            },
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.TextField(unique=True)),
                ("sender", models.TextField(blank=True)),
                ("matter", models.BigIntegerField(null=True)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("trying", "处理中"),
                            ("taken", "已收录"),
                            ("ignored", "已忽略"),
                            ("refused", "未收录"),
                        ],
                        default="trying",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "收到的邮件",
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("looked_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "邮箱",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="mailbox_one")],
            },
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                (
                    "service",
                    models.TextField(
                        choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")],
                        verbose_name="服务",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("address", models.TextField(editable=False)),
                ("secret", models.TextField(blank=True, editable=False)),
                ("mentions", models.BooleanField(default=False, verbose_name="提醒本人")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                ("next_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("broken_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.department",
                        verbose_name="部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "群机器人",
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="robot",
            field=models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notifications.robot",
            ),
        ),
        migrations.AddField(
            model_name="robotcall",
            name="robot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="notifications.robot"
            ),
        ),
        migrations.AddField(
            model_name="robotchoice",
            name="robot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="notifications.robot"
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmail",
            index=models.Index(
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("outcome", "refused")),
                name="incoming_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmail",
            index=models.Index(fields=["person", "-created_at"], name="incoming_by_person"),
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["trying", "taken", "ignored", "refused"])),
                name="incoming_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="robot",
            constraint=models.CheckConstraint(
                condition=models.Q(("service__in", ["wecom", "dingtalk", "feishu"])), name="robot_service"
            ),
        ),
        migrations.AddConstraint(
            model_name="robot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)),
                fields=("service", "department"),
                name="robot_one_per_department",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="robotcall",
            index=models.Index(fields=["robot", "-id"], name="robot_call_newest"),
        ),
        migrations.AddConstraint(
            model_name="robotchoice",
            constraint=models.UniqueConstraint(fields=("robot", "kind"), name="robot_choice_once"),
        ),
        migrations.AddConstraint(
            model_name="robotchoice",
            constraint=models.CheckConstraint(
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
                name="robot_choice_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="robotchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["now", "digest", "off"])), name="robot_choice_mode"
            ),
        ),
    ]
