import django.db.models.deletion
from django.db import migrations, models

import xieli.core.ids
import xieli.stations.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0002_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="站点编码")),
                ("name", models.CharField(max_length=100, verbose_name="站点名称")),
                ("pinyin", models.CharField(blank=True, editable=False, max_length=600)),
                ("initials", models.CharField(blank=True, editable=False, max_length=200)),
                ("address", models.CharField(max_length=200, verbose_name="地址")),
                (
                    "zone",
                    models.CharField(
                        choices=[("urban", "城区"), ("suburban", "郊区"), ("remote", "偏远")],
                        default="urban",
                        max_length=10,
                        verbose_name="区域",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=8, null=True, verbose_name="纬度"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="经度"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("building", "建设中"),
                            ("open", "运营中"),
                            ("partial", "部分可用"),
                            ("closed", "暂停运营"),
                            ("retired", "已退役"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("banner", models.CharField(blank=True, max_length=300, verbose_name="站点公告")),
                ("banner_until", models.DateTimeField(blank=True, null=True, verbose_name="公告截止")),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="organisation.department",
                        verbose_name="运维部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "充电站",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}-[A-Z]{2}-[0-9]{4}$")),
                        name="station_code_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("zone__in", ["urban", "suburban", "remote"])), name="station_zone"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="station_on_earth",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="充电桩编码")),
                ("serial", models.CharField(blank=True, max_length=40, verbose_name="出厂编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("dc", "直流"), ("ac", "交流")],
                        default="dc",
                        max_length=2,
                        verbose_name="类型",
                    ),
                ),
                ("power_kw", models.DecimalField(decimal_places=1, max_digits=6, verbose_name="功率（kW）")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in_service", "正常"),
                            ("fault", "故障"),
                            ("maintenance", "检修"),
                            ("offline", "离线"),
                            ("retired", "已退役"),
                        ],
                        default="in_service",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("commissioned_on", models.DateField(blank=True, null=True, verbose_name="投运日期")),
                (
                    "public_token",
                    models.CharField(
                        default=xieli.stations.models.public_token, editable=False, max_length=32, unique=True
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chargers",
                        to="stations.station",
                        verbose_name="充电站",
                    ),
                ),
            ],
            options={
                "verbose_name": "充电桩",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}-[A-Z]{2}-[0-9]{4}-[0-9]{2,3}$")),
                        name="charger_code_form",
                    ),
                    models.CheckConstraint(condition=models.Q(("power_kw__gt", 0)), name="charger_has_power"),
                    models.UniqueConstraint(
                        condition=models.Q(("serial", ""), _negated=True),
                        fields=("serial",),
                        name="charger_serial_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Connector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="枪号")),
                (
                    "charger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connectors",
                        to="stations.charger",
                    ),
                ),
            ],
            options={
                "verbose_name": "充电枪",
                "ordering": ["ordinal"],
                "constraints": [
                    models.UniqueConstraint(fields=("charger", "ordinal"), name="connector_once_per_charger"),
                    models.CheckConstraint(
                        condition=models.Q(("ordinal__range", (1, 12))), name="connector_ordinal"
                    ),
                ],
            },
        ),
    ]
