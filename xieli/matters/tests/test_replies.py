"""A reply to a letter becomes a comment: of the person the address was made for, who may still see the matter, once."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail

from xieli.accounts.models import Account
from xieli.core import clock
from xieli.matters import replies
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Attachment, Comment, Event, Matter
from xieli.notifications import planning, sending
from xieli.notifications.mailbox import addressing
from xieli.notifications.mailbox.settling import MOST_LETTERS, settle
from xieli.notifications.models import IncomingMail, IncomingOutcome, Notification

from .scenes import MONDAY, accepted, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy", "box")]
PNG_OF_NOTHING = b"MZ\x90\x00"


@pytest.fixture
def box(settings: Any, tmp_path: Any) -> None:
    settings.IMAP_HOST, settings.REPLY_ADDRESS = "imap.xieli.cn", "reply@xieli.cn"
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def letter_about(matter: Matter, person: Any) -> EmailMessage:
    """The letter that tells this person of the matter, as it went over the wire."""
    perform(
        matter,
        "comment",
        Actor.of(person_other(matter, person)),
        {"text": "请看", "mentions": [str(person.uid)]},
    )
    mail.outbox.clear()
    planning.plan()
    sending.send_due()
    found = [one for one in mail.outbox if one.to == [person.email] and "提到" in one.subject]
    return message_from_bytes(found[-1].message().as_bytes(), policy=policy.default)


def person_other(matter: Matter, person: Any) -> Any:
    """Somebody else who takes part."""
    return matter.initiator


def answer(
    letter: EmailMessage, text: str = "同意，请尽快。", *, by: str = "", **headers: str
) -> EmailMessage:
    """What a mail program makes of it."""
    found = EmailMessage()
    found["From"] = by or str(letter["To"])
    found["To"] = str(letter["Reply-To"])
    found["Subject"] = f"回复: {letter['Subject']}"
    found["In-Reply-To"] = str(letter["Message-ID"])
    found["Message-ID"] = headers.pop("Message_ID", "<1@example.cn>")
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    quoted = "".join(f"> {line}\n" for line in letter.get_body(("plain",)).get_content().splitlines())
    found.set_content(f"{text}\n\n在 2026年9月7日，09:00，协力 <xieli@localhost> 写道：\n{quoted}")
    return found


@pytest.fixture
def scene(cast: Any, turn_clock: Any) -> tuple[Matter, EmailMessage]:
    turn_clock(MONDAY)
    matter = accepted(cast)
    return matter, letter_about(matter, cast.fangqiming)


def why() -> str:
    return IncomingMail.objects.latest("id").reason


def test_a_reply_is_a_comment_of_the_one_who_wrote_it_and_the_ledger_says_by_what_way(
    scene: Any, cast: Any
) -> None:
    matter, letter = scene
    assert "回复请写在这一行以上" in letter.get_body(("plain",)).get_content()
    mail.outbox.clear()
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.TAKEN
    comment = Comment.objects.latest("id")
    assert (comment.author, comment.text, comment.matter) == (cast.fangqiming, "同意，请尽快。", matter)
    event = Event.objects.latest("id")
    assert (event.action, event.actor, event.actor_ref) == ("comment", cast.fangqiming, replies.BY_MAIL)
    assert event.authority and mail.outbox == []


def test_people_named_in_it_are_told(scene: Any, cast: Any) -> None:
    matter, letter = scene
    settle(answer(letter, "@林晚 请看").as_bytes())
    assert Comment.objects.latest("id").mentions == [cast.linwan.pk]
    assert Notification.objects.filter(recipient=cast.linwan, kind="mention", matter=matter.pk).exists()


def test_files_come_along_and_stand_in_the_ledger(scene: Any) -> None:
    matter, letter = scene
    reply = answer(letter, "")
    reply.add_attachment("甲,乙\n".encode(), maintype="text", subtype="csv", filename="清单.csv")
    assert settle(reply.as_bytes()) is IncomingOutcome.TAKEN
    kept = Attachment.objects.get(matter=matter)
    assert kept.name == "清单.csv"
    assert Event.objects.latest("id").facts["attachments"] == [[str(kept.uid), "清单.csv", kept.sha256]]
    assert Comment.objects.latest("id").text == "（见附件）"


def test_a_file_that_is_not_taken_refuses_the_whole_and_says_which(scene: Any) -> None:
    _matter, letter = scene
    count = Comment.objects.count()
    reply = answer(letter)
    reply.add_attachment(PNG_OF_NOTHING, maintype="application", subtype="octet-stream", filename="a.exe")
    mail.outbox.clear()
    assert settle(reply.as_bytes()) is IncomingOutcome.REFUSED
    assert Comment.objects.count() == count
    assert "a.exe" in mail.outbox[0].body


def test_the_same_mail_counts_once(scene: Any) -> None:
    _matter, letter = scene
    count = Comment.objects.count()
    assert [settle(answer(letter).as_bytes()) for _n in range(3)] == [IncomingOutcome.TAKEN] * 3
    assert Comment.objects.count() == count + 1 and IncomingMail.objects.count() == 1


def test_one_that_was_taken_before_its_row_was_written_still_counts_once(scene: Any) -> None:
    _matter, letter = scene
    count = Comment.objects.count()
    settle(answer(letter).as_bytes())
    IncomingMail.objects.all().delete()  # killed in between: as if its row had not been committed
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.TAKEN
    assert Comment.objects.count() == count + 1


def test_an_automatic_reply_is_ignored_and_not_answered(scene: Any) -> None:
    _matter, letter = scene
    mail.outbox.clear()
    count = Comment.objects.count()
    assert settle(answer(letter, Auto_Submitted="auto-replied").as_bytes()) is IncomingOutcome.IGNORED
    assert Comment.objects.count() == count and mail.outbox == []


def test_another_sender_is_refused_and_the_one_it_was_made_for_is_told(scene: Any, cast: Any) -> None:
    _matter, letter = scene
    mail.outbox.clear()
    count = Comment.objects.count()
    assert settle(answer(letter, by="thief@evil.example").as_bytes()) is IncomingOutcome.REFUSED
    assert Comment.objects.count() == count
    (told,) = mail.outbox
    assert told.to == [cast.fangqiming.email] and "thief@evil.example" in told.body
    assert told.extra_headers["Auto-Submitted"] == "auto-replied" and "同意" not in told.body


def test_who_may_not_see_it_any_more_learns_nothing_of_it(scene: Any, cast: Any) -> None:
    matter, letter = scene
    Matter.objects.filter(pk=matter.pk).update(audience=[-cast.linwan.pk], classification="confidential")
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.GONE


def test_secret_matters_are_not_discussed_by_mail(scene: Any, cast: Any) -> None:
    matter, letter = scene
    Matter.objects.filter(pk=matter.pk).update(classification="secret")
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.SECRET


def test_a_letter_about_a_secret_matter_says_that_there_is_one_and_no_more(
    cast: Any, turn_clock: Any
) -> None:
    turn_clock(MONDAY)
    matter = submitted(cast)
    do(matter, "classify", cast.linwan, classification="secret")
    do(matter, "comment", cast.linwan, mentions=[str(cast.fangqiming.uid)])
    planning.plan()
    mail.outbox.clear()
    sending.send_due()
    (letter,) = [one for one in mail.outbox if one.to == [cast.fangqiming.email]]
    whole = letter.message().as_string() + letter.subject + letter.body
    assert "涉密事项" in letter.body and not letter.reply_to
    assert matter.title not in whole and (matter.number or "?") not in whole and "林晚" not in letter.subject


def test_a_reply_after_thirty_days_is_too_late(scene: Any, turn_clock: Any) -> None:
    _matter, letter = scene
    turn_clock(clock.at(2026, 10, 8, 9))
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.EXPIRED


def test_who_left_or_whose_account_is_off_says_nothing(scene: Any, cast: Any) -> None:
    _matter, letter = scene
    Account.objects.filter(person=cast.fangqiming).update(enabled=False)
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.NO_ACCOUNT


def test_nothing_new_is_refused(scene: Any) -> None:
    _matter, letter = scene
    assert settle(answer(letter, "").as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.NOTHING


def test_a_forged_address_is_refused_without_a_letter_to_anybody(scene: Any, cast: Any) -> None:
    matter, letter = scene
    genuine = addressing.address(matter.pk, cast.fangqiming.pk)
    mail.outbox.clear()
    reply = answer(letter)
    del reply["To"]
    reply["To"] = genuine.replace(genuine[10], "a" if genuine[10] != "a" else "b", 1)
    assert settle(reply.as_bytes()) is IncomingOutcome.REFUSED
    assert why() == replies.FORGED and mail.outbox == []


def test_a_mail_to_nobody_is_answered_to_employees_only_and_not_for_ever(cast: Any, scene: Any) -> None:
    _matter, letter = scene
    mail.outbox.clear()
    for n in range(MOST_LETTERS + 3):
        stray = answer(letter, Message_ID=f"<{n}@example.cn>")
        del stray["To"]
        stray["To"] = "reply@xieli.cn"
        settle(stray.as_bytes())
    assert len(mail.outbox) == MOST_LETTERS
    stray = answer(letter, by="someone@elsewhere.example", Message_ID="<stranger@example.cn>")
    del stray["To"]
    assert settle(stray.as_bytes()) is IncomingOutcome.IGNORED
    assert len(mail.outbox) == MOST_LETTERS


def test_what_breaks_is_tried_again_and_then_given_up(scene: Any, monkeypatch: Any) -> None:
    _matter, letter = scene

    def broken(*_args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(replies, "_comment", broken)
    for _n in range(4):
        with pytest.raises(ConnectionError):
            settle(answer(letter).as_bytes())
    assert settle(answer(letter).as_bytes()) is IncomingOutcome.REFUSED


def test_a_digest_and_a_letter_without_a_mailbox_cannot_be_answered(
    cast: Any, turn_clock: Any, settings: Any
) -> None:
    settings.IMAP_HOST = ""
    turn_clock(MONDAY)
    letter = letter_about(accepted(cast), cast.fangqiming)
    assert letter["Reply-To"] is None
    assert "请勿直接回复" in letter.get_body(("plain",)).get_content()
