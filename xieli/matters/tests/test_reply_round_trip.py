"""The whole way of a reply: told over SMTP, answered by a client of the standard library, read over IMAP, a comment."""

import imaplib
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from typing import Any

import pytest

from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Attachment, Comment
from xieli.notifications import worker
from xieli.notifications.models import IncomingMail, IncomingOutcome, Notification
from xieli.notifications.tests import imap_peer, smtp_peer
from xieli.notifications.tests.smtp_peer import Post

from .scenes import MONDAY, accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture
def post(settings: Any, tmp_path: Any) -> Iterator[Post]:
    """What the product sends goes over the wire to this server."""
    settings.MEDIA_ROOT = tmp_path
    with smtp_peer.serving(settings) as found:
        yield found


@pytest.fixture
def mailbox(settings: Any) -> Iterator[imaplib.IMAP4]:
    """The mailbox that the product reads, on a server of its own; the company's mail server puts mail into it."""
    with imap_peer.opened(settings) as connection:
        yield connection


def replied(letter: EmailMessage, words: str) -> EmailMessage:
    """What a mail program makes when one presses "reply", types above the quotation and adds a file."""
    found = EmailMessage()
    found["From"], found["To"] = str(letter["To"]), str(letter["Reply-To"])
    found["Subject"] = f"Re: {letter['Subject']}"
    found["Message-ID"], found["In-Reply-To"] = make_msgid(domain="qq.com"), str(letter["Message-ID"])
    found["References"] = str(letter["Message-ID"])
    body = letter.get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    found.set_content(f"{words}\n\n-----原始邮件-----\n发件人: {letter['From']}\n\n{quoted}")
    found.add_attachment("备件清单".encode(), maintype="text", subtype="plain", filename="清单.txt")
    return found


def test_an_answer_to_a_letter_becomes_a_comment(
    cast: Any, turn_clock: Any, post: Post, mailbox: imaplib.IMAP4
) -> None:
    turn_clock(MONDAY)
    matter = accepted(cast)
    said = {"text": "什么时候能到场？", "mentions": [str(cast.fangqiming.uid)]}
    perform(matter, "comment", Actor.of(matter.initiator), said)
    worker.once()
    [letter] = [one for one in post.mails if one["To"] == cast.fangqiming.email and "提到" in one["Subject"]]
    assert parseaddr(str(letter["Reply-To"]))[1].startswith("reply+")

    answer = replied(letter, "下午三点到场，备件清单附后。\n@林晚 请告诉客户。")
    mailbox.append("INBOX", "", None, answer.as_bytes(policy=policy.SMTP))
    turn_clock(MONDAY + timedelta(minutes=5))
    worker.once()

    comment = Comment.objects.filter(matter=matter).latest("pk")
    assert comment.author == cast.fangqiming
    assert comment.text == "下午三点到场，备件清单附后。\n@林晚 请告诉客户。"
    assert Attachment.objects.get(matter=matter).name == "清单.txt"
    assert Notification.objects.filter(recipient=cast.linwan, kind="mention", matter=matter.pk).exists()
    turn_clock(MONDAY + timedelta(minutes=10))
    worker.once()
    assert Comment.objects.filter(matter=matter, author=cast.fangqiming).count() == 1
    assert IncomingMail.objects.get().outcome == IncomingOutcome.TAKEN
