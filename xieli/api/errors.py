"""What programs are told when something is refused: one shape, a stable code, a sentence that says what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.core.errors import AWAY, WORDS, Refused, reference
from xieli.core.marks import labelled, listed
from xieli.customers.limits import TooOften
from xieli.matters.errors import ActionError, Invalid, Stale

from .callers import ScopeMissing

# Kinds of faults pydantic finds → what is wrong with the value, and what it should be.
SHAPES: dict[str, str | Promise] = {
    "missing": gettext_lazy("此项必填。"),
    "extra_forbidden": gettext_lazy("没有这一项，请核对名称。"),
    "literal_error": gettext_lazy("请填以下之一：%(expected)s。"),
    "enum": gettext_lazy("请填以下之一：%(expected)s。"),
    "string_too_long": gettext_lazy("最多 %(max_length)s 个字符。"),
    "string_too_short": gettext_lazy("至少 %(min_length)s 个字符。"),
    "string_pattern_mismatch": gettext_lazy("含有不允许的字符。"),
    "too_long": gettext_lazy("最多 %(max_length)s 项。"),
    "too_short": gettext_lazy("至少 %(min_length)s 项。"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s。"),
    "json_invalid": gettext_lazy("请求正文不是有效的 JSON。"),
}
# The same by the beginning of the kind: several kinds each.
STEMS: dict[str, str | Promise] = {
    "uuid": gettext_lazy("请填 UUID，如 01a2076c-b24a-769c-99b6-47133b88c65d。"),
    "int": gettext_lazy("请填整数。"),
    "bool": gettext_lazy("请填 true 或 false。"),
    "datetime": gettext_lazy("请填带时区的时间，如 2026-11-27T09:30:00+08:00。"),
    "timezone": gettext_lazy("请填带时区的时间，如 2026-11-27T09:30:00+08:00。"),
    "date": gettext_lazy("请填日期，如 2026-11-27。"),
    "decimal": gettext_lazy("请填数字。"),
    "float": gettext_lazy("请填数字。"),
    "string": gettext_lazy("请填文字。"),
    "list": gettext_lazy("请填列表。"),
    "model": gettext_lazy("请填对象。"),
    "dict": gettext_lazy("请填对象。"),
}
# Where a value stands in a request, as ninja says it; callers know it by its name alone.
_PLACES = {"body", "query", "path", "header", "form", "file", "data", "filters"}


class Malformed(Exception):
    """One part of a request can't be understood: its name, and a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name, self.sentence = name, sentence


def problem(
    status: int, code: str, message: Any, errors: Mapping[str, list[str]] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and body of an answer that refuses."""
    return status, {"code": code, "message": str(message), "errors": dict(errors or {})}


def speak(api: NinjaAPI) -> None:
    """Let every refusal inside the API answer in that shape."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], tuple[int, dict[str, Any]]]] = {
        ActionError: _refused,
        Refused: lambda _r, error: problem(error.status, "refused", error.message),
        Malformed: lambda _r, error: _invalid({error.name: [error.sentence]}),
        Http404: lambda _r, _e: problem(404, "not_found", _("没有找到，或您不在可见范围内。")),
        ScopeMissing: _scope,
        ValidationError: _shape,
        RequestDataTooBig: _too_large,
        TooManyFilesSent: _too_large,
        HttpError: _unreadable,
        **dict.fromkeys(AWAY, _away),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, _answering(api, handler))
    api.add_exception_handler(AuthenticationError, _stranger(api))
    api.add_exception_handler(TooOften, _too_often(api))


def _answering(api: NinjaAPI, handler: Callable[[HttpRequest, Any], tuple[int, dict[str, Any]]]) -> Any:
    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        status, body = handler(request, error)
        return api.create_response(request, body, status=status)

    return answer


def _refused(request: HttpRequest, error: ActionError) -> tuple[int, dict[str, Any]]:
    message = error.message
    if isinstance(error, Stale):  # what the pages say speaks of the page
        message = _("事项在您读取之后有了变化。请重新读取，核对后用新的 rev 再办理；本次没有生效。")
    return problem(error.status, error.code, message, error.errors if isinstance(error, Invalid) else None)


def _scope(request: HttpRequest, error: ScopeMissing) -> tuple[int, dict[str, Any]]:
    words = _("令牌缺少权限范围「%(label)s」（%(scope)s）。请换一个有此范围的令牌，或重新创建。")
    labels = listed(Scope(one).label for one in error.scopes)
    return problem(403, "scope_missing", words % {"label": labels, "scope": ", ".join(error.scopes)})


