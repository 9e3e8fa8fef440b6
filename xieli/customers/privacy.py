"""Why each piece of personal data is kept and for how long: declared per field, for all to read.

A test compares this list with the models, so that a new field can't be kept without a purpose.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SERVICE = _("受理和回复客户需求")
THREE_YEARS = _("最后一次联系后 3 年，届时自动删除")


class Kept(NamedTuple):
    """One piece of personal data: `field` as Model.field, its name, its purpose, and how long it stays."""

    field: str
    label: str | Promise
    purpose: str | Promise
    retention: str | Promise


KEPT = [
    Kept("Customer.name", _("姓名或名称"), _("称呼客户、核对身份"), THREE_YEARS),
    Kept("Customer.pinyin", _("姓名拼音"), _("按拼音查找"), THREE_YEARS),
    Kept("Customer.initials", _("拼音首字母"), _("按拼音查找"), THREE_YEARS),
    Kept("Customer.phone", _("电话"), _("联系和回访客户、识别来电"), THREE_YEARS),
    Kept("Customer.member_id", _("会员号"), _("核对会员和订单"), THREE_YEARS),
    Kept("Customer.note", _("备注"), SERVICE, THREE_YEARS),
    Kept("Customer.language", _("使用的语言"), _("用客户看得懂的语言发短信"), THREE_YEARS),
    Kept("Contact.name", _("联系人姓名"), SERVICE, THREE_YEARS),
    Kept("Contact.phone", _("联系人电话"), _("联系单位客户、识别来电"), THREE_YEARS),
    Kept("Contact.email", _("联系人邮箱"), SERVICE, THREE_YEARS),
    Kept("Contact.position", _("联系人职务"), SERVICE, THREE_YEARS),
    Kept("Plate.number", _("车牌号"), _("按车辆查找需求和订单"), THREE_YEARS),
    Kept("CustomerToken.digest", _("链接和验证码的摘要"), _("核对客户出示的链接"), _("失效后 30 天")),
    Kept(
        "CustomerTrace.reason",
        _("查看、合并、删除的原因"),
        _("证明个人信息的处理合规"),
        _("长期（只含编号，不含姓名和电话）"),
    ),
    Kept("Limit.digest", _("访问次数的摘要"), _("防止恶意尝试"), _("2 天")),
]
