"""People, the posts they hold and who acts while they are away."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Field, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.organisation.models.structure import Department, Post


def _span(function: str, start: str, end: str, field: "Field[Any, Any]") -> tuple[Func, str]:
    """The half-open period of a row, as an exclusion constraint wants it."""
    return Func(start, end, RangeBoundary(), function=function, output_field=field), RangeOperators.OVERLAPS


DAYS = _span("daterange", "from_date", "to_date", DateRangeField())
MOMENTS = _span("tstzrange", "from_at", "to_at", DateTimeRangeField())


class Person(models.Model):
    """An employee. `department` is that of the primary post, kept by the commands for lists and rights."""

    uid = uid_field()
    number = models.CharField(_("工号"), max_length=20, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="people", verbose_name=_("部门")
    )
    joined_on = models.DateField(_("入职日期"))
    left_on = models.DateField(_("离职日期"), null=True, blank=True, help_text=_("自该日起不再任职"))
    superior = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("直接上级"),
        help_text=_("留空则按部门负责人、分管领导推定"),
    )

    class Meta:
        ordering = ["pinyin", "number"]
        indexes = [models.Index(fields=["pinyin"]), models.Index(fields=["initials"])]
        constraints = [
            models.UniqueConstraint(
                fields=["phone"], condition=~Q(phone="") & Q(left_on=None), name="person_phone_unique"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="person_left_later"
            ),
            models.CheckConstraint(
                condition=Q(superior=None) | ~Q(superior=F("id")), name="person_not_own_superior"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("organisation:person", args=[self.uid])

    def active_on(self, day: date) -> bool:
        """Whether the person is employed on `day`; the day of leaving no longer counts."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)

    @property
    def active(self) -> bool:
        """Whether the person is employed today."""
        return self.active_on(clock.local(clock.now()).date())


class Appointment(models.Model):
    """A person holds a post from a day until, not including, another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("岗位")
    )
    primary = models.BooleanField(_("主岗"), default=False)
    from_date = models.DateField(_("到任日期"))
    to_date = models.DateField(_("卸任日期"), null=True, blank=True, help_text=_("自该日起不再任职"))

    class Meta:
        ordering = ["-primary", "from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="appointment_ends_later"
            ),
            ExclusionConstraint(
                name="appointment_one_primary",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    DAYS,
                ],
                condition=Q(primary=True),
            ),
            ExclusionConstraint(
                name="appointment_post_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    DAYS,
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"

    def current_on(self, day: date) -> bool:
        """Whether the post is held on `day`."""
        return self.from_date <= day and (self.to_date is None or day < self.to_date)


class Delegation(models.Model):
    """While `person` is away, `deputy` may act for them (代理); not transitive, the seat stays theirs."""

    uid = uid_field()
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("委托人")
    )
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="stands_in", verbose_name=_("代理人")
    )
    from_at = models.DateTimeField(_("开始时间"))
    to_at = models.DateTimeField(_("结束时间"))
    include_existing = models.BooleanField(_("包括现有待办"), default=False)
    reason = models.CharField(_("原因"), max_length=200)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    settling = models.BooleanField(
        default=False
    )  # open items are still being brought in line with it, by the worker

    class Meta:
        ordering = ["-from_at"]
        indexes = [
            models.Index(fields=["deputy", "to_at"]),
            models.Index(fields=["id"], condition=Q(settling=True), name="delegation_settling"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(from_at__lt=F("to_at")), name="delegation_ends_later"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="delegation_to_another"),
            ExclusionConstraint(
                name="delegation_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    MOMENTS,
                ],
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.deputy}"

    def in_force(self, at: datetime) -> bool:
        """Whether the deputy may act at the moment `at`."""
        return self.from_at <= at < self.to_at and (self.revoked_at is None or at < self.revoked_at)
