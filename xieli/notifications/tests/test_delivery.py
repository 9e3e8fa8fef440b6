from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail

from xieli.core import clock
from xieli.notifications import outbox, planning, queries, sending, worker
from xieli.notifications.channels import CannotReach, channels
from xieli.notifications.commands import Notice, choose, notify
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Attempt, Delivery, Notification, OutgoingState
from xieli.notifications.tests.people import account, reader
from xieli.notifications.timing import Habits

pytestmark = pytest.mark.django_db
NOON = clock.at(2026, 9, 1, 12)
NIGHT = clock.at(2026, 9, 1, 23)


def tell(person, kind="assigned", at=NOON, **fields):
    values = {"urgency": "normal", "text": "新的待办", "url": "/m/1/", **fields}
    with clock.turned_to(at):
        notify([Notice(person.pk, kind, **values)])


def work(at=NOON):
    with clock.turned_to(at):
        return worker.once()


class Failing:
    """A channel whose sends fail until told otherwise."""

    code = "email"
    label = "Failing"

    def __init__(self, error):
        self.error, self.tries = error, 0

    def send(self, parcel):
        self.tries += 1
        raise self.error


@pytest.fixture
def failing(monkeypatch):
    def install(error):
        channel = Failing(error)
        monkeypatch.setattr(sending, "channels", lambda: {"email": channel})
        return channel

    return install


def test_a_notice_is_mailed_once_and_the_log_says_so():
    tell(reader())
    work()
    work()
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().state == OutgoingState.SENT
    assert [line.ok for line in Attempt.objects.all()] == [True]


def test_nothing_waiting_costs_a_few_statements_and_writes_nothing(django_assert_max_num_queries):
    work()
    with django_assert_max_num_queries(
        11
    ):  # one for each duty; the newest asks whether a delegation is to be settled further
        assert work() == 0


def test_a_normal_notice_of_the_night_is_mailed_in_the_morning_an_urgent_one_at_once():
    person = reader()
    tell(person, at=NIGHT)
    tell(person, "alert_red", at=NIGHT, urgency="urgent", text="红色预警")
    work(NIGHT)
    assert ["红色预警" in message.subject for message in mail.outbox] == [True]
    work(clock.at(2026, 9, 2, 6, 59))
    assert len(mail.outbox) == 1
    work(clock.at(2026, 9, 2, 7))
    assert len(mail.outbox) == 2


def test_a_digest_is_one_mail_however_small_the_batch():
    person = reader()
    for n in range(7):
        tell(person, "comment", text=f"评论 {n}")
    work()
    assert mail.outbox == []
    with clock.turned_to(clock.at(2026, 9, 2, 8, 30)):
        sending.send_due(limit=2)
    (message,) = mail.outbox
    assert [f"评论 {n}" in message.body for n in range(7)] == [True] * 7
    assert Delivery.objects.filter(state=OutgoingState.SENT).count() == 7


def test_choices_decide_over_the_defaults():
    person = reader()
    choose(person.pk, {("assigned", "email"): Mode.OFF, ("comment", "email"): Mode.NOW}, Habits())
    tell(person)
    tell(person, "comment", text="评论")
    work()
    assert [message.subject for message in mail.outbox] == ["[评论] 评论"]
    assert Delivery.objects.count() == 1


def test_a_failed_send_is_tried_again_later_and_later_and_then_given_up(failing):
    channel = failing(ConnectionError("mail server away"))
    tell(reader())
    at, waits = NOON, []
    for _n in range(outbox.MAX_ATTEMPTS):
        work(at)
        row = Delivery.objects.get()
        waits.append(row.send_at - at)
        at = row.send_at
    assert channel.tries == outbox.MAX_ATTEMPTS
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert row.state == OutgoingState.DEAD
    assert "mail server away" in row.error
    assert queries.dead_letters() == 1
    work(at + timedelta(days=1))
    assert channel.tries == outbox.MAX_ATTEMPTS


def test_what_can_never_arrive_is_given_up_at_once(failing):
    channel = failing(CannotReach("no such user"))
    tell(reader())
    work()
    assert Delivery.objects.get().state == OutgoingState.DEAD
    assert channel.tries == 1


