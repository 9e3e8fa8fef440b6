"""One mail from the mailbox: taken by the app it is meant for, ignored, or refused with a letter that says why."""

import hashlib
from datetime import timedelta

import structlog
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.notifications import mailbox, readers
from xieli.notifications.models import IncomingMail, IncomingOutcome
from xieli.organisation.models import Person

from .reading import Incoming, read

log = structlog.get_logger(__name__)
MOST_ATTEMPTS = 5
MOST_LETTERS = 5  # refusals written to one person within an hour: two machines must not talk for ever

AUTOMATIC = gettext_noop("自动回复不收录。")
TOO_LARGE = gettext_noop("邮件太大，请减少附件，或登录协力上传。")
NO_ADDRESS = gettext_noop("这封邮件不是对协力通知的回复，不知道属于哪件事项。请直接回复通知邮件。")
STRANGER = gettext_noop("发件人不是在职员工。")
UNREADABLE = gettext_noop("这封邮件的格式损坏，读不出来。")
BROKEN = gettext_noop("处理时出错，请登录协力后在事项里回复。")


def settle(raw: bytes, *, too_large: bool = False) -> IncomingOutcome:
    """Do what the mail asks for, once for each Message-ID.

    Raises whatever goes wrong in between (a lost database, a mail server away); it is then tried again, five times.
    """
    try:
        mail = read(raw)
    except (
        Exception
    ):  # what can't be read can't be read the next time either, and must not be in everybody's way
        log.exception("incoming_mail_unreadable")
        return _unreadable(raw)
    row, _new = IncomingMail.objects.get_or_create(
        message_id=mail.message_id, defaults={"sender": mail.sender, "created_at": clock.now()}
    )
    if row.outcome != IncomingOutcome.TRYING:
        return IncomingOutcome(row.outcome)
    IncomingMail.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    try:
        outcome, result = _decide(mail, too_large)
        if outcome is IncomingOutcome.REFUSED:
            _answer(mail, result)
    except Exception:
        if row.attempts + 1 < MOST_ATTEMPTS:
            raise
        log.exception("incoming_mail", row=row.pk)
        outcome, result = IncomingOutcome.REFUSED, mailbox.Result(False, BROKEN)
    IncomingMail.objects.filter(pk=row.pk, outcome=IncomingOutcome.TRYING).update(
        outcome=outcome, reason=result.reason, person=result.person, matter=result.matter
    )
    return outcome


def _unreadable(raw: bytes) -> IncomingOutcome:
    row, _new = IncomingMail.objects.get_or_create(
        message_id=f"sha256:{hashlib.sha256(raw).hexdigest()}",
        defaults={"created_at": clock.now(), "outcome": IncomingOutcome.IGNORED, "reason": UNREADABLE},
    )
    return IncomingOutcome(row.outcome)


def _decide(mail: Incoming, too_large: bool) -> tuple[IncomingOutcome, mailbox.Result]:
    if mail.automatic:
        return IncomingOutcome.IGNORED, mailbox.Result(False, AUTOMATIC)
    writer = Person.objects.filter(email__iexact=mail.sender).order_by("-pk").first() if mail.sender else None
    if too_large:
        return _refused(mailbox.Result(False, TOO_LARGE, writer))
    for taker in mailbox.takers:
        result = taker(mail)
        if result is not None:
            return (IncomingOutcome.TAKEN, result) if result.taken else _refused(result)
    if writer is None or not writer.active:
        return IncomingOutcome.IGNORED, mailbox.Result(False, STRANGER)
    return _refused(mailbox.Result(False, NO_ADDRESS, writer))


def _refused(result: mailbox.Result) -> tuple[IncomingOutcome, mailbox.Result]:
    return IncomingOutcome.REFUSED, result


def _answer(mail: Incoming, result: mailbox.Result) -> None:
    """Only to an employee, at the registered address: the sender's name on a mail proves nothing."""
    person = result.person
    if person is None or not person.active or not person.email:
        return
    earlier = IncomingMail.objects.filter(
        person=person, outcome=IncomingOutcome.REFUSED, created_at__gt=clock.now() - timedelta(hours=1)
    )
    if earlier.count() >= MOST_LETTERS:
        return
    with translation.override(readers.languages([person.pk])[person.pk]):
        body = _(
            "%(name)s，您好：\n\n从 %(sender)s 发来的邮件“%(subject)s”没有收录。\n原因：%(reason)s\n\n"
            "这是协力自动发出的邮件，请勿直接回复。\n"
        ) % {
            "name": person.name,
            "sender": mail.sender or "—",
            "subject": mail.subject or "—",
            "reason": _(result.reason),
        }
        EmailMessage(
            subject=_("您的回复没有收录"),
            body=body,
            to=[person.email],
            headers={
                "Auto-Submitted": "auto-replied",
                "X-Auto-Response-Suppress": "All",
                "In-Reply-To": _one_line(mail.message_id),
                "References": _one_line(mail.message_id),
            },
        ).send()


def _one_line(text: str) -> str:
    return " ".join(text.split())
