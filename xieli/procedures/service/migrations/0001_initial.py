import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import xieli.core.clock
import xieli.core.ids
import xieli.search.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0002_rules"),
        ("matters", "0002_rules"),
        ("organisation", "0002_rules"),
        ("search", "0001_functions"),
        ("stations", "0002_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestDetails",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="digest",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("month", models.DateField(unique=True, verbose_name="月份")),
                ("foreword", models.TextField(blank=True, verbose_name="综述")),
            ],
            options={
                "verbose_name": "客户意见汇编",
            },
        ),
        migrations.CreateModel(
            name="OpinionDetails",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="opinion",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="意见内容")),
                ("grave", models.BooleanField(default=False, verbose_name="重大意见")),
                ("answer", models.TextField(blank=True, verbose_name="部门答复")),
                (
                    "adopted",
                    models.CharField(
                        blank=True,
                        choices=[("adopted", "采纳"), ("partly", "部分采纳"), ("not", "不采纳")],
                        max_length=10,
                        verbose_name="采纳情况",
                    ),
                ),
                ("told", models.TextField(blank=True, verbose_name="告知客户")),
            ],
            options={
                "verbose_name": "客户意见",
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("title", models.CharField(max_length=100, verbose_name="问题")),
                ("body", models.TextField(verbose_name="答复口径")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="关键词")),
                (
                    "demand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("charging_failed", "充电失败"),
                            ("wrong_charge", "扣费异常"),
                            ("station_unavailable", "站点不可用"),
                            ("connector_stuck", "枪无法拔出"),
                            ("occupation_fee", "占位费"),
                            ("invoice", "开票"),
                            ("refund", "退款"),
                            ("interconnection", "互联互通"),
                            ("installation", "建桩报装"),
                            ("other", "其他"),
                        ],
                        max_length=30,
                        verbose_name="需求类型",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                ("uses", models.PositiveIntegerField(default=0, editable=False, verbose_name="使用次数")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=xieli.core.clock.now, editable=False)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=xieli.search.fields.Joined(
                            xieli.search.fields.Weighted(
                                xieli.search.fields.OrEmpty(models.F("title")), weight="A"
                            ),
                            xieli.search.fields.Weighted(
                                xieli.search.fields.OrEmpty(models.F("keywords")), weight="A"
                            ),
                            xieli.search.fields.Weighted(
                                xieli.search.fields.OrEmpty(models.F("body")), weight="C"
                            ),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识条目",
                "ordering": ["-uses", "title"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["search"], name="article_search"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="article_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="used", to="service.article"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
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
                "constraints": [
                    models.UniqueConstraint(fields=("article", "matter"), name="article_used_once_per_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="来电号码")),
                ("started_at", models.DateTimeField(verbose_name="开始时间")),
                ("queue_seconds", models.PositiveIntegerField(default=0, verbose_name="排队（秒）")),
                ("duration_seconds", models.PositiveIntegerField(default=0, verbose_name="通话（秒）")),
                ("recording", models.URLField(blank=True, max_length=500, verbose_name="录音链接")),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="坐席",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="customers.customer",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "verbose_name": "通话记录",
                "ordering": ["-started_at"],
                "indexes": [models.Index(fields=["-started_at"], name="call_newest")],
                "constraints": [models.UniqueConstraint(fields=("number", "started_at"), name="call_once")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("banner", models.CharField(max_length=300, verbose_name="给客户看的公告")),
                ("started_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, verbose_name="统一答复")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident",
                        to="matters.matter",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                ("stations", models.ManyToManyField(related_name="incidents", to="stations.station")),
            ],
            options={
                "verbose_name": "群体事件",
                "ordering": ["-started_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="incident_ends_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDetails",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="case",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fault", "故障报修"),
                            ("consultation", "咨询"),
                            ("complaint", "投诉"),
                            ("report", "举报"),
                            ("opinion", "意见建议"),
                            ("city_hotline", "市民热线转办"),
                        ],
                        default="fault",
                        max_length=20,
                        verbose_name="诉求性质",
                    ),
                ),
                (
                    "demand",
                    models.CharField(
                        choices=[
                            ("charging_failed", "充电失败"),
                            ("wrong_charge", "扣费异常"),
                            ("station_unavailable", "站点不可用"),
                            ("connector_stuck", "枪无法拔出"),
                            ("occupation_fee", "占位费"),
                            ("invoice", "开票"),
                            ("refund", "退款"),
                            ("interconnection", "互联互通"),
                            ("installation", "建桩报装"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="需求类型",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("safety", "人身安全"), ("fault", "紧急故障"), ("ordinary", "普通")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "热线"),
                            ("web", "网站"),
                            ("qr", "扫码"),
                            ("app", "充电应用"),
                            ("on_site", "现场"),
                            ("email", "邮件"),
                            ("city_hotline", "市民热线"),
                        ],
                        default="hotline",
                        max_length=20,
                        verbose_name="来源",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="诉求内容")),
                ("caller_name", models.CharField(blank=True, max_length=100, verbose_name="称呼")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                ("plate", models.CharField(blank=True, max_length=10, verbose_name="车牌号")),
                ("member_id", models.CharField(blank=True, max_length=40, verbose_name="会员号")),
                ("order_no", models.CharField(blank=True, max_length=40, verbose_name="订单号")),
                ("connector", models.PositiveSmallIntegerField(null=True, verbose_name="枪号")),
                ("slip_no", models.CharField(blank=True, max_length=40, verbose_name="转办单号")),
                ("slip_due", models.DateTimeField(null=True, verbose_name="转办单要求时间")),
                (
                    "fix",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("remote", "远程处理"),
                            ("on_site", "现场处理"),
                            ("parts", "需停用待件（站点挂公告）"),
                        ],
                        max_length=10,
                        verbose_name="处理方式",
                    ),
                ),
                ("promised_at", models.DateTimeField(null=True, verbose_name="答应客户的时间")),
                ("contacted_at", models.DateTimeField(null=True, verbose_name="首次联系")),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="到场")),
                ("arrived_by", models.CharField(blank=True, max_length=10, verbose_name="到场凭证")),
                ("question", models.TextField(blank=True, verbose_name="请客户补充")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("charger", "桩体硬件"),
                            ("connector", "充电枪"),
                            ("power", "供电"),
                            ("network", "通信"),
                            ("platform", "平台软件"),
                            ("billing", "计费规则或数据"),
                            ("vehicle", "车辆侧"),
                            ("operation", "使用操作"),
                            ("site", "场地管理"),
                            ("staff", "服务行为"),
                            ("outside", "外部原因"),
                            ("none", "未发现问题"),
                        ],
                        max_length=20,
                        verbose_name="原因",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="处理结果")),
                ("dispatches", models.PositiveSmallIntegerField(default=0)),
                ("reopenings", models.PositiveSmallIntegerField(default=0)),
                (
                    "attempts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
                ("not_reached", models.BooleanField(default=False)),
                ("rating", models.PositiveSmallIntegerField(null=True, verbose_name="满意度")),
                ("rating_text", models.TextField(blank=True, verbose_name="评价")),
                ("rated_by_customer", models.BooleanField(default=False)),
                (
                    "charger",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="stations.charger",
                        verbose_name="充电桩",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="matters.matter",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="经办人",
                    ),
                ),
                (
                    "nominee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="stations.station",
                        verbose_name="充电站",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="service.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "客户需求",
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=["phone"],
                        name="case_by_phone",
                    ),
                    models.Index(
                        condition=models.Q(("order_no", ""), _negated=True),
                        fields=["order_no"],
                        name="case_by_order",
                    ),
                    models.Index(
                        condition=models.Q(("plate", ""), _negated=True),
                        fields=["plate"],
                        name="case_by_plate",
                    ),
                    models.Index(fields=["station", "-matter"], name="case_by_station"),
                    models.Index(fields=["charger", "-matter"], name="case_by_charger"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["fault", "consultation", "complaint", "report", "opinion", "city_hotline"],
                            )
                        ),
                        name="case_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "demand__in",
                                [
                                    "charging_failed",
                                    "wrong_charge",
                                    "station_unavailable",
                                    "connector_stuck",
                                    "occupation_fee",
                                    "invoice",
                                    "refund",
                                    "interconnection",
                                    "installation",
                                    "other",
                                ],
                            )
                        ),
                        name="case_demand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["safety", "fault", "ordinary"])),
                        name="case_urgency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                ["hotline", "web", "qr", "app", "on_site", "email", "city_hotline"],
                            )
                        ),
                        name="case_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                        name="case_rating",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of", None),
                            models.Q(("duplicate_of", models.F("matter")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_not_its_own_duplicate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("name", models.CharField(max_length=20, verbose_name="班次")),
                ("begins", models.TimeField(verbose_name="开始")),
                ("ends", models.TimeField(verbose_name="结束")),
                (
                    "on_call",
                    models.BooleanField(default=False, help_text="在家待命，随叫随到", verbose_name="待命"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="organisation.department",
                        verbose_name="部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "班次",
                "ordering": ["department", "begins", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("department", "name"), name="shift_once_per_department"),
                    models.CheckConstraint(
                        condition=models.Q(("begins", models.F("ends")), _negated=True),
                        name="shift_has_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("leads", models.BooleanField(default=False, verbose_name="带班")),
                ("on_call", models.BooleanField(default=False, editable=False)),
                ("begins_at", models.DateTimeField(editable=False)),
                ("ends_at", models.DateTimeField(editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="service.shift"
                    ),
                ),
            ],
            options={
                "verbose_name": "值班",
                "ordering": ["begins_at", "-leads", "id"],
                "indexes": [models.Index(fields=["begins_at", "ends_at"], name="duty_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("shift", "day", "person"), name="duty_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("leads", True)), fields=("shift", "day"), name="duty_one_leader"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("on_call", False)),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    "begins_at",
                                    "ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=False
                                    ),
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="duty_not_in_two_places",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("day", models.DateField(verbose_name="日期")),
                ("text", models.TextField(verbose_name="交接内容")),
                ("open_cases", models.PositiveIntegerField(default=0, verbose_name="未办结工单")),
                ("written_at", models.DateTimeField(default=xieli.core.clock.now)),
                ("signed_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="接班意见")),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="service.shift"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="接班人",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="交班人",
                    ),
                ),
            ],
            options={
                "verbose_name": "交接班记录",
                "ordering": ["-written_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("shift", "day"), name="shift_note_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="shift_note_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(
                                ("signed_at__isnull", False),
                                models.Q(("signed_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="shift_note_signed_by_another",
                    ),
                ],
            },
        ),
    ]
