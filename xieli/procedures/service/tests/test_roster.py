"""值班: nobody in two places, who is on shift is found and told, each shift hands over to the next."""

from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock, sheets
from xieli.core.sheets import SheetError
from xieli.notifications.models import Notification
from xieli.procedures.service.models import Duty, Shift
from xieli.procedures.service.roster import commands, queries
from xieli.procedures.service.roster.imports import ROSTER_IMPORT
from xieli.procedures.service.roster.imports import SHEET as ROSTER
from xieli.procedures.service.tests.conftest import Play
from xieli.stations import commands as stations
from xieli.stations.models import Charger, Station

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]
DAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


def names(duties: list[Duty]) -> list[str]:
    return [duty.person.name for duty in duties]


def test_a_shift_over_midnight_ends_on_the_next_day(shifts: dict[str, Shift]) -> None:
    begins, ends = commands.span(shifts["晚班"], DAY)
    assert (begins, ends) == (clock.at(2026, 11, 24, 16), clock.at(2026, 11, 25, 0))


@pytest.mark.parametrize(
    ("hour", "who"),
    [(7, []), (8, ["丁建", "顾长川"]), (15, ["丁建", "顾长川"]), (16, ["秦岭"]), (19, ["秦岭", "罗大勇"])],
)
def test_who_is_on_shift_at_an_hour(cast: Cast, shifts: dict[str, Shift], hour: int, who: list[str]) -> None:
    commands.assign(shifts["早班"], DAY, cast.guchangchuan)
    commands.assign(shifts["早班"], DAY, cast.dingjian, leads=True)
    commands.assign(shifts["晚班"], DAY, cast.qinling)
    commands.assign(shifts["待命"], DAY, cast.luodayong)
    assert names(queries.on_shift(cast.om, clock.at(2026, 11, 24, hour))) == who


def test_nobody_is_in_two_places_but_may_be_on_call_beside(cast: Cast, shifts: dict[str, Shift]) -> None:
    overlapping = Shift.objects.create(department=cast.om, name="中班", begins=time(12), ends=time(20))
    commands.assign(shifts["早班"], DAY, cast.guchangchuan)
    with pytest.raises(ValidationError, match="时间重叠"):
        commands.assign(overlapping, DAY, cast.guchangchuan)
    begins, ends = commands.span(overlapping, DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(
            shift=overlapping, day=DAY, person=cast.guchangchuan, begins_at=begins, ends_at=ends
        )
    commands.assign(shifts["晚班"], DAY, cast.guchangchuan)
    commands.assign(shifts["待命"], DAY, cast.guchangchuan)
    assert Duty.objects.count() == 3


def test_a_shift_has_one_leader(cast: Cast, shifts: dict[str, Shift]) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian, leads=True)
    with pytest.raises(ValidationError, match="已有带班人"):
        commands.assign(shifts["早班"], DAY, cast.qinling, leads=True)


def test_only_the_departments_own_people_are_put_on_its_shifts(cast: Cast, shifts: dict[str, Shift]) -> None:
    with pytest.raises(ValidationError, match="不在运维检修中心"):
        commands.assign(shifts["早班"], DAY, cast.linwan)


def test_putting_somebody_on_twice_is_once(cast: Cast, shifts: dict[str, Shift]) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    assert commands.assign(shifts["早班"], DAY, cast.dingjian, leads=True).leads
    assert Duty.objects.count() == 1


def test_a_shift_that_has_begun_is_history(cast: Cast, shifts: dict[str, Shift]) -> None:
    duty = commands.assign(shifts["早班"], DAY, cast.dingjian)
    with clock.turned_to(clock.at(2026, 11, 24, 8)), pytest.raises(ValidationError):
        commands.release(duty)
    with clock.turned_to(clock.at(2026, 11, 24, 7, 59)):
        commands.release(duty)
    assert not Duty.objects.exists()


def test_who_takes_over_a_shift_relieves_the_other_in_one_go(cast: Cast, shifts: dict[str, Shift]) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian, leads=True)
    with clock.turned_to(clock.at(2026, 11, 24, 7)):
        duty = commands.assign(shifts["早班"], DAY, cast.qinling, instead=cast.dingjian)
    assert (list(Duty.objects.all()), duty.leads) == ([duty], True)
    with clock.turned_to(clock.at(2026, 11, 24, 9)), pytest.raises(ValidationError, match="已经开始"):
        commands.assign(shifts["早班"], DAY, cast.dingjian, instead=cast.qinling)
    with pytest.raises(ValidationError, match="不在 2026-11-24 的早班上"):
        commands.assign(shifts["早班"], DAY, cast.qinling, instead=cast.luodayong)
    assert Duty.objects.get() == duty


