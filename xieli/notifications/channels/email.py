"""E-mail: plain text and HTML, threaded per matter, marked as sent by a machine, with a link to the
choices.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core.richtext import rich
from xieli.notifications import discretion
from xieli.notifications.channels import CannotReach, Parcel
from xieli.notifications.discretion import Say
from xieli.notifications.mailbox import addressing, quoting

if TYPE_CHECKING:
    from xieli.notifications.models import Notification
    from xieli.organisation.models import Person


QUOTED, QUOTED_IN_DIGEST = 1000, 200  # characters of what somebody said


@dataclass(frozen=True, slots=True)
class Part:
    """One more way to read the mail, for programs: its content, its type, the type's parameters."""

    content: bytes
    type: str
    parameters: Mapping[str, str]


# What other apps put beside the words of a notice (a meeting its invitation), in the active language.
parts: "list[Callable[[Notification, Person], list[Part]]]" = []


class Email:
    """Through Django's mail backend; the Message-ID is made of the parcel's key, so a repeated mail can
    be told.
    """

    code = "email"
    label = gettext_lazy("电子邮件")

    def send(self, parcel: Parcel) -> None:
        """One mail for the parcel, in the reader's language. CannotReach without an address."""
        if not parcel.person.email:
            raise CannotReach("no e-mail address")
        with translation.override(parcel.language):
            message(parcel).send()


def message(parcel: Parcel) -> EmailMultiAlternatives:
    """The mail itself, in the active language."""
    base = settings.BASE_URL
    choices = urljoin(base, reverse("notifications:choices"))
    items = [
        {
            "words": parcel.words(notice),
            **_quotation(parcel.said.get(notice.pk, ""), QUOTED_IN_DIGEST if parcel.digest else QUOTED),
            "label": notice.label,
            "url": urljoin(base, notice.url),
            "at": notice.created_at,
        }
        for notice in parcel.notices
    ]
    reply = _reply_address(parcel)
    context = {
        "items": items,
        "digest": parcel.digest,
        "person": parcel.person,
        "choices": choices,
        "reply": reply,
        "line": _(quoting.LINE) if reply else "",
    }
    subject = _subject(parcel)
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("notifications/mail.txt", context),
        to=[parcel.person.email],
        reply_to=[reply] if reply else None,
        headers=_headers(parcel, choices),
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    if not parcel.digest and not _withheld(parcel):
        for part in (part for more in parts for part in more(parcel.notices[0], parcel.person)):
            parameters = "".join(f"; {name}={value}" for name, value in part.parameters.items())
            mail.attach_alternative(part.content.decode(), f"{part.type}{parameters}")
    return mail


def _quotation(said: str, most: int) -> dict[str, str]:
    """What somebody said, as lines of a quotation and as the HTML that discussions allow."""
    text = discretion.shortened(said.strip(), most)
    return {"said": "\n".join(f"> {line}".rstrip() for line in text.splitlines()), "said_html": rich(text)}


def _subject(parcel: Parcel) -> str:
    if parcel.digest:
        return _("协力每日摘要：%(n)s 条通知") % {"n": len(parcel.notices)}
    notice = parcel.notices[0]
    return f"[{notice.label}] {parcel.words(notice)}"


def _withheld(parcel: Parcel) -> bool:
    return parcel.say.get(parcel.notices[0].pk, Say.WORDS) is not Say.WORDS


def _reply_address(parcel: Parcel) -> str:
    """Under which the reader may answer on the matter; none for a digest, for secret ones, without a mailbox."""
    matter = parcel.notices[0].matter
    if parcel.digest or matter is None or _withheld(parcel) or not addressing.configured():
        return ""
    return addressing.address(matter, parcel.person.pk)


def _headers(parcel: Parcel, choices: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{parcel.key}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{choices}>",
    }
    matter = None if parcel.digest else parcel.notices[0].matter
    if (
        matter is not None
    ):  # every mail on a matter answers the same (never sent) first one: mail programs thread it
        headers["In-Reply-To"] = headers["References"] = f"<matter.{matter}@{host}>"
    return headers


CHANNEL = Email()
