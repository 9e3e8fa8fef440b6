"""A reply to a letter becomes a comment on its matter (4.2.a), by the same way in as from the page: `perform`."""

import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext_noop

from xieli.accounts.tokens import may_come_in
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, perform
from xieli.matters.discretion import SEALED
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Matter
from xieli.matters.web.acting import departments_named, mentioned
from xieli.notifications import readers
from xieli.notifications.mailbox import Incoming, Result
from xieli.notifications.mailbox.addressing import Forged, ticket_of
from xieli.organisation.models import Person

BY_MAIL = "mail"  # stands in the ledger as the actor's reference: by what way a person's words came
FORGED = gettext_noop("回复地址不是协力发出的。")
EXPIRED = gettext_noop("这封通知已超过 30 天，回复地址已失效。请登录协力后在事项里回复。")
NOT_YOURS = gettext_noop("发件地址不是您在协力登记的邮箱。请用登记的邮箱回复。")
NO_ACCOUNT = gettext_noop("您的账号已停用。")
GONE = gettext_noop("没有找到这件事项，或您已不能查看。")
SECRET = gettext_noop("涉密事项不通过邮件讨论，请登录协力后在事项里回复。")
NOTHING = gettext_noop("邮件里没有新的内容。")
ONLY_FILES = gettext_noop("（见附件）")


def take(mail: Incoming) -> Result | None:
    """The comment a mail asks for, or why it isn't made; None for a mail without one of our reply addresses."""
    try:
        ticket = ticket_of(mail.addresses)
    except Forged:
        return Result(False, FORGED)
    if ticket is None:
        return None
    person = Person.objects.select_related("account").filter(pk=ticket.person).first()
    matter = Matter.objects.visible_to(person).filter(pk=ticket.matter).first()
    reason = _refusal(mail, person, matter, ticket.expired)
    if reason or person is None or matter is None:
        return Result(False, reason or GONE, person, ticket.matter)
    with translation.override(readers.languages([person.pk])[person.pk]):
        try:
            _comment(mail, matter, person)
        except Invalid as wrong:
            return Result(
                False, " ".join(one for several in wrong.errors.values() for one in several), person
            )
        except ActionError as refused:
            return Result(False, refused.message, person, matter.pk)
    return Result(True, person=person, matter=matter.pk)


def _refusal(mail: Incoming, person: Person | None, matter: Matter | None, expired: bool) -> str:
    """Why not, in the order in which it may be told: nothing of the matter to whom it isn't for."""
    if person is None or not may_come_in(person):
        return NO_ACCOUNT
    if not person.email or mail.sender != person.email.lower():
        return NOT_YOURS
    if expired:
        return EXPIRED
    if matter is None:
        return GONE
    if matter.classification in SEALED:
        return SECRET
    return "" if mail.text or mail.files else NOTHING


def _comment(mail: Incoming, matter: Matter, person: Person) -> None:
    key = f"mail:{hashlib.sha256(mail.message_id.encode()).hexdigest()[:60]}"
    files = (SimpleUploadedFile(one.name, one.content, one.media_type) for one in mail.files)
    data = {
        "text": mail.text or translation.gettext(ONLY_FILES),
        "mentions": mentioned(mail.text),
        "departments": departments_named(mail.text),
        "attachments": attachments.brought(files, key, person),
    }
    perform(matter, "comment", Actor("person", person=person, ref=BY_MAIL), data, key=key)
