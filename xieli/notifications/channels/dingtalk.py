"""钉钉群机器人. https://open.dingtalk.com/document/robots/custom-robot-access

Signed (加签): base64 of HMAC-SHA256 over "timestamp in ms, line feed, secret" under the secret, both in the address. At
most 20 messages a minute; a robot that speaks more is silenced for ten minutes.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from xieli.notifications.robots.service import Call, Service


def signed(secret: str, milliseconds: int) -> str:
    """The signature of one moment."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class DingTalk(Service):
    """Errors by `errcode`; 310000 says in words whether signature, address or keyword is wrong."""

    code = "dingtalk"
    label = _("钉钉")
    host = "oapi.dingtalk.com"
    paths = ("/robot/send",)
    most_lines, most_bytes = 20, 15000
    limited = {130101: timedelta(minutes=10), 660026: timedelta(minutes=10), 410100: timedelta(minutes=10)}
    refused = {
        300001: "no such robot",
        300005: "no such robot",
        310000: "signature, network address or keyword not accepted",
        400013: "the group was dissolved",
        400101: "no such robot",
        400102: "the robot is switched off",
    }

    def call(self, address: str, secret: str, text: str, phones: Sequence[str], now: datetime) -> Call:
        """A text; those called must also stand in it by their telephone number."""
        url = address
        if secret:
            moment = int(now.timestamp() * 1000)
            url += f"&{urlencode({'timestamp': moment, 'sign': signed(secret, moment)})}"
        content = text + "".join(f" @{phone}" for phone in phones)
        return Call(
            url,
            {
                "msgtype": "text",
                "text": {"content": content},
                "at": {"atMobiles": list(phones), "isAtAll": False},
            },
        )

    def code_of(self, answer: Mapping[str, Any]) -> tuple[int, str]:
        """`{"errcode": 0, "errmsg": "ok"}`."""
        return int(answer.get("errcode", -1)), str(answer.get("errmsg", ""))


CHANNEL = DingTalk()
