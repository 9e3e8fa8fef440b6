"""Each invariant: data broken on purpose is reported, whole data is not. (I10 and I12 beside their commands.)"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.documents.models import Counter
from xieli.matters import verify
from xieli.matters.models import (
    Alert,
    Clock,
    ClockChange,
    Event,
    Idempotency,
    Matter,
    Round,
    Seat,
    WorkItem,
)
from xieli.matters.verify.numbers import look_for_acknowledged
from xieli.notifications.models import Delivery, Notification, SmsMessage

from .breaking import found, lower_guards
from .scenes import MONDAY, TUESDAY, accepted, clock_of, do, open_item, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "files", tmp_path


def test_whole_data_has_no_breach(cast: Any) -> None:
    do(signing(cast), "return_", cast.jiangyifan, ground="missing")
    submitted(cast, amount=5000)
    Notification.objects.update(planned_at=MONDAY)
    assert list(map(str, verify.breaches(now=MONDAY))) == []


def test_ten_matters_are_examined_with_the_statements_of_two(cast: Any) -> None:
    """By pieces of a thousand: what a million matters cost is a thousand pieces."""

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(verify.breaches(now=MONDAY))
        return len(queries)

    for _ in range(2):
        signing(cast)
    few = statements()
    for _ in range(8):
        signing(cast)
    assert statements() == few


def test_i1_an_acknowledged_act_that_is_not_there(cast: Any, tmp_path: Path) -> None:
    event = Event.objects.get(matter=submitted(cast))
    lines = [
        {"matter": str(event.matter.uid), "seq": 1, "hash": event.hash},
        {"matter": str(event.matter.uid), "seq": 2, "hash": "00"},
    ]
    path = tmp_path / "client.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    assert [breach.subject[-6:] for breach in look_for_acknowledged(path)] == ["line 2"]


def test_i2_a_key_that_did_nothing(cast: Any) -> None:
    Idempotency.objects.create(scope="person:1", key="k", digest="", at=MONDAY)
    assert len(found("I2")) == 1


def test_i3_a_warning_raised_twice(cast: Any) -> None:
    row = clock_of(submitted(cast), "accept")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE matters_alert DROP CONSTRAINT alert_once")
    for _ in range(2):
        Alert.objects.create(
            clock=row,
            matter=row.matter,
            level=0,
            colour="amber",
            due_at=row.due_at,
            moment=MONDAY,
            raised_at=MONDAY,
        )
    assert found("I3") == ["level 0 was raised 2 times"]


def test_i3_a_warning_that_speaks_of_another_matter(cast: Any) -> None:
    row, other = clock_of(submitted(cast), "accept"), clock_of(submitted(cast), "accept")
    when = {"due_at": row.due_at, "moment": MONDAY, "raised_at": MONDAY, "colour": "amber"}
    Alert.objects.create(clock=row, matter=row.matter, item=row.item, level=0, **when)
    assert found("I3") == []
    Alert.objects.create(clock=row, matter=row.matter, item=other.item, level=1, **when)
    Alert.objects.create(clock=row, matter=other.matter, item=other.item, level=2, **when)
    assert len(found("I3")) == 2


def test_i4_a_warning_nobody_raised(cast: Any) -> None:
    step = clock_of(submitted(cast), "accept")
    assert step.next_at is not None
    assert found("I4", step.next_at + timedelta(seconds=59)) == []
    assert len(found("I4", step.next_at + timedelta(seconds=61))) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"next_at": None}, "nothing is planned after 0"),
        ({"level": 1}, "level 0 left no alert"),
        ({"paused_at": MONDAY, "pause_until": TUESDAY, "next_at": None}, "nothing is planned after 0"),
    ],
)
def test_i4_a_warning_or_an_end_of_a_pause_that_was_forgotten(
    cast: Any, change: dict[str, Any], says: str
) -> None:
    Clock.objects.filter(pk=clock_of(submitted(cast), "accept").pk).update(**change)
    assert found("I4") == [f"clock accept: {says}"]


def test_i6_somebody_who_approved_their_own_matter(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    Seat.objects.filter(person=cast.qianwenbo).update(decided_by=cast.linwan)
    assert found("I6") == ["林晚 decided on their own matter"]


def test_i6_somebody_who_decided_on_their_own_request(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "give_notice", cast.fangqiming, new_due="2026-09-18T17:30")
    do(matter, "approve", cast.linwan)
    assert found("I6") == []
    Seat.objects.filter(round__purpose="extension").update(decided_by=cast.fangqiming)
    assert found("I6") == ["方启明 decided on their own request"]


def test_i6_a_round_that_could_be_decided_but_is_open(cast: Any) -> None:
    matter = signing(cast)
    Seat.objects.filter(round__matter=matter, round__closed_at=None).update(verdict="approve")
    assert "it could be decided, but is open" in found("I6")


def test_i6_a_seat_nobody_asks(cast: Any) -> None:
    matter = signing(cast)
    WorkItem.objects.filter(matter=matter, person=cast.qianwenbo).update(closed_at=MONDAY, outcome="done")
    assert any("wait" in what for what in found("I6"))


def test_i6_an_item_of_a_round_that_is_over(cast: Any) -> None:
    matter = signing(cast)
    Round.objects.filter(matter=matter, closed_at=None).update(closed_at=MONDAY, outcome="passed")
    assert any("is over, but an item" in what for what in found("I6"))


def test_i9_a_notice_that_no_channel_knows_of(cast: Any) -> None:
    do(submitted(cast), "accept", cast.fangqiming)
    do(signing(cast), "approve", cast.qianwenbo)
    assert Notification.objects.filter(planned_at=None).exists()
    Notification.objects.update(created_at=MONDAY)
    assert found("I9", MONDAY + timedelta(seconds=119)) == []
    assert found("I9", MONDAY + timedelta(seconds=121))


@pytest.mark.parametrize("model", [Delivery, SmsMessage])
def test_i9_something_to_send_that_nobody_tries_again(cast: Any, model: Any) -> None:
    signing(cast)
    notice = Notification.objects.order_by("pk").first()
    values = {"phone": "19900001234", "template": "code"}
    if model is Delivery:
        values = {"notification": notice, "recipient": cast.linwan, "channel": "email"}
    Notification.objects.update(planned_at=MONDAY)
    model.objects.create(send_at=MONDAY, **values)
    assert found("I9", MONDAY + timedelta(seconds=119)) == []
    assert len(found("I9", MONDAY + timedelta(seconds=121))) == 1


def test_i11_a_matter_in_nobodys_hands(cast: Any) -> None:
    item = open_item(submitted(cast))
    lower_guards("matters_workitem")
    WorkItem.objects.filter(pk=item.pk).update(closed_at=MONDAY, outcome="done")
    assert found("I11") == ["open, and nobody owes the next act"]


def test_i11_a_closed_matter_that_somebody_still_owes(cast: Any) -> None:
    matter = submitted(cast)
    Matter.objects.filter(pk=matter.pk).update(closed_at=MONDAY, outcome="done")
    assert any("is still owed" in what for what in found("I11"))


def test_i11_numbers_with_a_gap_and_numbers_never_taken(cast: Any) -> None:
    submitted(cast)
    Counter.objects.update(last=3)
    assert found("I11") == ["this number of the series is missing"] * 2
    Counter.objects.update(last=0)
    assert found("I11") == ["this number was never taken from its series"]


def test_i13_a_clock_whose_accounts_do_not_balance(cast: Any) -> None:
    Clock.objects.filter(pk=clock_of(submitted(cast), "accept").pk).update(used=1)
    assert found("I13") == ["used 1 + running 0 + paused 0 is not 0 WD"]


def test_i13_a_pause_that_outlived_its_state(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T09:00")
    ClockChange.objects.filter(kind="pause").update(state="sent")
    assert found("I13") == ["paused in sent, which is left"] * 3


def test_i13_a_pause_without_its_record(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "pause", cast.fangqiming, cause="customer", until="2026-09-09T09:00")
    ClockChange.objects.filter(clock=clock_of(matter, "work")).update(ended_at=TUESDAY)
    assert "its pause and the record of it disagree" in found("I13")


def test_the_command_tells_by_invariant_and_its_status_says_whether_all_is_well(
    cast: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    from xieli.cli.commands import verify as command

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    matter = submitted(cast, now=clock.now())
    Notification.objects.all().delete()
    assert command.run(parser.parse_args(["--anchor"])) == 0
    Matter.objects.filter(pk=matter.pk).update(rev=77)
    assert command.run(parser.parse_args(["I5"])) == 1
    assert "rev: the ledger tells 1, the tables hold 77" in capsys.readouterr().out
    assert command.run(parser.parse_args(["I5", "--json"])) == 1
    assert json.loads(capsys.readouterr().out)[0]["invariant"] == "I5"
