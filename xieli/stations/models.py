"""Charging stations, their chargers and connectors: what a customer's demand is about."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.core.ids import new_token, uid_field

STATION_CODE = r"^[A-Z]{2}-[A-Z]{2}-[0-9]{4}$"
CHARGER_CODE = r"^[A-Z]{2}-[A-Z]{2}-[0-9]{4}-[0-9]{2,3}$"


def public_token() -> str:
    """The random part of a charger's public address.

    Kept readable, unlike a customer's link: stickers are printed again, and it names a machine, not a person.
    """
    return new_token()[0]


class Station(models.Model):
    """A charging station and who runs it. `zone` decides how soon somebody must be on site."""

    class Zone(models.TextChoices):
        URBAN = "urban", _("城区")
        SUBURBAN = "suburban", _("郊区")
        REMOTE = "remote", _("偏远")

    class Status(models.TextChoices):
        BUILDING = "building", _("建设中")
        OPEN = "open", _("运营中")
        PARTIAL = "partial", _("部分可用")
        CLOSED = "closed", _("暂停运营")
        RETIRED = "retired", _("已退役")

    uid = uid_field()
    code = models.CharField(_("站点编码"), max_length=20, unique=True)
    name = models.CharField(_("站点名称"), max_length=100)
    pinyin = models.CharField(max_length=600, blank=True, editable=False)
    initials = models.CharField(max_length=200, blank=True, editable=False)
    address = models.CharField(_("地址"), max_length=200)
    zone = models.CharField(_("区域"), max_length=10, choices=Zone.choices, default=Zone.URBAN)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    operator = models.ForeignKey(
        "organisation.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stations",
        verbose_name=_("运维部门"),
    )
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.OPEN)
    banner = models.CharField(_("站点公告"), max_length=300, blank=True)
    banner_until = models.DateTimeField(_("公告截止"), null=True, blank=True)

    class Meta:
        verbose_name = _("充电站")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=STATION_CODE), name="station_code_form"),
            models.CheckConstraint(
                condition=Q(zone__in=["urban", "suburban", "remote"]), name="station_zone"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="station_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def banner_at(self, moment: datetime) -> str:
        """The notice the portal shows at `moment`, or an empty text."""
        return self.banner if self.banner_until is None or moment < self.banner_until else ""


class Charger(models.Model):
    """One charging machine; its code is written on it, its public token is in the QR sticker."""

    class Kind(models.TextChoices):
        DC = "dc", _("直流")
        AC = "ac", _("交流")

    class Status(models.TextChoices):
        IN_SERVICE = "in_service", pgettext_lazy("charger", "正常")
        FAULT = "fault", _("故障")
        MAINTENANCE = "maintenance", _("检修")
        OFFLINE = "offline", _("离线")
        RETIRED = "retired", _("已退役")

    uid = uid_field()
    station = models.ForeignKey(Station, models.PROTECT, related_name="chargers", verbose_name=_("充电站"))
    code = models.CharField(_("充电桩编码"), max_length=24, unique=True)
    serial = models.CharField(_("出厂编号"), max_length=40, blank=True)
    kind = models.CharField(_("类型"), max_length=2, choices=Kind.choices, default=Kind.DC)
    power_kw = models.DecimalField(_("功率（kW）"), max_digits=6, decimal_places=1)
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.IN_SERVICE)
    commissioned_on = models.DateField(_("投运日期"), null=True, blank=True)
    public_token = models.CharField(max_length=32, unique=True, default=public_token, editable=False)

    class Meta:
        verbose_name = _("充电桩")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CHARGER_CODE), name="charger_code_form"),
            models.CheckConstraint(condition=Q(power_kw__gt=0), name="charger_has_power"),
            models.UniqueConstraint(fields=["serial"], condition=~Q(serial=""), name="charger_serial_unique"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def short_code(self) -> str:
        """The number within its station, as people say it: 07."""
        return self.code.rsplit("-", 1)[-1]


class Connector(models.Model):
    """One plug of a charger, counted from 1."""

    charger = models.ForeignKey(Charger, models.CASCADE, related_name="connectors")
    ordinal = models.PositiveSmallIntegerField(_("枪号"))

    class Meta:
        verbose_name = _("充电枪")
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["charger", "ordinal"], name="connector_once_per_charger"),
            models.CheckConstraint(condition=Q(ordinal__range=(1, 12)), name="connector_ordinal"),
        ]

    def __str__(self) -> str:
        return f"{self.charger}#{self.ordinal}"
