"""The API put together: the parts, one description, refusals in one shape."""

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from xieli import __version__

from . import acting, documents, errors, goals, intake, matters, organisation
from .described import Api

DESCRIPTION = """
事项的查阅和办理、客户需求的受理、组织与目标。每个请求带 `Authorization: Bearer <令牌>`：员工在“我的账号 › 接口令牌”
创建代表自己的令牌，程序的令牌由系统管理员创建，各带权限范围。办理与页面走同一条路：同一 `Idempotency-Key` 只办一次；
`rev` 过时答 409。每次被拒绝都答 `Problem`：`code` 固定，`message` 随 `Accept-Language`（zh-hans、en）。
客户的手机号码一律隐去中间四位。

Reading and acting on matters, taking in customers' demands, the organisation and goals. Send `Authorization: Bearer
<token>`: employees make tokens of their own under “My account › API tokens”, the system administrator those of
programs, each with scopes. Acts go the same way as in the pages: one `Idempotency-Key` acts once; a stale `rev`
answers 409. Every refusal is a `Problem`: its `code` is stable, its `message` follows `Accept-Language` (zh-hans, en).
Customers' telephone numbers come without their middle digits.
"""


class Readable(JSONRenderer):
    """Chinese as Chinese, not as numbers of characters."""

    json_dumps_params = {"ensure_ascii": False}


def build() -> NinjaAPI:
    """A new API over the procedures registered now."""
    api = Api(
        title="Xieli 协力",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api",
        renderer=Readable(),
    )
    api.add_router("/v1", matters.router)
    api.add_router("/v1", documents.router)
    api.add_router("/v1", organisation.router)
    api.add_router("/v1", goals.router)
    api.add_router("/v1/intake", intake.router())
    api.add_router("/v1", acting.router())
    errors.speak(api)
    return api
