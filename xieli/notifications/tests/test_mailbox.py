"""The mailbox, read over the wire from a real IMAP server."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from imap_tools import AND, MailBoxUnencrypted

from xieli.core import clock
from xieli.notifications import alarm, mailbox, queries, worker
from xieli.notifications.mailbox import Result, polling, settling
from xieli.notifications.mailbox.reading import read
from xieli.notifications.models import IncomingMail, IncomingOutcome, Mailbox

from . import imap_peer
from .imap_peer import PASSWORD, USER

pytestmark = pytest.mark.django_db
NOW = clock.at(2026, 9, 7, 9)


@pytest.fixture(scope="module")
def server():
    """A server of its own, its mails in memory; the port."""
    with imap_peer.serving() as port:
        yield port


@pytest.fixture
def box(server, settings):
    """The settings that name it, its folder emptied; somebody else's connection to it."""
    imap_peer.reads(settings, server)
    with MailBoxUnencrypted("127.0.0.1", server).login(USER, PASSWORD) as connection:
        connection.delete(list(connection.uids()))
        yield connection


@pytest.fixture
def taken(monkeypatch):
    """What was handed over; a taker that takes whatever says "yes" and breaks at "break"."""
    found = []

    def take(mail):
        if "break" in mail.text:
            raise ConnectionError
        found.append(mail)
        return Result(True)

    monkeypatch.setattr(mailbox, "takers", [take])
    return found


def put(box, text, number=1):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "a@example.cn", "reply@xieli.cn", f"<{number}@example.cn>"
    mail.set_content(text)
    box.append(mail.as_bytes(), "INBOX")


def look(at=NOW):
    with clock.turned_to(at):
        return polling.poll()


def unread(box):
    box.folder.set("INBOX")
    return len(box.uids(AND(seen=False)))


def test_what_came_is_settled_once_and_marked_as_read(box, taken):
    put(box, "第一封", 1)
    put(box, "第二封", 2)
    assert look() == 2
    assert [mail.text for mail in taken] == ["第一封", "第二封"]
    assert unread(box) == 0
    assert look(NOW + timedelta(minutes=2)) == 0
    assert IncomingMail.objects.filter(outcome=IncomingOutcome.TAKEN).count() == 2


def test_the_mailbox_is_looked_into_once_a_minute_by_one_of_all_workers(box, taken):
    assert look() == 0
    put(box, "later")
    assert look(NOW + timedelta(seconds=59)) == 0
    assert look(NOW + timedelta(seconds=60)) == 1


def test_a_mail_that_breaks_stays_and_holds_nobody_up(box, taken):
    put(box, "break", 1)
    put(box, "fine", 2)
    assert look() == 1
    assert unread(box) == 1
    for n in range(1, 6):
        look(NOW + timedelta(minutes=n))
    assert unread(box) == 0
    assert IncomingMail.objects.get(message_id="<1@example.cn>").outcome == IncomingOutcome.REFUSED


def test_mails_nobody_can_read_are_settled_and_hold_nobody_up(box, taken, monkeypatch):
    def reading(raw):
        if b"<0" in raw:
            raise RecursionError
        return read(raw)

    monkeypatch.setattr(settling, "read", reading)
    for n in range(polling.AT_ONCE):
        put(box, f"{n}", f"0{n}")
    put(box, "好的", 1)
    look()
    look(NOW + timedelta(minutes=2))
    assert [mail.text for mail in taken] == ["好的"]
    assert unread(box) == 0
    assert IncomingMail.objects.filter(reason=settling.UNREADABLE).count() == polling.AT_ONCE


def test_one_too_large_is_not_fetched(box, taken, monkeypatch):
    monkeypatch.setattr("xieli.notifications.mailbox.fetching.LARGEST", 2000)
    put(box, "x" * 5000)
    assert look() == 1
    assert taken == []
    assert "太大" in IncomingMail.objects.get().reason


def test_a_mailbox_that_cannot_be_reached_is_tried_later_and_later_and_the_administrator_told(
    box, settings, monkeypatch
):
    told = []
    monkeypatch.setattr(alarm, "tell_administrators", lambda subject, body: told.append(subject))
    settings.IMAP_PASSWORD = "wrong"
    at, waits = NOW, []
    for _n in range(polling.ALARM_AFTER):
        look(at)
        row = Mailbox.objects.get()
        waits.append((row.next_at - at).total_seconds() / 60)
        at = row.next_at
    assert waits == [1, 2, 4, 8, 16]
    assert len(told) == 1
    assert row.error
    settings.IMAP_PASSWORD = PASSWORD
    look(at)
    row.refresh_from_db()
    assert (row.failures, row.error) == (0, "")


def test_without_a_mailbox_the_worker_asks_nothing(settings, django_assert_num_queries):
    settings.IMAP_HOST = ""
    with django_assert_num_queries(0):
        assert polling.poll() == 0
    worker.once()
    assert queries.overdue() == {}
