"""Answers to invitations that come back by mail (RFC 5546, METHOD:REPLY)."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from xieli.accounts.tokens import may_come_in
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Matter
from xieli.notifications.mailbox import Incoming, Result
from xieli.organisation.models import Person

from .models import Attendee, MeetingDetails

REPLIES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


@dataclass(frozen=True)
class Answer:
    """Who (an e-mail address, in small letters) says what to which version of which meeting."""

    meeting: UUID
    address: str
    reply: str
    sequence: int
    comment: str = ""


def read_answer(mail: bytes) -> Answer | None:
    """The answer in a mail, or None where there is none: pure, for mails of any origin and any condition.

    The address of the attendee has to be the sender's own (From): nobody answers for another.
    """
    try:
        message = message_from_bytes(mail, policy=policy.default)
        sender = parseaddr(str(message.get("From", "")))[1].lower()
        return next((one for text in _calendars(message) if (one := _answer(text, sender))), None)
    except (ValueError, LookupError, UnicodeError, TypeError, AttributeError):
        return None


def _calendars(message: EmailMessage) -> Iterator[Any]:
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            yield part.get_payload(decode=True)


def _answer(text: Any, sender: str) -> Answer | None:
    from icalendar import Calendar  # when a mail holds one: a twentieth of the time every start took

    calendar = Calendar.from_ical(text)
    if str(calendar.get("METHOD", "")).upper() != "REPLY":
        return None
    for event in calendar.walk("VEVENT"):
        listed = event.get("ATTENDEE", [])
        for one in listed if isinstance(listed, list) else [listed]:
            address = str(one).lower().removeprefix("mailto:")
            reply = REPLIES.get(str(one.params.get("PARTSTAT", "")).upper())
            if reply and address == sender:
                uid = UUID(str(event["UID"]).partition("@")[0])
                comment = str(event.get("COMMENT", ""))[:200]
                return Answer(uid, address, reply, int(event.get("SEQUENCE", 0)), comment)
    return None


def apply_answer(answer: Answer) -> Event:
    """Do what the answer says, as the person it comes from. Raises ActionError (unknown, not invited, out of date)."""
    matter = Matter.objects.filter(uid=answer.meeting, procedure="meeting").first()
    people = Person.objects.filter(email__iexact=answer.address)
    invited = Attendee.objects.filter(matter=matter, invited=True, person__in=people)
    attendee = invited.select_related("person__account").first()
    if matter is None or attendee is None or not may_come_in(attendee.person):
        raise ActionError(_("没有找到这位参会人的会议邀请。"))
    if answer.sequence < MeetingDetails.objects.get(matter=matter).sequence:
        raise ActionError(_("会议已经调整，请答复最新的通知。"))
    data = {"reply": answer.reply, "excuse": answer.comment}
    return perform(matter, "reply", Actor.of(attendee.person), data)


def take(mail: Incoming) -> Result | None:
    """The answer a mail from the mailbox carries; None for a mail that carries none."""
    answer = read_answer(mail.raw)
    if answer is None:
        return None
    person = Person.objects.filter(email__iexact=answer.address, left_on=None).first()
    try:
        event = apply_answer(answer)
    except ActionError as refused:
        return Result(False, refused.message, person)
    return Result(True, person=event.actor, matter=event.matter_id)
