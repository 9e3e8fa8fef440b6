from datetime import timedelta

import pytest

from xieli.core import clock
from xieli.notifications import sms
from xieli.notifications.channels import CannotReach
from xieli.notifications.models import OutgoingState, SmsMessage

pytestmark = pytest.mark.django_db
PHONE = "19900000001"
NOON = clock.at(2026, 9, 1, 12)
CODE = {"code": "482913", "minutes": 5}


def send(template="code", params=CODE, at=NOON, phone=PHONE):
    with clock.turned_to(at):
        return sms.send(phone, template, params)


def test_a_message_waits_for_the_worker_and_is_then_sent():
    message = send()
    with clock.turned_to(NOON):
        assert sms.send_due() == 1
    message.refresh_from_db()
    assert message.state == OutgoingState.SENT
    assert sms.words(message) == "验证码 482913，5 分钟内有效，请勿告诉他人。"


def test_a_message_is_worded_in_the_customers_language():
    with clock.turned_to(NOON):
        message = sms.send(PHONE, "code", CODE, language="en")
    assert "482913" in sms.words(message)
    assert "验证码" not in sms.words(message)


def test_a_second_code_within_a_minute_is_kept_and_never_sent():
    send()
    second = send(at=NOON + timedelta(seconds=59))
    assert second.state == OutgoingState.DROPPED
    assert send(at=NOON + timedelta(seconds=60)).state == OutgoingState.WAITING


def test_one_number_gets_at_most_five_codes_a_day():
    states = [send(at=NOON + timedelta(minutes=5 * n)).state for n in range(7)]
    assert states == [OutgoingState.WAITING] * 5 + [OutgoingState.DROPPED] * 2
    assert send(at=NOON + timedelta(days=1)).state == OutgoingState.WAITING
    assert send(phone="19900000002", at=NOON + timedelta(minutes=40)).state == OutgoingState.WAITING


def test_one_number_gets_a_limited_number_of_messages_of_all_templates_a_day():
    params = {"number": "GD", "link": "x", "progress": "y", "question": "z"}
    templates = ["tracking", "progress", "asked", "result"]
    states = [
        send(templates[n % 4], params, NOON + timedelta(minutes=n)).state for n in range(sms.PER_DAY + 2)
    ]
    assert states[: sms.PER_DAY] == [OutgoingState.WAITING] * sms.PER_DAY
    assert states[sms.PER_DAY :] == [OutgoingState.DROPPED] * 2


@pytest.mark.parametrize("phone", ["", "abc", "12", "1" * 30, "+86<script>"])
def test_what_is_no_telephone_number_is_refused(phone):
    with pytest.raises(ValueError, match="telephone"):
        send(phone=phone)


def test_an_undeclared_template_is_refused():
    with pytest.raises(ValueError, match="advertisement"):
        send("advertisement", {})


def test_inside_codes_and_links_are_masked():
    assert "482913" not in sms.masked_words(send())
    link = "https://x.example.com/p/f/SECRET/"
    tracking = send("tracking", {"number": "GD20260901-00001", "link": link})
    assert "SECRET" not in sms.masked_words(tracking)
    assert "GD20260901-00001" in sms.masked_words(tracking)


class Broken:
    """A gateway that fails."""

    def __init__(self, error):
        self.error = error

    def send(self, key, phone, text):
        raise self.error


@pytest.mark.parametrize(
    ("error", "state"),
    [(TimeoutError(), OutgoingState.WAITING), (CannotReach("unknown number"), OutgoingState.DEAD)],
)
def test_a_failing_gateway_is_tried_again_unless_it_refused_for_good(monkeypatch, error, state):
    monkeypatch.setattr(sms, "gateway", lambda: Broken(error))
    send()
    with clock.turned_to(NOON):
        sms.send_due()
    row = SmsMessage.objects.get()
    assert row.state == state
    assert row.error == type(error).__name__


def test_the_gateway_is_the_one_of_the_settings(settings):
    sms.gateway.cache_clear()
    settings.SMS_GATEWAY = "xieli.notifications.sms.Logged"
    assert isinstance(sms.gateway(), sms.Logged)
    sms.gateway.cache_clear()
