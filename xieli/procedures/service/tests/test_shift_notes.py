"""交接记录: what a shift wrote is taken over by the next one, and stays as it was signed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.procedures.service.models import Shift, ShiftNote
from xieli.procedures.service.roster import commands, queries
from xieli.procedures.service.tests.conftest import Play

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]
DAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


def note(cast: Cast, shifts: dict[str, Shift], text: str = "07 号桩待复测") -> ShiftNote:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    commands.assign(shifts["晚班"], DAY, cast.qinling)
    with clock.turned_to(clock.at(2026, 11, 24, 16)):
        return commands.write_note(shifts["早班"], DAY, cast.dingjian, text)


def test_the_next_shift_signs_what_the_last_one_wrote(cast: Cast, shifts: dict[str, Shift]) -> None:
    one = note(cast, shifts)
    with clock.turned_to(clock.at(2026, 11, 24, 16, 5)):
        assert queries.unsigned_notes(cast.om) == [one]
        signed = commands.sign_note(one, cast.qinling, "收到")
        assert (signed.signed_by, signed.remark) == (cast.qinling, "收到")
        assert queries.unsigned_notes(cast.om) == []


def test_neither_the_writer_nor_somebody_off_shift_signs(cast: Cast, shifts: dict[str, Shift]) -> None:
    one = note(cast, shifts)
    with clock.turned_to(clock.at(2026, 11, 24, 16, 5)):
        for person in (cast.dingjian, cast.luodayong):
            with pytest.raises(ValidationError):
                commands.sign_note(one, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftNote.objects.filter(pk=one.pk).update(signed_by=cast.dingjian, signed_at=clock.now())


def test_a_note_that_is_not_taken_stays_on_the_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.dingjian).post(reverse("service:write_note"), {"text": "07 号桩待复测"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有刚下班" in page
    assert ">07 号桩待复测</textarea>" in page


def test_what_a_colleague_of_the_shift_wrote_is_not_lost_unread(
    cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    commands.assign(shifts["早班"], DAY, cast.luodayong)
    one = note(cast, shifts)
    with clock.turned_to(clock.at(2026, 11, 24, 16)):
        client = client_of(cast.luodayong)
        assert ">07 号桩待复测</textarea>" in client.get(reverse("service:notes")).content.decode()
        answer = client.post(reverse("service:write_note"), {"text": "钥匙在抽屉", "seen": ""})
        assert "丁建刚刚写了" in answer.content.decode()
        assert ">钥匙在抽屉</textarea>" in answer.content.decode()
        both = {"text": "07 号桩待复测\n钥匙在抽屉", "seen": one.version}
        assert client.post(reverse("service:write_note"), both).status_code == 303
    assert ShiftNote.objects.get().written_by == cast.luodayong


def test_a_remark_is_kept_where_the_note_can_not_be_signed(
    cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    one = note(cast, shifts)
    url = reverse("service:sign_note", args=[one.uid])
    answer = client_of(cast.luodayong).post(url, {"remark": "钥匙未见"})
    assert answer.status_code == 422
    assert 'value="钥匙未见"' in answer.content.decode()


def test_a_signed_note_is_neither_changed_nor_signed_again(cast: Cast, shifts: dict[str, Shift]) -> None:
    one = note(cast, shifts)
    commands.assign(shifts["晚班"], DAY, cast.luodayong)
    with clock.turned_to(clock.at(2026, 11, 24, 16, 5)):
        commands.sign_note(one, cast.qinling)
        with pytest.raises(ValidationError):
            commands.sign_note(one, cast.luodayong)
        with pytest.raises(ValidationError, match="已经签收"):
            commands.write_note(shifts["早班"], DAY, cast.dingjian, "改一改")


def test_only_who_was_on_the_shift_writes_its_note(cast: Cast, shifts: dict[str, Shift]) -> None:
    with pytest.raises(ValidationError, match="只有本班次"):
        commands.write_note(shifts["早班"], DAY, cast.dingjian, "无")


def test_the_note_counts_what_is_still_open(play: Play, cast: Cast, shifts: dict[str, Shift]) -> None:
    play.to("dispatched")
    assert note(cast, shifts).open_cases == 1


def test_a_note_is_written_and_signed_on_its_page(
    cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    commands.assign(shifts["晚班"], DAY, cast.qinling)
    with clock.turned_to(clock.at(2026, 11, 24, 15, 55)):
        assert client_of(cast.dingjian).post(reverse("service:write_note"), {"text": ""}).status_code == 422
        client_of(cast.dingjian).post(reverse("service:write_note"), {"text": "07 号桩待复测"})
        page = client_of(cast.qinling).get(reverse("service:notes")).content.decode()
        assert "07 号桩待复测" in page
        answer = client_of(cast.qinling).post(
            reverse("service:sign_note", args=[ShiftNote.objects.get().uid])
        )
    assert answer.status_code == 303
    assert ShiftNote.objects.get().signed_by == cast.qinling
