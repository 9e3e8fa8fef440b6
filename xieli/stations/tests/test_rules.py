"""Stations and chargers: codes that fit, stickers that lead back, the nearest first."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from xieli.core import clock, sheets
from xieli.stations import commands, queries, stickers
from xieli.stations.imports import CHARGER_IMPORT, CHARGERS, STATION_IMPORT, STATIONS
from xieli.stations.models import Charger, Station

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)


def station(code: str = "YG-CS-0012", name: str = "云港高铁东站", **values: object) -> Station:
    return commands.save_station(Station(code=code, name=name, address="云港市东站路 1 号", **values))


def charger(at: Station, number: str = "07", connectors: int = 2, **values: object) -> Charger:
    return commands.save_charger(
        Charger(station=at, code=f"{at.code}-{number}", power_kw=120, **values), connectors
    )


def test_a_charger_is_found_by_its_code_however_it_is_typed() -> None:
    one = charger(station())
    assert queries.charger_by_code(" yg-cs-0012-07 ") == one
    assert queries.charger_by_code("YG-CS-0012-08") is None


def test_a_stickers_token_leads_to_its_charger_until_it_is_retired() -> None:
    one = charger(station())
    assert len(one.public_token) >= 22
    assert queries.by_public_token(one.public_token) == one
    one.status = Charger.Status.RETIRED
    commands.save_charger(one, 2)
    assert queries.by_public_token(one.public_token) is None


def test_a_chargers_code_begins_with_its_stations() -> None:
    here, there = station(), station("YG-CS-0013", "青澜广场B2站")
    one = Charger(station=there, code=f"{here.code}-07", power_kw=60)
    with pytest.raises(ValidationError) as refused:
        commands.save_charger(one, 1)
    assert "YG-CS-0013-" in refused.value.message_dict["code"][0]
    with pytest.raises(IntegrityError, match="does not begin"), transaction.atomic():
        Charger.objects.create(station=there, code=f"{here.code}-07", power_kw=60)


@pytest.mark.parametrize("code", ["YGCS0012", "YG-CS-12", "yg-cs-0012x", "YG-CS-0012-07"])
def test_a_stations_code_has_its_form_in_the_database_too(code: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.create(code=code, name="某站", address="某地")


def test_fewer_connectors_take_the_last_away_and_more_add_them() -> None:
    one = charger(station(), connectors=2)
    commands.save_charger(one, 4)
    assert [c.ordinal for c in one.connectors.all()] == [1, 2, 3, 4]
    commands.save_charger(one, 1)
    assert [c.ordinal for c in one.connectors.all()] == [1]


def test_a_notice_is_shown_until_its_moment() -> None:
    one = station()
    commands.set_banner(one, "本站 10:00 前停运检修", NINE + timedelta(hours=1))
    assert one.banner_at(NINE) == "本站 10:00 前停运检修"
    assert one.banner_at(NINE + timedelta(hours=1)) == ""
    commands.set_banner(one, "", NINE)
    assert (one.banner, one.banner_until) == ("", None)


@pytest.mark.parametrize("typed", ["高铁", "gaotie", "ygg", "东站路", "0012", "YG-CS-0012-07", "云港 高铁"])
def test_a_station_is_found_by_what_people_type(typed: str) -> None:
    charger(station())
    station("YG-CS-0013", "青澜广场B2站")
    assert [s.code for s in queries.listed(typed)] == ["YG-CS-0012"] or typed == "东站路"


def test_the_list_counts_chargers_in_use_and_those_out_of_order() -> None:
    here = station()
    charger(here, "01")
    charger(here, "02", status="fault")
    charger(here, "03", status="retired")
    row = queries.listed().get()
    assert (row.charger_count, row.broken_count) == (2, 1)


@pytest.mark.parametrize("typed", ["YG-CS-0012-07", "高铁 7", "gaotie 07", "ygg 07"])
def test_a_charger_is_suggested_for_station_and_number(typed: str) -> None:
    here = station()
    wanted = charger(here, "07")
    charger(here, "08")
    charger(station("YG-CS-0013", "青澜广场B2站"), "07")
    assert queries.suggest_chargers(typed) == [wanted]


def test_the_nearest_station_in_use_comes_first() -> None:
    near = station(latitude=Decimal("34.60"), longitude=Decimal("119.22"))
    far = station("YG-CS-0013", "云岭服务区", latitude=Decimal("34.90"), longitude=Decimal("119.60"))
    station("YG-CS-0014", "无坐标站")
    station("YG-CS-0015", "在建站", latitude=Decimal("34.60"), longitude=Decimal("119.22"), status="building")
    found = queries.nearest(34.61, 119.22)
    assert [place for place, _ in found] == [near, far]
    assert found[0][1] == pytest.approx(1.11, abs=0.01)


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(degrees, degrees)
def test_the_way_there_is_as_long_as_the_way_back(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    way = queries.distance_km(*here, *there)
    assert way == pytest.approx(queries.distance_km(*there, *here), abs=1e-6)
    assert 0 <= way <= 20_016
    assert queries.distance_km(*here, *here) == 0


def test_a_degree_along_the_equator_is_111_km() -> None:
    assert queries.distance_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.01)


def test_a_sheet_of_stickers_is_a_pdf_with_one_page_for_eight() -> None:
    here = station(name="云港高铁东站 #1 $x^2$ “场站”")
    machines = [charger(here, f"{n:02d}") for n in range(1, 10)]
    pdf = stickers.sheet(machines, 8)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") == 2 or b"/Count 2" in pdf


def test_a_sticker_leads_to_the_portal_of_its_charger(settings: object) -> None:
    one = charger(station())
    assert stickers.public_url(one).endswith(f"/p/c/{one.public_token}")


def test_a_sticker_says_which_number_to_dial(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOTLINE = "400-800-1234"
    told: list[str] = []
    monkeypatch.setattr(stickers, "printed", lambda rows, title, advice, per_page: told.append(advice))
    stickers.sheet([charger(station())], 8)
    assert "400-800-1234" in told[0]


def test_too_many_stickers_at_once_are_refused() -> None:
    one = charger(station())
    with pytest.raises(ValueError, match="一次最多"):
        stickers.sheet([one] * (stickers.MOST + 1))


def book(sheet: sheets.Sheet, *rows: list[str]) -> BytesIO:
    return BytesIO(sheets.write(sheet.name, [column.title for column in sheet.columns], rows))


def test_stations_and_chargers_come_in_from_excel_and_again_without_doubling(cast: Cast) -> None:
    places = book(
        STATIONS,
        ["YG-CS-0012", "云港高铁东站", "东站路 1 号", "城区", "34.6", "119.22", "运维检修中心", "运营中"],
    )
    machines = book(CHARGERS, ["yg-cs-0012-07", "直流", "120", "2", "SN1", "", "2024-06-18"])
    for turn in range(2):
        for importer, file in ((STATION_IMPORT, places), (CHARGER_IMPORT, machines)):
            file.seek(0)
            rows = importer.precheck(file)
            assert [row.errors for row in rows] == [[]]
            report = importer.confirm(importer.pack(rows, cast.fengtao.pk), cast.fengtao)
            assert (report.created, report.updated) == (1 - turn, turn)
    one = Charger.objects.get()
    assert (one.station.operator, one.connectors.count(), one.status) == (cast.om, 2, "in_service")
    assert one.commissioned_on is not None


def test_every_error_of_a_row_is_told_with_its_line(cast: Cast) -> None:
    station()
    rows = CHARGER_IMPORT.precheck(
        book(
            CHARGERS,
            ["YG-CS-0012-07", "直流", "120", "2", "SN1", "正常", ""],
            ["YG-CS-0012-07", "蒸汽", "-3", "2.5", "SN1", "正常", "昨天"],
            ["YG-CS-0099-01", "直流", "120", "", "", "", ""],
        )
    )
    first, second, third = (" ".join(row.errors) for row in rows)
    assert [row.line for row in rows] == [2, 3, 4]
    assert "出现了多次" in first
    for word in ("只能填 直流、交流", "应在 0.1 与 2000 之间", "请填整数", "请填日期", "出现了多次"):
        assert word in second
    assert "没有编码为 YG-CS-0099 的站点" in third
    assert "“枪数”没有填" in third


def test_half_a_place_and_an_unknown_department_are_refused(cast: Cast) -> None:
    rows = STATION_IMPORT.precheck(
        book(STATIONS, ["YG-CS-0012", "云港高铁东站", "东站路 1 号", "城区", "34.6", "", "没有的部门", ""])
    )
    assert len(rows[0].errors) == 2


def test_an_empty_cell_leaves_what_is_on_file(cast: Cast) -> None:
    station(latitude=Decimal("34.6"), longitude=Decimal("119.2"), status="closed")
    rows = STATION_IMPORT.precheck(
        book(STATIONS, ["YG-CS-0012", "云港东站", "新址 2 号", "郊区", "", "", "", ""])
    )
    STATION_IMPORT.apply(rows, cast.fengtao)
    kept = Station.objects.get()
    assert (kept.name, kept.zone, kept.status, kept.latitude) == (
        "云港东站",
        "suburban",
        "closed",
        Decimal("34.6"),
    )


def test_a_station_with_chargers_keeps_its_code() -> None:
    one = station()
    one.code = "YG-CS-0099"
    commands.save_station(one)  # nothing stands there yet
    charger(one)
    one.code = "YG-CS-0012"
    with pytest.raises(ValidationError) as refused:
        commands.save_station(one)
    assert list(refused.value.message_dict) == ["code"]
    with pytest.raises(IntegrityError, match="do not begin"), transaction.atomic():
        Station.objects.filter(pk=one.pk).update(code="YG-CS-0012")


def test_a_serial_number_is_one_machines() -> None:
    here = station()
    charger(here, "07", serial="SN1")
    with pytest.raises(ValidationError) as refused:
        charger(here, "08", serial="SN1")
    assert "charger_serial_unique" in str(refused.value) or refused.value.messages
    rows = CHARGER_IMPORT.precheck(book(CHARGERS, ["YG-CS-0012-08", "直流", "60", "1", "SN1", "", ""]))
    assert "YG-CS-0012-07" in rows[0].errors[0]


def test_stations_are_narrowed_down_by_zone_and_status() -> None:
    town, far = station(), station("YG-CS-0013", "连岛站", zone="remote", status="closed")
    assert list(queries.listed(zone="remote")) == [far]
    assert list(queries.listed(status="open")) == [town]
    assert list(queries.listed("连岛", zone="urban")) == []


def test_a_retired_charger_is_neither_suggested_nor_counted() -> None:
    here = station()
    charger(here, "07", status="retired")
    assert queries.suggest_chargers("高铁东 7") == [] and queries.suggest_chargers("  ") == []
    assert queries.listed().get().charger_count == 0


def test_a_station_without_a_place_or_not_yet_built_is_near_to_nobody() -> None:
    station()
    for n, status in enumerate(("building", "retired"), start=13):
        station(f"YG-CS-00{n}", "某站", latitude=Decimal("34.6"), longitude=Decimal("119.2"), status=status)
    assert queries.nearest(34.6, 119.2) == []


def test_an_empty_notice_has_no_end_either() -> None:
    one = station()
    commands.set_banner(one, "检修", NINE)
    commands.set_banner(one, "  ", NINE)
    assert (Station.objects.get().banner, Station.objects.get().banner_until) == ("", None)
