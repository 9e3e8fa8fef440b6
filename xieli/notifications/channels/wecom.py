"""企业微信群机器人. https://developer.work.weixin.qq.com/document/path/91770

The key in the address is all there is to prove who calls. At most 20 messages a minute; text of at most 2048 bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from xieli.notifications.robots.service import Call, Service


class WeCom(Service):
    """Errors by `errcode`."""

    code = "wecom"
    label = _("企业微信")
    host = "qyapi.weixin.qq.com"
    paths = ("/cgi-bin/webhook/send",)
    most_lines, most_bytes = 5, 2048
    limited = {45009: timedelta(minutes=1), 45033: timedelta(minutes=1)}
    refused = {
        93000: "invalid webhook key",
        40008: "invalid message type",
        93008: "not allowed in this group",
    }

    def call(self, address: str, secret: str, text: str, phones: Sequence[str], now: datetime) -> Call:
        """A text, with the telephone numbers of those it calls."""
        body: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
        if phones:
            body["text"]["mentioned_mobile_list"] = list(phones)
        return Call(address, body)

    def code_of(self, answer: Mapping[str, Any]) -> tuple[int, str]:
        """`{"errcode": 0, "errmsg": "ok"}`."""
        return int(answer.get("errcode", -1)), str(answer.get("errmsg", ""))


CHANNEL = WeCom()