def test_a_person_without_address_leaves_a_dead_letter_that_names_the_reason():
    tell(reader(email=""))
    work()
    assert "no e-mail address" in Delivery.objects.get().error


def test_one_bad_address_does_not_hold_up_the_others():
    tell(reader(email=""))
    tell(reader("0002"))
    work()
    assert [message.to for message in mail.outbox] == [["p0002@example.com"]]


def test_an_administrator_revives_a_dead_delivery(failing):
    failing(CannotReach("x"))
    tell(reader())
    work()
    row = Delivery.objects.get()
    assert outbox.revive(Delivery, row.pk)
    assert not outbox.revive(Delivery, row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (OutgoingState.WAITING, 0)


def test_a_sender_killed_after_its_claim_leaves_a_plan_and_not_a_corpse():
    tell(reader())
    with clock.turned_to(NOON):
        planning.plan()
        (claimed,) = outbox.claim(Delivery, 10)  # and here the worker dies
        assert outbox.claim(Delivery, 10) == []
        assert queries.overdue(NOON + timedelta(seconds=179)) == {}
    work(NOON + timedelta(seconds=61))
    assert len(mail.outbox) == 1
    assert claimed.send_at == NOON + timedelta(seconds=60)


def test_a_slow_sender_leaves_to_others_what_may_no_longer_be_his():
    tell(reader())
    with clock.turned_to(NOON):
        planning.plan()
        (claimed,) = outbox.claim(Delivery, 10)
        assert outbox.still_ours(claimed)
    with clock.turned_to(NOON + timedelta(seconds=60)):
        assert not outbox.still_ours(claimed)


def test_overdue_names_what_has_no_plan_after_two_minutes():
    tell(reader())
    assert queries.overdue(NOON + timedelta(seconds=119)) == {}
    assert queries.overdue(NOON + timedelta(seconds=121)) == {"unplanned": [Notification.objects.get().pk]}
    with clock.turned_to(NOON):
        planning.plan()
    assert queries.overdue(NOON + timedelta(seconds=121)) == {"deliveries": [Delivery.objects.get().pk]}


def test_old_notices_are_planned_without_being_pushed():
    tell(reader(), at=NOON - timedelta(days=3))
    work()
    assert not Delivery.objects.exists()
    assert queries.overdue(NOON + timedelta(days=1)) == {}


def test_who_left_meanwhile_is_told_nothing():
    person = reader()
    tell(person, at=NIGHT)
    person.left_on = clock.local(NOON).date() + timedelta(days=1)
    person.save()
    work(NIGHT)
    work(clock.at(2026, 9, 2, 9))
    assert mail.outbox == []
    assert Delivery.objects.get().state == OutgoingState.DROPPED


def test_a_mail_is_in_the_readers_language_with_both_parts_and_says_that_a_machine_sent_it(settings):
    settings.BASE_URL = "https://xieli.example.com"
    person = reader()
    account(person, language="en")
    tell(person, text="新的待办", matter=42, url="/m/0199/")
    work()
    (message,) = mail.outbox
    real: EmailMessage = message.message()
    assert message.subject == "[New work item] New work item"
    assert "https://xieli.example.com/m/0199/" in message.body
    assert [kind for _content, kind in message.alternatives] == ["text/html"]
    assert real["Auto-Submitted"] == "auto-generated"
    assert real["List-Unsubscribe"] == "<https://xieli.example.com/notifications/choices/>"
    assert real["Message-ID"] == f"<delivery.{Delivery.objects.get().pk}@xieli.example.com>"
    assert real["In-Reply-To"] == real["References"] == "<matter.42@xieli.example.com>"


def test_a_repeated_send_carries_the_same_message_id():
    tell(reader())
    work()
    Delivery.objects.update(state=OutgoingState.WAITING, sent_at=None, send_at=NOON)
    work()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_text_cannot_break_out_of_the_html_or_the_subject():
    tell(reader(), text="%(who)s", params={"who": "<script>\nBcc: x@example.com"})
    work()
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert "<script>" not in message.alternatives[0][0]


def test_every_channel_is_found_by_its_file():
    assert set(channels()) == {"email", "wecom", "dingtalk", "feishu"}
