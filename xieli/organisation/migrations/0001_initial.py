import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models

import xieli.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="部门代码")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="部门名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="部门简称")),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("pmo", "项目管理"),
                                ("customer_service", "客户服务"),
                                ("hr", "人力资源"),
                                ("supervision", "监督"),
                                ("audit", "审计"),
                                ("finance", "财务"),
                                ("admin", "综合行政"),
                                ("materials", "物资"),
                                ("general_management", "公司领导"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="职责",
                    ),
                ),
                ("calendar", models.CharField(default="office", max_length=30, verbose_name="工作日历")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisation.department",
                        verbose_name="上级部门",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "duties__contained_by",
                                [
                                    "pmo",
                                    "customer_service",
                                    "hr",
                                    "supervision",
                                    "audit",
                                    "finance",
                                    "admin",
                                    "materials",
                                    "general_management",
                                ],
                            )
                        ),
                        name="department_duties_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="department_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="organisation_version_single")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="工号")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("pinyin", models.CharField(blank=True, editable=False, max_length=120)),
                ("initials", models.CharField(blank=True, editable=False, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机")),
                ("joined_on", models.DateField(verbose_name="入职日期")),
                (
                    "left_on",
                    models.DateField(
                        blank=True, help_text="自该日起不再任职", null=True, verbose_name="离职日期"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="organisation.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空则按部门负责人、分管领导推定",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subordinates",
                        to="organisation.person",
                        verbose_name="直接上级",
                    ),
                ),
            ],
            options={
                "ordering": ["pinyin", "number"],
                "indexes": [
                    models.Index(fields=["pinyin"], name="organisatio_pinyin_17999d_idx"),
                    models.Index(fields=["initials"], name="organisatio_initial_df317b_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("phone", ""), _negated=True), ("left_on", None)),
                        fields=("phone",),
                        name="person_phone_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"
                        ),
                        name="person_left_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superior", None),
                            models.Q(("superior", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_not_own_superior",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="department",
            name="deputies",
            field=models.ManyToManyField(
                blank=True, related_name="deputy_of", to="organisation.person", verbose_name="部门副职"
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="executive",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="area",
                to="organisation.person",
                verbose_name="分管领导",
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heads",
                to="organisation.person",
                verbose_name="部门负责人",
            ),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("from_at", models.DateTimeField(verbose_name="开始时间")),
                ("to_at", models.DateTimeField(verbose_name="结束时间")),
                ("include_existing", models.BooleanField(default=False, verbose_name="包括现有待办")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to="organisation.person",
                        verbose_name="代理人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="organisation.person",
                        verbose_name="委托人",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_at"],
                "indexes": [models.Index(fields=["deputy", "to_at"], name="organisatio_deputy__9fec5f_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_at__lt", models.F("to_at"))), name="delegation_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("deputy")), _negated=True),
                        name="delegation_to_another",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at", None)),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    "from_at",
                                    "to_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="delegation_no_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("name", models.CharField(max_length=40, verbose_name="岗位名称")),
                (
                    "post_class",
                    models.CharField(
                        choices=[
                            ("management", "管理"),
                            ("project_leader", "项目"),
                            ("engineering", "工程"),
                            ("development", "研发"),
                            ("maintenance", "运维"),
                            ("customer_service", "客服"),
                            ("market", "市场"),
                            ("staff", "职能"),
                        ],
                        max_length=20,
                        verbose_name="岗位类别",
                    ),
                ),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agent", "客服坐席"),
                                ("shift_leader", "值班长"),
                                ("service_manager", "客服主管"),
                                ("dispatcher", "调度员"),
                                ("field_engineer", "现场运维"),
                                ("pmo_officer", "项目管理专员"),
                                ("pmo_director", "项目管理主任"),
                                ("project_leader", "项目经理"),
                                ("clerk", "部门内勤"),
                                ("resource_custodian", "资源保管员"),
                                ("inspector", "监督检查员"),
                                ("hr_assessor", "考核专员"),
                                ("appeal_reviewer", "申诉复核人"),
                                ("archivist", "档案管理员"),
                                ("union_representative", "工会代表"),
                                ("legal_officer", "法务专员"),
                                ("general_manager", "总经理"),
                                ("executive", "分管领导"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="岗位职责",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="organisation.department",
                        verbose_name="部门",
                    ),
                ),
            ],
            options={
                "ordering": ["department", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("department", "name"), name="post_unique_in_department"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "duties__contained_by",
                                [
                                    "agent",
                                    "shift_leader",
                                    "service_manager",
                                    "dispatcher",
                                    "field_engineer",
                                    "pmo_officer",
                                    "pmo_director",
                                    "project_leader",
                                    "clerk",
                                    "resource_custodian",
                                    "inspector",
                                    "hr_assessor",
                                    "appeal_reviewer",
                                    "archivist",
                                    "union_representative",
                                    "legal_officer",
                                    "general_manager",
                                    "executive",
                                ],
                            )
                        ),
                        name="post_duties_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "post_class__in",
                                [
                                    "management",
                                    "project_leader",
                                    "engineering",
                                    "development",
                                    "maintenance",
                                    "customer_service",
                                    "market",
                                    "staff",
                                ],
                            )
                        ),
                        name="post_class_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("primary", models.BooleanField(default=False, verbose_name="主岗")),
                ("from_date", models.DateField(verbose_name="到任日期")),
                (
                    "to_date",
                    models.DateField(
                        blank=True, help_text="自该日起不再任职", null=True, verbose_name="卸任日期"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="organisation.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="organisation.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "ordering": ["-primary", "from_date", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date", None), ("to_date__gte", models.F("from_date")), _connector="OR"
                        ),
                        name="appointment_ends_later",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("primary", True)),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    "from_date",
                                    "to_date",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="appointment_one_primary",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("post", "="),
                            (
                                models.Func(
                                    "from_date",
                                    "to_date",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="appointment_post_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("name", models.CharField(max_length=40, verbose_name="班组名称")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="organisation.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="organisation.person",
                        verbose_name="班组长",
                    ),
                ),
            ],
            options={
                "ordering": ["department", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("department", "name"), name="team_unique_in_department")
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_member",
                        to="organisation.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="organisation.team",
                    ),
                ),
            ],
        ),
    ]
