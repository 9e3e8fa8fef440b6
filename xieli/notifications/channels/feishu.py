"""飞书群机器人. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot

Signed (签名校验): base64 of HMAC-SHA256 over nothing under "timestamp in s, line feed, secret", both in the body.
At most 100 messages a minute and 5 a second. Calling somebody needs the service's own ids, so names stand in the text.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from xieli.notifications.robots.service import Call, Service


def signed(secret: str, seconds: int) -> str:
    """The signature of one moment."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


class Feishu(Service):
    """Errors by `code`."""

    code = "feishu"
    label = _("飞书")
    host = "open.feishu.cn"
    paths = ("/open-apis/bot/v2/hook/",)
    most_lines, most_bytes = 20, 15000
    limited = {11232: timedelta(minutes=1), 9499: timedelta(minutes=1)}
    refused = {
        19001: "no such robot",
        19021: "signature not accepted",
        19022: "network address not accepted",
        19024: "keyword missing",
    }

    def call(self, address: str, secret: str, text: str, phones: Sequence[str], now: datetime) -> Call:
        """A text; `phones` can't be used here."""
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            moment = int(now.timestamp())
            body |= {"timestamp": str(moment), "sign": signed(secret, moment)}
        return Call(address, body)

    def code_of(self, answer: Mapping[str, Any]) -> tuple[int, str]:
        """`{"code": 0, "msg": "success"}`; older ones answer `StatusCode`."""
        number = answer["code"] if "code" in answer else answer.get("StatusCode", -1)
        return int(number), str(answer.get("msg", answer.get("StatusMessage", "")))


CHANNEL = Feishu()
