import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xieli.core.clock
import xieli.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("username", models.CharField(max_length=60, unique=True, verbose_name="登录名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employee", "员工"),
                            ("system", "系统管理员"),
                            ("security", "安全管理员"),
                            ("audit", "审计管理员"),
                        ],
                        default="employee",
                        max_length=10,
                        verbose_name="账号类型",
                    ),
                ),
                ("enabled", models.BooleanField(default=True, verbose_name="启用")),
                ("privileged", models.BooleanField(default=False, verbose_name="要求动态口令")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="语言",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "跟随系统"), ("light", "浅色"), ("dark", "深色")],
                        default="auto",
                        max_length=5,
                        verbose_name="外观",
                    ),
                ),
                ("code_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("code_expires_at", models.DateTimeField(editable=False, null=True)),
                ("totp_secret", models.CharField(blank=True, editable=False, max_length=200)),
                ("totp_last_step", models.BigIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now, editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="organisation.person",
                        verbose_name="员工",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["employee", "system", "security", "audit"])),
                        name="account_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "employee"), ("person__isnull", False)),
                            models.Q(models.Q(("kind", "employee"), _negated=True), ("person", None)),
                            _connector="OR",
                        ),
                        name="account_person_iff_employee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_default=xieli.core.ids.UUIDv7(), editable=False, unique=True)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("client", models.CharField(blank=True, max_length=60, verbose_name="客户端名称")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("matters:read", "查阅事项"),
                                ("matters:act", "办理事项"),
                                ("service:intake", "受理客户需求"),
                                ("organisation:read", "查阅组织"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                        verbose_name="权限范围",
                    ),
                ),
                ("created_at", models.DateTimeField(default=xieli.core.clock.now, verbose_name="创建时间")),
                ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                ("used_at", models.DateTimeField(null=True, verbose_name="最近使用")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.person",
                        verbose_name="员工",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("client", ""), _connector="XOR"),
                        name="token_person_or_client",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scopes__contained_by",
                                ["matters:read", "matters:act", "service:intake", "organisation:read"],
                            )
                        ),
                        name="token_scopes_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scopes", []), _negated=True), name="token_some_scope"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=xieli.core.clock.now, verbose_name="时间")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("login", "登录"),
                            ("login_failed", "登录失败"),
                            ("locked", "账号锁定"),
                            ("unlocked", "解除锁定"),
                            ("logout", "退出"),
                            ("denied", "拒绝访问"),
                            ("password_changed", "修改密码"),
                            ("code_given", "发放一次性口令"),
                            ("code_used", "用一次性口令设置密码"),
                            ("totp_set", "绑定动态口令"),
                            ("totp_reset", "解绑动态口令"),
                            ("session_ended", "结束会话"),
                            ("account_created", "开通账号"),
                            ("account_enabled", "启用账号"),
                            ("account_disabled", "停用账号"),
                            ("privilege_changed", "变更动态口令要求"),
                            ("token_created", "创建接口令牌"),
                            ("token_revoked", "撤销接口令牌"),
                            ("read_secret", "查阅涉密内容"),
                            ("exported", "导出数据"),
                            ("configured", "修改配置"),
                        ],
                        max_length=30,
                        verbose_name="行为",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="对象")),
                ("detail", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="来源地址")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject", "-at"], name="audit_subject"),
                    models.Index(fields=["account", "-at"], name="audit_account"),
                    models.Index(fields=["-at"], name="audit_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("address", models.GenericIPAddressField(null=True)),
                ("agent", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
    ]
