"""The kinds of notice a person can get, in one table, with what happens to each unless the person chose
otherwise.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PRODUCT = "product"  # the bell inside the product: the notice itself, not a delivery


class Mode(StrEnum):
    """How a kind of notice reaches a person through one channel."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    `outside` is the mode on every channel that leaves the product (e-mail, chat bots) until the person
    chooses. `optional` says whether the person may silence it inside the product: what somebody owes never
    can be.
    """

    code: str
    label: "StrPromise"
    outside: Mode
    optional: bool = True


_TABLE = (
    Kind("assigned", _("新的待办"), Mode.NOW, optional=False),
    Kind("returned", _("被退回"), Mode.NOW, optional=False),
    Kind("decided", _("审批结果"), Mode.NOW, optional=False),
    Kind("asked", _("征求意见"), Mode.NOW, optional=False),
    Kind("extension", _("提前说明与延期"), Mode.NOW, optional=False),
    Kind("urged", _("催办与督办"), Mode.NOW, optional=False),
    Kind("problem", _("报告的问题"), Mode.NOW, optional=False),
    Kind("alert_blue", _("蓝色预警"), Mode.OFF),
    Kind("alert_amber", _("黄色预警"), Mode.NOW, optional=False),
    Kind("alert_red", _("红色预警"), Mode.NOW, optional=False),
    Kind("alert_escalated", _("升级预警"), Mode.NOW, optional=False),
    Kind("stand_in", _("代理"), Mode.NOW, optional=False),
    Kind("security", _("账号安全"), Mode.NOW, optional=False),
    Kind("mention", _("提到我"), Mode.NOW),
    Kind("message", _("客户或系统消息"), Mode.NOW),
    Kind("copied", _("抄送"), Mode.DIGEST),
    Kind("progress", _("进展"), Mode.DIGEST),
    Kind("comment", _("评论"), Mode.DIGEST),
    Kind("closed", _("办结"), Mode.DIGEST),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _TABLE}
