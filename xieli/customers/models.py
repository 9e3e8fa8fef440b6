"""Customers: persons and organisations, how they are reached, and the links they hold.

What is kept, why and for how long: `privacy.py`. How it changes: `commands.py`, `merging.py`.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from xieli.core.clock import now
from xieli.core.ids import uid_field
from xieli.customers.shapes import mask_phone


class Customer(models.Model):
    """A person or an organisation we serve. A merged one points at the one that was kept."""

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        ORGANISATION = "organisation", _("单位")

    uid = uid_field()
    kind = models.CharField(_("类型"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("姓名或名称"), max_length=100)
    pinyin = models.CharField(max_length=600, blank=True, editable=False)
    initials = models.CharField(max_length=200, blank=True, editable=False)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    member_id = models.CharField(_("会员号"), max_length=40, blank=True)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    # Last used on the portal; empty where we don't know.
    language = models.CharField(_("语言"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("建档时间"), default=now, editable=False)
    last_contact_at = models.DateTimeField(_("最近联系"), default=now, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("客户")
        ordering = ["-last_contact_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["person", "organisation"]), name="customer_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="customer_has_name"),
            models.CheckConstraint(condition=Q(phone__regex=r"^[0-9*]*$"), name="customer_phone_is_normal"),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(kind="person", merged_into=None) & ~Q(phone=""),
                name="customer_one_person_per_phone",
            ),
            models.UniqueConstraint(
                fields=["member_id"],
                condition=Q(merged_into=None) & ~Q(member_id=""),
                name="customer_one_per_member_id",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="customer_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(phone="", member_id="", note="", language=""),
                name="customer_erased_is_bare",
            ),
        ]
        indexes = [
            models.Index(Reverse("phone"), name="customer_by_phone_tail"),
            models.Index(fields=["phone"], name="customer_by_phone"),
            models.Index(
                fields=["-last_contact_at", "-id"], name="customer_recent", condition=Q(merged_into=None)
            ),
            models.Index(fields=["initials"], name="customer_by_initials"),
            models.Index(fields=["pinyin"], name="customer_by_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The phone for the screen; the whole one is shown by `commands.reveal` only."""
        return mask_phone(self.phone)


class Contact(models.Model):
    """Somebody who speaks for an organisation."""

    uid = uid_field()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("姓名"), max_length=100)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    position = models.CharField(_("职务"), max_length=50, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("联系人")
        ordering = ["-active", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(phone__regex=r"^[0-9*]*$"), name="contact_phone_is_normal"),
            models.UniqueConstraint(
                fields=["customer", "phone"], condition=~Q(phone=""), name="contact_once_per_customer"
            ),
        ]
        indexes = [models.Index(fields=["phone"], name="contact_by_phone")]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The phone for the screen; the whole one is shown by `commands.reveal` only."""
        return mask_phone(self.phone)


class Plate(models.Model):
    """A car's number plate. Cars are shared and sold: one plate may belong to several customers."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="plates")
    number = models.CharField(_("车牌号"), max_length=10)

    class Meta:
        verbose_name = _("车牌")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="plate_once_per_customer")]
        indexes = [models.Index(fields=["number"], name="plate_by_number")]

    def __str__(self) -> str:
        return self.number


class CustomerToken(models.Model):
    """A link or session handed to a customer: only its digest is kept, it serves one purpose and ends.

    `matter` is the id of the matter it opens; matters stand above customers, so it is no foreign key here.
    """

    class Purpose(models.TextChoices):
        TRACKING = "tracking", _("进度链接")
        PORTAL = "portal", _("门户会话")
        SURVEY = "survey", _("满意度链接")
        INVITATION = "invitation", _("邀请链接")
        CODE = "code", _("短信验证码")

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tokens")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="tokens")
    matter = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="customer_token_ends"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["portal", "code"]) | Q(matter__isnull=False),
                name="customer_token_one_matter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["matter"], name="customer_token_by_matter", condition=Q(matter__isnull=False)
            ),
            models.Index(fields=["expires_at"], name="customer_token_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class CustomerTrace(models.Model):
    """What was done with a customer's data: append-only (the database refuses change and deletion).

    `person` is None where the system acted by rule (end of the retention period).
    """

    class Act(models.TextChoices):
        REVEAL = "reveal", _("查看完整号码")
        MERGE = "merge", _("合并")
        ERASE = "erase", _("删除个人信息")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="traces")
    act = models.CharField(_("操作"), max_length=10, choices=Act.choices)
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("原因"), max_length=200)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="customer_trace_has_reason")]
        indexes = [models.Index(fields=["person", "act", "-at"], name="customer_trace_by_person")]

    def __str__(self) -> str:
        return f"{self.act} {self.customer_id}"


class Limit(models.Model):
    """How often something was tried in one window of time, by the digest of who tried."""

    kind = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "digest", "window"], name="customer_limit_once_per_window"
            )
        ]
        indexes = [models.Index(fields=["window"], name="customer_limit_by_window")]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
