"""The whole way: the product's mail over SMTP, a client's answer put into the mailbox over IMAP, read by the product.

The client is no part of the product: it is made of the standard library alone (email, imaplib) and reads the calendar
as the lines of text that it is.
"""

import imaplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from xieli.core import clock
from xieli.notifications import planning, sending
from xieli.notifications.mailbox import polling
from xieli.notifications.models import IncomingMail, IncomingOutcome, Notification
from xieli.notifications.tests import imap_peer
from xieli.notifications.tests.smtp_peer import Post

from ..models import Attendee
from .play import MONDAY, act, called, uids

pytestmark = pytest.mark.django_db
ZHOU = "zhoumin@example.com"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[imaplib.IMAP4]:
    """Somebody else's connection to the mailbox that the product reads."""
    with imap_peer.opened(settings) as connection:
        yield connection


@pytest.fixture(autouse=True)
def monday(cast: Any, turn_clock: Any) -> None:
    turn_clock(MONDAY)
    type(cast.zhoumin).objects.filter(pk=cast.zhoumin.pk).update(email=ZHOU)


def invited(box: Post) -> EmailMessage:
    """The mail 周敏 has from the product."""
    box.mails.clear()
    planning.plan()
    sending.send_due()
    [mail] = [one for one in box.mails if one["To"] == ZHOU and _calendar(one)]
    return mail


def _calendar(mail: EmailMessage) -> dict[str, str]:
    """The first of each property, unfolded: name with parameters → value."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            text = part.get_content().replace("\r\n", "\n").replace("\n ", "")
            lines = [line.split(":", 1) for line in text.splitlines() if ":" in line]
            return {name.split(";")[0]: value for name, value in reversed(lines)}
    return {}


def answers(mailbox: imaplib.IMAP4, mail: EmailMessage, partstat: str) -> None:
    """What 周敏's calendar sends to the organiser, as that one's server keeps it."""
    asked = _calendar(mail)
    assert asked["METHOD"] == "REQUEST"
    calendar = "\r\n".join(
        ["BEGIN:VCALENDAR", "PRODID:-//client//", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
         f"UID:{asked['UID']}", f"SEQUENCE:{asked['SEQUENCE']}", f"DTSTAMP:{asked['DTSTAMP']}",
         f"ORGANIZER:{asked['ORGANIZER']}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{ZHOU}", "END:VEVENT",
         "END:VCALENDAR", ""]
    )  # fmt: skip
    reply = EmailMessage()
    reply["From"], reply["To"] = ZHOU, asked["ORGANIZER"].lower().removeprefix("mailto:")
    reply["Subject"], reply["Message-ID"] = (
        f"{partstat}: {mail['Subject']}",
        f"<{partstat}-{asked['SEQUENCE']}@client>",
    )
    reply.set_content("")
    reply.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    mailbox.append("INBOX", "", None, reply.as_bytes())  # type: ignore[arg-type]


def look(minute: int) -> int:
    with clock.turned_to(clock.at(2026, 9, 7, 9, minute)):
        return polling.poll()


def test_an_invitation_goes_out_by_smtp_and_its_answers_come_back_by_imap(
    cast: Any, box: Post, mailbox: imaplib.IMAP4
) -> None:
    matter = called(cast)
    first = invited(box)
    assert _calendar(first)["ORGANIZER"] == "mailto:reply@xieli.cn"
    answers(mailbox, first, "ACCEPTED")
    assert look(1) == 1
    mine = Attendee.objects.get(matter=matter, person=cast.zhoumin)
    assert mine.reply == "accepted"

    told = {"begins_at": "2026-09-09T10:00", "place": "二楼会议室"}
    act(matter, cast.maguoqiang, "reschedule", attendees=uids(cast.zhoumin, cast.tangyue), **told)
    second = invited(box)
    answers(mailbox, first, "TENTATIVE")  # to the one that holds no more
    answers(mailbox, second, "DECLINED")
    assert look(3) == 2
    mine.refresh_from_db()
    assert mine.reply == "declined"
    late = IncomingMail.objects.get(message_id="<TENTATIVE-0@client>")
    assert (late.outcome, "最新" in late.reason) == (IncomingOutcome.REFUSED, True)
    words = [one.words() for one in Notification.objects.filter(recipient=cast.maguoqiang, matter=matter.pk)]
    assert any("周敏 不能参加" in one for one in words)
