import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import xieli.core.clock
import xieli.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0002_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "个人"), ("organisation", "单位")],
                        default="person",
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="姓名或名称")),
                ("pinyin", models.CharField(blank=True, editable=False, max_length=600)),
                ("initials", models.CharField(blank=True, editable=False, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="电话")),
                ("member_id", models.CharField(blank=True, max_length=40, verbose_name="会员号")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=xieli.core.clock.now, editable=False, verbose_name="建档时间"
                    ),
                ),
                (
                    "last_contact_at",
                    models.DateTimeField(
                        default=xieli.core.clock.now, editable=False, verbose_name="最近联系"
                    ),
                ),
                ("erased_at", models.DateTimeField(editable=False, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "客户",
                "ordering": ["-last_contact_at", "-id"],
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Reverse("phone"), name="customer_by_phone_tail"
                    ),
                    models.Index(fields=["phone"], name="customer_by_phone"),
                    models.Index(
                        condition=models.Q(("merged_into", None)),
                        fields=["-last_contact_at", "-id"],
                        name="customer_recent",
                    ),
                    models.Index(fields=["initials"], name="customer_by_initials"),
                    models.Index(fields=["pinyin"], name="customer_by_pinyin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "organisation"])), name="customer_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="customer_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", "^[0-9*]*$")), name="customer_phone_is_normal"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "person"), ("merged_into", None), models.Q(("phone", ""), _negated=True)
                        ),
                        fields=("phone",),
                        name="customer_one_person_per_phone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("merged_into", None), models.Q(("member_id", ""), _negated=True)),
                        fields=("member_id",),
                        name="customer_one_per_member_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="customer_not_merged_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None),
                            models.Q(("member_id", ""), ("note", ""), ("phone", "")),
                            _connector="OR",
                        ),
                        name="customer_erased_is_bare",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("name", models.CharField(max_length=100, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("position", models.CharField(blank=True, max_length=50, verbose_name="职务")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系人",
                "ordering": ["-active", "id"],
                "indexes": [models.Index(fields=["phone"], name="contact_by_phone")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", "^[0-9*]*$")), name="contact_phone_is_normal"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=("customer", "phone"),
                        name="contact_once_per_customer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("tracking", "进度链接"),
                            ("portal", "门户会话"),
                            ("survey", "满意度链接"),
                            ("invitation", "邀请链接"),
                            ("code", "短信验证码"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("matter", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="customers.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("matter__isnull", False)),
                        fields=["matter"],
                        name="customer_token_by_matter",
                    ),
                    models.Index(fields=["expires_at"], name="customer_token_by_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="customer_token_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["portal", "code"]), ("matter__isnull", False), _connector="OR"
                        ),
                        name="customer_token_one_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerTrace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("reveal", "查看完整号码"), ("merge", "合并"), ("erase", "删除个人信息")],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=xieli.core.clock.now)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="customers.customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["person", "act", "-at"], name="customer_trace_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="customer_trace_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("digest", models.CharField(max_length=64)),
                ("window", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["window"], name="customer_limit_by_window")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "digest", "window"), name="customer_limit_once_per_window"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=10, verbose_name="车牌号")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plates",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "车牌",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["number"], name="plate_by_number")],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "number"), name="plate_once_per_customer")
                ],
            },
        ),
    ]
