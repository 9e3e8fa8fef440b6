"""What a customer reads when something fails: what happened, and how to go on without us."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from xieli.core.errors import Outside, Words

WORDS = {
    403: Words(_("没有提交成功"), _("请回到上一页，刷新后再提交一次。")),
    404: Words(
        _("这个链接打不开"),
        _("链接可能没有复制完整，或已经过期。用提交需求时留的手机号，可以随时找回进度。"),
    ),
    409: Words(_("情况刚刚有了变化"), _("请重新打开页面，看过最新情况再操作。")),
    500: Words(_("系统出错了"), _("刚才的操作没有成功，请稍后再试；着急的话，请拨打服务热线。")),
    503: Words(
        _("系统暂时不能保存"), _("请过一会儿原样再提交一次，不会重复受理；着急的话，请拨打服务热线。")
    ),
}
OUTSIDE = Outside(
    "portal/error.html",
    WORDS,
    "/p/",
    lambda: {"company": settings.COMPANY_NAME, "hotline": settings.HOTLINE},
)
