"""Short messages to customers: templates, limits per telephone, and the gateway that carries them.

`send` only writes a row, in the caller's transaction; the worker hands it to the gateway, as with every
delivery.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.notifications import outbox
from xieli.notifications.channels import CannotReach
from xieli.notifications.models import OutgoingState, SmsMessage
from xieli.notifications.texts import msgid_of, render, storable_params

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Template:
    """A text approved by the carrier. At most `per_day` of it go to one number in 24 hours, `gap` apart."""

    text: "StrPromise"
    per_day: int = 20
    gap: timedelta = timedelta(0)


TEMPLATES: dict[str, Template] = {
    "code": Template(_("验证码 %(code)s，%(minutes)s 分钟内有效，请勿告诉他人。"), 5, timedelta(seconds=60)),
    "tracking": Template(_("您的需求 %(number)s 已受理，查看进度：%(link)s")),
    "progress": Template(_("您的需求 %(number)s：%(progress)s。查看：%(link)s")),
    "asked": Template(_("您的需求 %(number)s 需要您补充信息：%(question)s 请打开 %(link)s 回复。")),
    "result": Template(_("您的需求 %(number)s 已有结果，请打开 %(link)s 确认是否解决。")),
    "survey": Template(_("您的需求 %(number)s 已办结，请为我们的服务打分：%(link)s")),
    "invited": Template(_("%(company)s 邀请您查看事项 %(number)s：%(link)s")),
}
PER_DAY = 30  # of all templates together, to one number


class Gateway(Protocol):
    """Whoever carries short messages. Repeating a key must not send twice; raise CannotReach for good."""

    def send(self, key: str, phone: str, text: str) -> None: ...


class Logged:
    """The stand-in of the try-out: the row itself, shown to service managers, is all that happens."""

    def send(self, key: str, phone: str, text: str) -> None:
        """Nothing leaves the machine."""


@cache
def gateway() -> Gateway:
    """The gateway named by the setting SMS_GATEWAY (a dotted path), else the stand-in."""
    path = getattr(settings, "SMS_GATEWAY", "")
    chosen: Gateway = import_string(path)() if path else Logged()
    return chosen


def send(phone: str, template: str, params: Mapping[str, Any], language: str = "zh-hans") -> SmsMessage:
    """Write a short message to be sent. Over the limit of the number it is kept as `dropped` and never sent.

    Raises ValueError for an unknown template or a number that is none.
    """
    if template not in TEMPLATES:
        raise ValueError(f"no template of short messages is called {template!r}")
    digits = phone.replace(" ", "").replace("-", "")
    if not (digits.lstrip("+").isdecimal() and 5 <= len(digits) <= 20):
        raise ValueError("not a telephone number")
    refused = over_limit(digits, template)
    return SmsMessage.objects.create(
        phone=digits,
        template=template,
        params=storable_params(params),
        language=language,
        created_at=clock.now(),
        send_at=clock.now(),
        state=OutgoingState.DROPPED if refused else OutgoingState.WAITING,
        error="limit of the number reached" if refused else "",
    )


def over_limit(phone: str, template: str) -> bool:
    """Whether the number had its share of this template, or of all, within the last day."""
    now, rule = clock.now(), TEMPLATES[template]
    earlier = list(
        SmsMessage.objects.filter(phone=phone, created_at__gt=now - timedelta(days=1), created_at__lte=now)
        .exclude(state=OutgoingState.DROPPED)
        .order_by("-created_at")
        .values_list("template", "created_at")[:PER_DAY]
    )
    same = [at for code, at in earlier if code == template]
    too_soon = bool(same) and now - same[0] < rule.gap
    return len(earlier) >= PER_DAY or len(same) >= rule.per_day or too_soon


def words(message: SmsMessage) -> str:
    """The text as the customer reads it."""
    with translation.override(message.language):
        return render(msgid_of(TEMPLATES[message.template].text), message.params)


def masked_words(message: SmsMessage) -> str:
    """The text for a page inside: a code and what makes a link open are secrets of the customer."""
    params = dict(message.params)
    if "code" in params:
        params["code"] = "••••••"
    if "link" in params:
        params["link"] = str(params["link"]).rsplit("/", 2)[0] + "/…"
    with translation.override(message.language):
        return render(msgid_of(TEMPLATES[message.template].text), params)


def send_due(limit: int = 50) -> int:
    """Hand the messages that are due to the gateway; returns how many were taken up."""
    claimed = outbox.claim(SmsMessage, limit)
    for message in claimed:
        if not outbox.still_ours(message):
            continue
        try:
            gateway().send(f"sms.{message.pk}", message.phone, words(message))
        except Exception as error:  # a gateway's failure must not stop the other messages
            outbox.failed(
                [message.pk], SmsMessage, type(error).__name__, for_good=isinstance(error, CannotReach)
            )
        else:
            outbox.sent([message.pk], SmsMessage)
    return len(claimed)
