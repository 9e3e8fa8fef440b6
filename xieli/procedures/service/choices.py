"""The words of a service case: what kind it is, what it is about, how urgent, by which way it came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """诉求性质: decides the time to answer together with the demand."""

    FAULT = "fault", _("故障报修")
    CONSULTATION = "consultation", _("咨询")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    OPINION = "opinion", _("意见建议")
    CITY_HOTLINE = "city_hotline", _("市民热线转办")


class Demand(models.TextChoices):
    """需求类型."""

    CHARGING_FAILED = "charging_failed", _("充电失败")
    WRONG_CHARGE = "wrong_charge", _("扣费异常")
    STATION_UNAVAILABLE = "station_unavailable", _("站点不可用")
    CONNECTOR_STUCK = "connector_stuck", _("枪无法拔出")
    OCCUPATION_FEE = "occupation_fee", _("占位费")
    INVOICE = "invoice", _("开票")
    REFUND = "refund", _("退款")
    INTERCONNECTION = "interconnection", _("互联互通")
    INSTALLATION = "installation", _("建桩报装")
    OTHER = "other", _("其他")


class Urgency(models.TextChoices):
    """紧急程度: safety means that somebody is trapped or in danger."""

    SAFETY = "safety", _("人身安全")
    FAULT = "fault", _("紧急故障")
    ORDINARY = "ordinary", _("普通")


class Channel(models.TextChoices):
    """来源."""

    HOTLINE = "hotline", _("热线")
    WEB = "web", _("网站")
    QR = "qr", _("扫码")
    APP = "app", _("充电应用")
    ON_SITE = "on_site", _("现场")
    EMAIL = "email", _("邮件")
    CITY_HOTLINE = "city_hotline", _("市民热线")


class Fix(models.TextChoices):
    """处理方式: how a fault is to be mended, which decides the time for it."""

    REMOTE = "remote", _("远程处理")
    ON_SITE = "on_site", _("现场处理")
    PARTS = "parts", _("需停用待件（站点挂公告）")


class Cause(models.TextChoices):
    """原因分类, told with the result."""

    CHARGER = "charger", _("桩体硬件")
    CONNECTOR = "connector", _("充电枪")
    POWER = "power", _("供电")
    NETWORK = "network", _("通信")
    PLATFORM = "platform", _("平台软件")
    BILLING = "billing", _("计费规则或数据")
    VEHICLE = "vehicle", _("车辆侧")
    OPERATION = "operation", _("使用操作")
    SITE = "site", _("场地管理")
    STAFF = "staff", _("服务行为")
    OUTSIDE = "outside", _("外部原因")
    NONE = "none", _("未发现问题")


HARDWARE = frozenset({Demand.CHARGING_FAILED, Demand.STATION_UNAVAILABLE, Demand.CONNECTOR_STUCK})
BILLING = frozenset({Demand.WRONG_CHARGE, Demand.OCCUPATION_FEE, Demand.REFUND})
REMOTE_CHANNELS = (Channel.WEB, Channel.QR, Channel.APP)
PUBLIC_KINDS = (Kind.FAULT, Kind.CONSULTATION, Kind.COMPLAINT, Kind.REPORT, Kind.OPINION)


def urgency_of(kind: str, demand: str) -> Urgency:
    """How urgent a demand is when nobody said: a machine that fails is a fault, all else ordinary."""
    return Urgency.FAULT if kind == Kind.FAULT and demand in HARDWARE else Urgency.ORDINARY


def answer_class(kind: str, demand: str) -> str:
    """By which limit the whole is to be answered (4.3): the kind where it has one of its own, else the demand."""
    if kind in (Kind.COMPLAINT, Kind.REPORT, Kind.OPINION, Kind.CITY_HOTLINE, Kind.CONSULTATION):
        return kind
    if demand in BILLING:
        return "billing"
    return demand