def _too_large(request: HttpRequest, error: Any) -> tuple[int, dict[str, Any]]:
    return problem(413, "too_large", labelled(WORDS[413].title, WORDS[413].advice))


def _unreadable(request: HttpRequest, error: HttpError) -> tuple[int, dict[str, Any]]:
    words = _("请求正文读不懂。请以 Content-Type: application/json 发送一个 JSON 对象。")
    return problem(error.status_code, "unreadable", words)


def _away(request: HttpRequest, error: Any) -> tuple[int, dict[str, Any]]:
    return problem(503, "unavailable", labelled(WORDS[503].title, WORDS[503].advice))


def _stranger(api: NinjaAPI) -> Any:
    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        if request.headers.get("Authorization"):
            words = _("令牌无效、已过期或已撤销。请重新创建令牌（我的账号 › 接口令牌）。")
        else:
            words = _("请求没有带令牌。请加上请求头 Authorization: Bearer <令牌>。")
        status, body = problem(401, "not_authenticated", words)
        response = api.create_response(request, body, status=status)
        response["WWW-Authenticate"] = "Bearer"
        return response

    return answer


def _too_often(api: NinjaAPI) -> Any:
    def answer(request: HttpRequest, error: TooOften) -> HttpResponse:
        seconds = max(1, int((error.retry_at - clock.now()).total_seconds()) + 1)
        words = _("调用太频繁，请 %(seconds)s 秒后再试。") % {"seconds": seconds}
        status, body = problem(429, "too_often", words)
        response = api.create_response(request, body, status=status)
        response["Retry-After"] = str(seconds)
        return response

    return answer


def _invalid(errors: Mapping[str, list[str]]) -> tuple[int, dict[str, Any]]:
    return problem(422, "invalid", _("请求的内容有误，见 errors 中各项说明。"), errors)


def _shape(request: HttpRequest, error: ValidationError) -> tuple[int, dict[str, Any]]:
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        errors.setdefault(_name(one["loc"]), []).append(_sentence(one))
    return _invalid(errors)


def _name(place: tuple[Any, ...]) -> str:
    """`demand`, or `lines.0.name` inside rows; where the whole body is meant, `body`."""
    at = next((n for n, part in enumerate(place) if part not in _PLACES), len(place))
    return ".".join(str(part) for part in place[at:]) or str(place[-1])


def _sentence(fault: Mapping[str, Any]) -> str:
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    words = SHAPES.get(kind)
    if words is None:
        stem = next((stem for stem in STEMS if kind.startswith(stem)), "")
        words = STEMS.get(stem, gettext_lazy("格式不对。"))
    # Choices come as «'a', 'b' or 'c'».
    values = {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()}
    return str(words) % values if "%(" in str(words) else str(words)


@csrf_exempt
def nowhere(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """An address the API doesn't have: told like every other refusal."""
    words = _("接口没有这个地址：%(path)s。全部地址见 /api/openapi.json。") % {"path": request.path}
    return _as_json(404, "no_such_address", words)


def spoken(view: Any) -> Any:
    """The view; where it doesn't know the method, that is told like every other refusal."""

    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if response.status_code != 405 or response.get("Content-Type", "").startswith("application/json"):
            return response
        words = _("这个地址不支持 %(method)s，可用：%(allowed)s。")
        words %= {"method": request.method, "allowed": response["Allow"]}
        told = _as_json(405, "method_not_allowed", words)
        told["Allow"] = response["Allow"]
        return told

    answering.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    return answering


def failed(request: HttpRequest, status: int) -> HttpResponse:
    """What nobody foresaw, below the API's addresses: the same shape, and the number under which it is logged."""
    if status == 404:
        return nowhere(request)
    if status == 500:
        words = _(
            "系统出错，已经记录。请稍后带同一个 Idempotency-Key 重试；仍不行请把编号 %(id)s 告诉管理员。"
        )
        return _as_json(500, "failed", words % {"id": reference(request)}, reference(request))
    code = {400: "unreadable", 403: "not_allowed", 503: "unavailable"}[status]
    return _as_json(status, code, labelled(WORDS[status].title, WORDS[status].advice), reference(request))


def _as_json(status: int, code: str, message: str, number: str = "") -> HttpResponse:
    from django.http import JsonResponse

    _status, body = problem(status, code, message)
    told = body | {"request_id": number} if number else body
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
