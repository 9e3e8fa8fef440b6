"""What departments share, and what a booking holds beside its matter (4.2.c). See rules.sql for what never overlaps."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import new_token, uid_field

LAST_DAYS = 30
"""Days before the end of a certificate in which it is said that it ends."""


def label_token() -> str:
    """The random part of the address on a resource's label."""
    return new_token()[0]


class Resource(models.Model):
    """Something one department lends to the others. `quantity` > 1: a pool, of which each booking takes some.

    `handed_over`: taken and brought back against a check; a room is just used at its time. `photo`: the digest of a
    kept picture. `freed_at`: written by the database when something of it became free and nobody was told yet.
    `reminded_of`: the end of the certificate of which its keeper was reminded.
    """

    class Kind(models.TextChoices):
        EQUIPMENT = "equipment", _("设备工器具")
        VEHICLE = "vehicle", _("车辆")
        VENUE = "venue", _("场地会议室")
        EXPERTISE = "expertise", _("技术与专家工时")

    uid = uid_field()
    code = models.CharField(_("资源编号"), max_length=20, unique=True)
    name = models.CharField(_("资源名称"), max_length=100)
    pinyin = models.CharField(max_length=600, blank=True, editable=False)
    initials = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField(_("资源类别"), max_length=12, choices=Kind.choices)
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, related_name="+", verbose_name=_("归口部门")
    )
    custodian = models.ForeignKey(
        "organisation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("保管人"),
    )
    quantity = models.PositiveIntegerField(_("数量"), default=1)
    location = models.CharField(_("存放地点"), max_length=200, blank=True)
    conditions = models.TextField(_("使用条件"), max_length=2000, blank=True)
    certified_until = models.DateField(_("检定试验有效期至"), null=True, blank=True)
    notice_hours = models.PositiveSmallIntegerField(_("至少提前（小时）"), default=0)
    buffer_before = models.PositiveSmallIntegerField(_("使用前准备（分钟）"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("使用后整备（分钟）"), default=0)
    released_after = models.PositiveSmallIntegerField(_("逾时未领用释放（分钟）"), default=60)
    auto_agree = models.BooleanField(_("归口部门预先同意"), default=False)
    handed_over = models.BooleanField(_("须领用和归还"), default=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)
    active = models.BooleanField(_("在用"), default=True)
    token = models.CharField(max_length=32, unique=True, default=label_token, editable=False)
    freed_at = models.DateTimeField(null=True, editable=False)
    reminded_of = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("共享资源")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="resource_has_some"),
            models.CheckConstraint(
                condition=Q(kind__in=["equipment", "vehicle", "venue", "expertise"]), name="resource_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["freed_at"], name="resource_freed", condition=Q(freed_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def certificate(self) -> str:
        """How its certificate stands today: "red" once it is over, "amber" in its last days, else empty."""
        if self.certified_until is None:
            return ""
        left = (self.certified_until - clock.local(clock.now()).date()).days
        return "red" if left < 0 else "amber" if left <= LAST_DAYS else ""

    def held(self, begins: datetime, ends: datetime) -> tuple[datetime, datetime]:
        """The time a booking keeps it from others: with what is needed before and after."""
        return begins - timedelta(minutes=self.buffer_before), ends + timedelta(minutes=self.buffer_after)


class Remedy(models.TextChoices):
    """How damage was dealt with."""

    REPAIRED = "repaired", _("已修复")
    REPLACED = "replaced", _("已更换")
    COMPENSATED = "compensated", _("已赔偿")
    NORMAL_WEAR = "wear", _("正常损耗")
    LIABILITY = "liability", _("转责任认定")


class Blackout(models.Model):
    """停用时段: a time in which nobody can have it, with the reason; `matter`: the booking whose damage it is for."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="blackouts")
    begins_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    reason = models.CharField(_("原因"), max_length=200)
    matter = models.ForeignKey("matters.Matter", models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="blackout_ends_later")
        ]

    def __str__(self) -> str:
        return self.reason


class BookingDetails(models.Model):
    """资源共享申请: what, from when to when, what for, who answers for it.

    `holding`: whether it keeps others out. `held` and `single` are written by the database.
    """

    READ_WITH = ("resource",)
    NOT_SIGNED = (
        "holding", "held", "single", "waits_since", "slot_until", "collected_at", "returned_at",
    )  # fmt: skip

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="sharing")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings", verbose_name=_("资源"))
    quantity = models.PositiveIntegerField(_("数量"), default=1)
    begins_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    purpose = models.TextField(_("用途"))
    place = models.CharField(_("使用地点和范围"), max_length=300)
    responsible = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("使用负责人")
    )
    emergency = models.BooleanField(_("紧急抢修"), default=False)
    series = models.UUIDField(null=True, editable=False)
    waits_since = models.DateTimeField(null=True, editable=False)
    slot_until = models.DateTimeField(null=True, editable=False)
    collected_at = models.DateTimeField(_("领用时间"), null=True, editable=False)
    returned_at = models.DateTimeField(_("归还时间"), null=True, editable=False)
    offer: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("建议方案"), default=dict)
    condition = models.TextField(_("归还时状况"), blank=True)
    damaged = models.BooleanField(_("有损坏"), default=False)
    remedy = models.CharField(_("损坏处理方式"), max_length=12, blank=True)
    cost = models.DecimalField(_("损失金额（元）"), max_digits=12, decimal_places=2, null=True)
    holding = models.BooleanField(default=False, editable=False)
    single = models.BooleanField(default=True, editable=False)
    held: "DateTimeRangeField" = DateTimeRangeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="booking_ends_later"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="booking_takes_some"),
        ]
        indexes = [models.Index(fields=["resource", "begins_at"], name="booking_of_resource")]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def release_at(self) -> datetime:
        """The moment at which it is released if nobody has collected it."""
        return self.begins_at + timedelta(minutes=self.resource.released_after)

    @property
    def until(self) -> datetime:
        """How long it was had: brought back sooner or later than agreed, until then."""
        return self.returned_at or self.ends_at

    @property
    def remedy_label(self) -> Any:
        """How the damage was dealt with, as people read it."""
        return Remedy(self.remedy).label if self.remedy in Remedy.values else self.remedy

    @property
    def offered_from(self) -> datetime | None:
        """When what the owner offered instead begins."""
        return datetime.fromisoformat(self.offer["begins_at"]) if self.offer else None

    @property
    def offered_until(self) -> datetime | None:
        """When what the owner offered instead ends."""
        return datetime.fromisoformat(self.offer["ends_at"]) if self.offer else None