def test_who_is_on_a_later_shift_of_today_can_still_be_taken_off(
    cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    begun = commands.assign(shifts["早班"], DAY, cast.dingjian)
    later = commands.assign(shifts["晚班"], DAY, cast.qinling)
    with clock.turned_to(clock.at(2026, 11, 24, 9)):
        page = client_of(cast.fengtao).get(reverse("service:roster"), {"department": "OM"}).content.decode()
    assert reverse("service:roster_release", args=[later.pk]) in page
    assert reverse("service:roster_release", args=[begun.pk]) not in page


def test_a_dispatch_is_told_to_who_is_on_shift_there(
    play: Play, cast: Cast, shifts: dict[str, Shift]
) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    commands.assign(shifts["晚班"], DAY, cast.qinling)
    play.record()
    play.dispatch()
    told = Notification.objects.filter(matter=play.case.pk, kind="assigned").values_list(
        "recipient", flat=True
    )
    assert cast.dingjian.pk in told
    assert cast.qinling.pk not in told


def test_the_free_and_near_come_first(play: Play, cast: Cast, shifts: dict[str, Shift]) -> None:
    for person in (cast.dingjian, cast.guchangchuan, cast.luodayong):
        commands.assign(shifts["早班"], DAY, person)
    far = stations.save_station(
        Station(code="YG-CS-0099", name="云岭服务区", address="高速", latitude="34.9", longitude="119.6")
    )
    machine = stations.save_charger(Charger(station=far, code="YG-CS-0099-01", power_kw=60), 1)
    play.record(charger=machine.code)
    play.dispatch()
    play.act(cast.guchangchuan, "accept")
    play.record(phone="19900005678")
    play.dispatch()
    play.act(cast.luodayong, "accept")
    found = queries.hands(cast.om, play.now, play.charger.station)
    assert [hand.duty.person.name for hand in found] == ["丁建", "罗大勇", "顾长川"]
    assert [hand.load for hand in found] == [0, 1, 1]
    assert found[1].km == 0
    assert found[2].km is not None
    assert found[2].km > 30


def test_the_dispatchers_view_names_hands_for_a_case(
    play: Play,
    cast: Cast,
    shifts: dict[str, Shift],
    client_of: Login,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    for n in range(5):
        play.record(phone=f"1990000100{n}")
        play.dispatch()
    client, url = client_of(cast.fengtao), reverse("service:dispatcher")
    with clock.turned_to(play.now):
        client.get(url)
        with django_assert_max_num_queries(17):  # type: ignore[attr-defined]
            page = client.get(url, {"department": "OM", "case": str(play.case.uid)}).content.decode()
    assert "丁建" in page
    assert "空闲" in page
    assert page.count("GD20261124-") >= 5
    assert "已超时" not in page
    with clock.turned_to(play.now + HOUR):
        assert "已超时" in client.get(url, {"department": "OM"}).content.decode()
    assert client_of(cast.bailu).get(url).status_code == 404


def test_the_dispatcher_gives_a_case_to_somebody_on_shift(
    play: Play, cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    commands.assign(shifts["早班"], DAY, cast.dingjian)
    play.record()
    play.dispatch()
    client, url = client_of(cast.fengtao), reverse("service:dispatcher")
    accept = reverse("matters:act", args=[play.case.uid, "accept"])
    with clock.turned_to(play.now):
        page = client.get(url, {"department": "OM", "case": str(play.case.uid)}).content.decode()
        assert f"{accept}?handler={cast.dingjian.uid}" in page
        panel = client.get(accept, {"handler": str(cast.dingjian.uid)}).content.decode()
        assert f'value="{cast.dingjian.uid}" selected' in panel
        page = client_of(cast.linwan).get(url, {"department": "OM", "case": str(play.case.uid)})
        assert accept not in page.content.decode()


# The sheet


def book(*rows: list[str]) -> BytesIO:
    return BytesIO(sheets.write("值班表", [column.title for column in ROSTER.columns], rows))


def test_a_month_comes_in_from_excel_and_again_without_doubling(cast: Cast, shifts: dict[str, Shift]) -> None:
    lines = [["运维检修中心", f"2026-11-{n:02d}", "早班", cast.dingjian.number, "是"] for n in range(24, 27)]
    for _ in range(2):
        rows = ROSTER_IMPORT.precheck(book(*lines))
        assert [row.errors for row in rows] == [[], [], []]
        ROSTER_IMPORT.confirm(ROSTER_IMPORT.pack(rows, cast.fengtao.pk), cast.fengtao)
    assert Duty.objects.filter(leads=True).count() == 3


def test_unknown_departments_shifts_and_people_are_told_by_line(cast: Cast, shifts: dict[str, Shift]) -> None:
    rows = ROSTER_IMPORT.precheck(
        book(
            ["没有的部门", "2026-11-24", "早班", cast.dingjian.number, ""],
            ["运维", "2026-11-24", "没有的班", "QY9999", ""],
        )
    )
    assert [len(row.errors) for row in rows] == [1, 2]


def test_an_import_against_the_rosters_rules_changes_nothing(cast: Cast, shifts: dict[str, Shift]) -> None:
    rows = ROSTER_IMPORT.precheck(
        book(
            ["OM", "2026-11-24", "早班", cast.dingjian.number, "是"],
            ["OM", "2026-11-24", "早班", cast.qinling.number, "是"],
        )
    )
    with pytest.raises(SheetError, match="第 3 行"):
        ROSTER_IMPORT.confirm(ROSTER_IMPORT.pack(rows, cast.fengtao.pk), cast.fengtao)
    assert not Duty.objects.exists()
