"""The worker as it runs, and what it throws away."""

import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError, connections

from xieli.core import clock
from xieli.customers.models import Customer
from xieli.notifications import retention, sms, worker
from xieli.notifications.commands import Notice, notify
from xieli.notifications.models import Delivery, Notification, SmsMessage
from xieli.notifications.tests.people import reader

NOW = clock.at(2026, 9, 1, 12)


def tell(person):
    notify([Notice(person.pk, "assigned", "urgent", "新的待办", url="/m/1/")])


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_mails_what_comes_and_survives_a_lost_database(monkeypatch):
    person, stop, real, failures = reader(), threading.Event(), worker.once, []

    def once():
        if not failures:
            failures.append(1)
            raise OperationalError("the line was cut")
        return real()

    def run():
        worker.run(stop)
        connections.close_all()

    monkeypatch.setattr(worker, "once", once)
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    thread = threading.Thread(target=run)
    thread.start()
    tell(person)
    deadline = time.monotonic() + 10
    while not mail.outbox and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert len(mail.outbox) == 1
    assert failures


@pytest.mark.django_db
def test_messages_are_deleted_when_their_time_is_over_and_not_before(monkeypatch):
    with clock.turned_to(NOW):
        tell(reader())
        sms.send("19900000001", "tracking", {"number": "GD", "link": "x"})
        worker.once()
    assert retention.purge(NOW + retention.SHORT_MESSAGES) == 0
    assert retention.purge(NOW + retention.SHORT_MESSAGES + timedelta(seconds=1)) == 2
    assert not SmsMessage.objects.exists()
    assert not Delivery.objects.exists()
    assert Notification.objects.exists()
    retention.purge(NOW + retention.NOTICES + timedelta(seconds=1))
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_a_purge_goes_in_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    with clock.turned_to(NOW):
        for n in range(5):
            sms.send(f"1990000000{n}", "tracking", {"number": "GD", "link": "x"})
    late = NOW + timedelta(days=400)
    assert [retention.purge(late) for _n in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db
def test_a_part_that_fails_keeps_no_other_from_its_own(monkeypatch):
    done = []
    monkeypatch.setattr(worker.planning, "plan", lambda: 1 // 0)
    monkeypatch.setattr(worker, "duties", [lambda: 1 // 0, lambda: done.append(1) or 1])
    sms.send("19900000001", "tracking", {"number": "GD", "link": "x"})
    with pytest.raises(ExceptionGroup) as failed:
        worker.once()
    assert len(failed.value.exceptions) == 2
    assert done and SmsMessage.objects.get().sent_at is not None


@pytest.mark.django_db
def test_a_chore_that_fails_is_told_and_keeps_no_other_from_being_done(monkeypatch):
    done = []
    monkeypatch.setattr(worker, "chores", [lambda: 1 // 0, lambda: done.append(1) or 1])
    with pytest.raises(ExceptionGroup) as failed:
        worker.clean()
    assert done and failed.group_contains(ZeroDivisionError)


@pytest.mark.django_db
def test_cleaning_covers_customers_data_too(monkeypatch):
    monkeypatch.setattr(worker, "chores", [])
    stranger = Customer.objects.create(name="老客户", last_contact_at=NOW)
    with clock.turned_to(NOW + timedelta(days=365 * 4)):
        assert worker.clean() == 1
    stranger.refresh_from_db()
    assert stranger.erased_at is not None
