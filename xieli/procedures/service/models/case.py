"""What a service case knows beside its matter, and the incidents that many cases share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field
from xieli.procedures.service.choices import Cause, Channel, Demand, Fix, Kind, Urgency


class CaseDetails(models.Model):
    """The customer's demand (4.3). Counters are of the case, `attempts` and `rating` of its round."""

    NOT_SIGNED = ("attempts",)
    READ_WITH = ("station",)

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="case")
    kind = models.CharField(_("诉求性质"), max_length=20, choices=Kind.choices, default=Kind.FAULT)
    demand = models.CharField(_("需求类型"), max_length=30, choices=Demand.choices, default=Demand.OTHER)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY
    )
    channel = models.CharField(_("来源"), max_length=20, choices=Channel.choices, default=Channel.HOTLINE)
    text = models.TextField(_("诉求内容"), blank=True)
    caller_name = models.CharField(_("称呼"), max_length=100, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    plate = models.CharField(_("车牌号"), max_length=10, blank=True)
    member_id = models.CharField(_("会员号"), max_length=40, blank=True)
    order_no = models.CharField(_("订单号"), max_length=40, blank=True)
    station = models.ForeignKey(
        "stations.Station", models.PROTECT, null=True, verbose_name=_("充电站"), db_index=False
    )
    charger = models.ForeignKey(
        "stations.Charger", models.PROTECT, null=True, verbose_name=_("充电桩"), db_index=False
    )
    connector = models.PositiveSmallIntegerField(_("枪号"), null=True)
    slip_no = models.CharField(_("转办单号"), max_length=40, blank=True)
    slip_due = models.DateTimeField(_("转办单要求时间"), null=True)

    handler = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("经办人")
    )
    nominee = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    fix = models.CharField(_("处理方式"), max_length=10, choices=Fix.choices, blank=True)
    promised_at = models.DateTimeField(_("答应客户的时间"), null=True)
    contacted_at = models.DateTimeField(_("首次联系"), null=True)
    arrived_at = models.DateTimeField(_("到场"), null=True)
    arrived_by = models.CharField(_("到场凭证"), max_length=10, blank=True)
    question = models.TextField(_("请客户补充"), blank=True)
    answer = models.TextField(_("答复"), blank=True)
    cause = models.CharField(_("原因"), max_length=20, choices=Cause.choices, blank=True)
    result = models.TextField(_("处理结果"), blank=True)

    dispatches = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    attempts = ArrayField(models.DateTimeField(), default=list)
    not_reached = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(_("满意度"), null=True)
    rating_text = models.TextField(_("评价"), blank=True)
    rated_by_customer = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="duplicates")
    incident = models.ForeignKey("service.Incident", models.PROTECT, null=True, related_name="cases")

    class Meta:
        verbose_name = _("客户需求")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="case_kind"),
            models.CheckConstraint(condition=Q(demand__in=Demand.values), name="case_demand"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="case_urgency"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="case_channel"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="case_rating"),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=models.F("matter")),
                name="case_not_its_own_duplicate",
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="case_by_phone", condition=~Q(phone="")),
            models.Index(fields=["order_no"], name="case_by_order", condition=~Q(order_no="")),
            models.Index(fields=["plate"], name="case_by_plate", condition=~Q(plate="")),
            models.Index(fields=["station", "-matter"], name="case_by_station"),
            models.Index(fields=["charger", "-matter"], name="case_by_charger"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def subject(self) -> str:
        """What it is about in a few words; a complaint about a demand is not taken for the demand itself."""
        demand = str(self.get_demand_display())
        if self.kind not in (Kind.COMPLAINT, Kind.REPORT, Kind.OPINION):
            return demand
        kind = str(self.get_kind_display())
        if self.demand == Demand.OTHER:
            return kind
        return gettext("%(kind)s（%(demand)s）") % {"kind": kind, "demand": demand}


class Incident(models.Model):
    """群体事件: one case leads, many wait for it and get one answer; the stations carry a banner."""

    uid = uid_field()
    lead = models.OneToOneField("matters.Matter", models.PROTECT, related_name="incident")
    stations = models.ManyToManyField("stations.Station", related_name="incidents")
    banner = models.CharField(_("给客户看的公告"), max_length=300)
    started_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    answer = models.TextField(_("统一答复"), blank=True)
    ended_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("群体事件")
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="incident_ends_later",
            )
        ]

    def __str__(self) -> str:
        return self.banner
