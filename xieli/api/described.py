"""The description of the API (OpenAPI 3.1): what every call may answer is said once, here."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from .callers import Bearer

PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
COMMON = {
    401: "没有令牌，或令牌无效、已过期、已撤销 · No token, or one that is unknown, expired or revoked",
    403: "令牌没有此权限范围，或按规定不能办理 · The token lacks the scope, or the rules don't allow it",
    429: "调用太频繁，见 Retry-After · Too many calls; Retry-After says when to try again",
    503: "数据库没有应答，可用同一 Idempotency-Key 重试 · The database is away; repeat with the same Idempotency-Key",
}
HEADERS: dict[int, Any] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}},
}


class Description(OpenAPISchema):
    """Ninja's own, with the answers and the scopes of every operation."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """One operation: any call may be refused for its token, its number of calls, a database that is away."""
        details: dict[str, Any] = super().operation_details(operation)
        for status, words in COMMON.items():
            answer: dict[str, Any] = {"description": words, "content": PROBLEM}
            if status in HEADERS:
                answer["headers"] = HEADERS[status]
            details["responses"].setdefault(status, answer)
        scopes = [
            scope for auth in operation.auth_callbacks if isinstance(auth, Bearer) for scope in auth.scopes
        ]
        said = " / ".join(f"`{scope}`" for scope in scopes)
        details["description"] = f"{details.get('description', '')}\n\n权限范围 Scope: {said}".strip()
        return details


class Api(NinjaAPI):
    """An API that describes itself so. Made once: seconds of work, asked for by anybody, always the same."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The whole description."""
        if path_prefix is not None:
            return Description(api=self, path_prefix=path_prefix)
        if self._described is None:
            self._described = Description(api=self, path_prefix=self.get_root_path(path_params or {}))
        return self._described
