"""What a chat service asks of its robots' callers. One service is one file in `channels`, made of this."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from xieli.notifications.channels import CannotReach, Parcel

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TIMEOUT = (3.05, 6.0)  # seconds to connect, to answer
GAP = timedelta(seconds=3, milliseconds=200)  # all three allow 20 messages a minute


class Kind(StrEnum):
    """How a call ended."""

    SENT = "sent"
    LIMITED = "limited"  # too many at once: the same again later
    FAILED = "failed"  # may go better another time
    REFUSED = "refused"  # will not until somebody changes the settings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the service said; `wait` where it wants to be left alone for some time."""

    kind: Kind
    detail: str = ""
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request."""

    url: str
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class Service(ABC):
    """A chat service with its addresses, its way of signing and its numbers."""

    code: str
    label: "StrPromise"
    host: str
    paths: tuple[str, ...]
    most_lines: int
    most_bytes: int
    limited: Mapping[int, timedelta]
    refused: Mapping[int, str]

    def send(self, parcel: Parcel) -> None:
        """Robots speak to groups (see `robots.speaking`); what was planned for a person alone has no robot."""
        raise CannotReach("no robot for this person's department")

    @abstractmethod
    def call(self, address: str, secret: str, text: str, phones: Sequence[str], now: datetime) -> Call:
        """The request that says `text` in the group, signed as of `now`, calling those with these phones."""

    @abstractmethod
    def code_of(self, answer: Mapping[str, Any]) -> tuple[int, str]:
        """The number the service answered (0: said), and its words."""

    def allowed(self, address: str) -> bool:
        """Whether the address is one of the service's own, or of one the installation allows (XIELI_ROBOT_HOSTS)."""
        try:
            parts = urlsplit(address)
            origin = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            return False
        known = {f"https://{self.host}", *settings.ROBOT_HOSTS}
        return origin in known and parts.path.startswith(self.paths) and not parts.fragment

    def judge(self, status: int, answer: Any) -> Verdict:
        """What a response means."""
        if status == 429:
            return Verdict(Kind.LIMITED, "too many messages (HTTP 429)", timedelta(minutes=1))
        if not isinstance(answer, Mapping):
            return Verdict(Kind.FAILED, f"HTTP {status}")
        try:
            number, words = self.code_of(answer)
        except (TypeError, ValueError):
            return Verdict(Kind.FAILED, f"HTTP {status}")
        detail = f"{number} {words}".strip()[:300]
        if number in self.limited:
            return Verdict(Kind.LIMITED, f"too many messages ({detail})", self.limited[number])
        if number in self.refused:
            return Verdict(Kind.REFUSED, f"{self.refused[number]} ({detail})")
        if number or status >= 400:
            return Verdict(Kind.FAILED, detail or f"HTTP {status}")
        return Verdict(Kind.SENT)

    def post(self, address: str, secret: str, text: str, phones: Sequence[str], now: datetime) -> Verdict:
        """Say it. Never raises: whatever happens on the way is a verdict. No redirect is followed."""
        import requests  # the worker's and the administrator's business: pages needn't load it

        if not self.allowed(address):
            return Verdict(Kind.REFUSED, "address not allowed")
        call = self.call(address, secret, text, phones, now)
        try:
            response = requests.post(
                call.url, json=call.body, headers=call.headers, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as problem:
            return Verdict(Kind.FAILED, type(problem).__name__)  # its words hold the address, which is secret
        try:
            answer: Any = response.json()
        except ValueError:
            answer = None
        return self.judge(response.status_code, answer)
