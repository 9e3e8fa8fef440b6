"""The API put together: OpenAPI 3.1, errors in one shape, every view behind its policy."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from xieli import __version__
from xieli.core.errors import AWAY, WORDS
from xieli.customers.limits import TooOften
from xieli.matters.errors import ActionError, Invalid

from . import acting, documents, intake, matters, organisation
from .callers import ScopeMissing

DESCRIPTION = """
Everything the pages can do. Tokens are made by an administrator and carry scopes. Acts go through the same
commands as the pages: a repeated request with the same `Idempotency-Key` acts once; a stale `rev` answers 409.
"""


def build() -> NinjaAPI:
    """A new API over the procedures registered now."""
    api = NinjaAPI(
        title="Xieli 协力", version=__version__, description=DESCRIPTION, docs_url=None, urls_namespace="api"
    )
    api.add_router("/v1", matters.router)
    api.add_router("/v1", documents.router)
    api.add_router("/v1", organisation.router)
    api.add_router("/v1/intake", intake.router())
    api.add_router("/v1", acting.router())
    _errors(api)
    return api


def _errors(api: NinjaAPI) -> None:
    def answer(
        request: HttpRequest, status: int, code: str, message: str, **errors: list[str]
    ) -> HttpResponse:
        body = {"code": code, "message": message, "errors": errors}
        return api.create_response(request, body, status=status)

    @api.exception_handler(ActionError)
    def refused(request: HttpRequest, error: ActionError) -> HttpResponse:
        errors = error.errors if isinstance(error, Invalid) else {}
        return answer(request, error.status, error.code, error.message, **errors)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 404, "not_found", _("没有找到，或您不在可见范围内。"))

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 401, "not_authenticated", _("令牌无效或已过期，请向管理员申请新的令牌。"))

    @api.exception_handler(ScopeMissing)
    def scope(request: HttpRequest, error: ScopeMissing) -> HttpResponse:
        return answer(
            request, 403, "scope_missing", _("令牌没有「%(scope)s」权限。") % {"scope": error.scope}
        )

    @api.exception_handler(TooOften)
    def often(request: HttpRequest, error: TooOften) -> HttpResponse:
        return answer(request, 429, "too_often", str(error))

    def away(request: HttpRequest, error: Any) -> HttpResponse:
        words = WORDS[503]
        return answer(request, 503, "unavailable", f"{words.title}：{words.advice}")

    for kind in AWAY:
        api.add_exception_handler(kind, away)

    @api.exception_handler(ValidationError)
    def shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for one in error.errors:
            name = str(one["loc"][-1])
            errors.setdefault(name, []).append(str(one["msg"]))
        return answer(request, 422, "invalid", _("请求的格式不对，见各项说明。"), **errors)
