"""Pages for when something is refused or fails: what happened, and what to do now."""

import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from xieli.core import html
from xieli.core.marks import labelled


class Words(NamedTuple):
    """What a page of an error says: what happened, and what to do."""

    title: str | Promise
    advice: str | Promise


WORDS = {
    400: Words(
        gettext_lazy("这个请求看不懂"),
        gettext_lazy("地址或内容不完整。请回到上一页重新打开；若是别人发来的链接，请对方重发。"),
    ),
    403: Words(
        gettext_lazy("没有权限做这件事"),
        gettext_lazy("这一步由别的岗位办理。需要时请联系本部门负责人，或在事项里提请协调。"),
    ),
    404: Words(
        gettext_lazy("没有这一页，或您不在可见范围内"),
        gettext_lazy("请核对文号后搜索；若是内部或秘密事项，请经办人把您加入抄送。"),
    ),
    405: Words(gettext_lazy("不能这样打开这个地址"), gettext_lazy("请从页面上的按钮操作。")),
    409: Words(
        gettext_lazy("事项刚被别人办理过"),
        gettext_lazy("您看到的内容已经变了。请重新打开，看过最新情况再办；您填写的内容仍保留在草稿里。"),
    ),
    413: Words(gettext_lazy("文件太大或太多"), gettext_lazy("请压缩图片、拆分文件后再上传。")),
    422: Words(gettext_lazy("填写的内容有误"), gettext_lazy("请按提示更正后再提交。")),
    429: Words(gettext_lazy("操作太频繁"), gettext_lazy("请稍等一分钟再试。")),
    500: Words(
        gettext_lazy("系统出错了"),
        gettext_lazy("出错已经记录，您的操作没有生效。请稍后重试；仍不行请把页面下方的编号告诉管理员。"),
    ),
    503: Words(
        gettext_lazy("系统暂时不能保存"),
        gettext_lazy(
            "数据库没有应答，或存储空间已满；已有的数据没有丢失。请过一会儿原样再提交一次，不会重复办理。"
        ),
    ),
}


class Outside(NamedTuple):
    """How a part that strangers see speaks of errors: its page, its own words by status, where it begins."""

    template: str
    words: Mapping[int, Words]
    home: str
    context: Callable[[], dict[str, object]] = dict


# By the beginning of their addresses; each part says it when it starts.
OUTSIDE: dict[str, Outside] = {}
INSIDE = Outside("errors/error.html", {}, "/")

# The database is away, cut off or full. Whether an act was still committed is then unknown: its key tells.
AWAY = (OperationalError, InterfaceError)


class Refused(Exception):
    """Raised where an answer is a refusal: status (a key of WORDS) and a sentence for the person."""

    def __init__(self, status: int, message: str | Promise = "") -> None:
        super().__init__(str(message))
        self.status = status
        self.message = message


def _part(request: HttpRequest) -> Outside:
    return next((one for begins, one in OUTSIDE.items() if request.path.startswith(begins)), INSIDE)


def _words(part: Outside, status: int) -> Words:
    return part.words.get(status) or WORDS.get(status, WORDS[500])


def reference(request: HttpRequest) -> str:
    """The number under which the log tells of a request; "" where it came by no way that is logged."""
    return str(getattr(request, "id", ""))


def status_of_failure() -> int:
    """Of the exception just caught: 503 where the database is away or full, which passes, else 500."""
    return 503 if isinstance(sys.exc_info()[1], AWAY) else 500


def page(request: HttpRequest, status: int, message: str | Promise = "") -> HttpResponse:
    """The designed page of `status`; for htmx a toast, so that what was typed stays on the screen."""
    part = _part(request)
    words = _words(part, status)
    if html.wants_fragment(request):
        response = HttpResponse(status=status, headers={"HX-Reswap": "none"})
        return html.toast(response, str(message or labelled(words.title, words.advice)), "red")
    context = {
        "status": status,
        "title": words.title,
        "message": message,
        "advice": words.advice,
        "reference": reference(request) if status >= 500 else "",
        **part.context(),
    }
    return HttpResponse(render_to_string(part.template, context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: must work when the database or the session doesn't, so no context processor runs."""
    status = status_of_failure()
    if html.wants_fragment(request):
        return page(request, status)
    part = _part(request)
    words = _words(part, status)
    context = {
        "status": status,
        "title": words.title,
        "advice": words.advice,
        "reference": reference(request),
        "home": part.home,
    }
    return HttpResponse(render_to_string("errors/bare.html", context), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nearly always a page left open over night."""
    return page(request, 403, gettext("页面已过期。请刷新后再提交，您填写的内容保留在草稿里。"))
