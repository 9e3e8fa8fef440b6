"""Bringing in stations and chargers from Excel: two sheets, the stations first."""

from collections import Counter
from collections.abc import Sequence
from re import fullmatch
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, day, number, text, whole
from xieli.organisation.models import Department
from xieli.stations.commands import save_charger, save_station
from xieli.stations.models import CHARGER_CODE, STATION_CODE, Charger, Station


def _code(pattern: str, example: str) -> Any:
    def reader(cell: str) -> str:
        value = cell.upper()
        if not fullmatch(pattern.strip("^$"), value):
            raise ValueError(_("编码应形如 %(example)s。") % {"example": example})
        return value

    return reader


STATIONS = Sheet(
    lazy("充电站"),
    [
        Column(
            "code", lazy("站点编码"), _code(STATION_CODE, "YG-CS-0012"), required=True, example="YG-CS-0012"
        ),
        Column("name", lazy("站点名称"), text(100), required=True, example="云港高铁东站"),
        Column("address", lazy("地址"), text(200), required=True, example="云港市东站路 1 号 P3 停车场"),
        Column("zone", lazy("区域"), choice(Station.Zone.choices), required=True, example="城区"),
        Column("latitude", lazy("纬度"), number("-90", "90"), example="34.596700"),
        Column("longitude", lazy("经度"), number("-180", "180"), example="119.221600"),
        Column("operator", lazy("运维部门"), text(50), example=""),
        Column("status", lazy("状态"), choice(Station.Status.choices), example="运营中"),
    ],
)

CHARGERS = Sheet(
    lazy("充电桩"),
    [
        Column(
            "code",
            lazy("充电桩编码"),
            _code(CHARGER_CODE, "YG-CS-0012-07"),
            required=True,
            example="YG-CS-0012-07",
        ),
        Column("kind", lazy("类型"), choice(Charger.Kind.choices), required=True, example="直流"),
        Column("power_kw", lazy("功率（kW）"), number("0.1", "2000"), required=True, example="120"),
        Column("connectors", lazy("枪数"), whole(1, 12), required=True, example="2"),
        Column("serial", lazy("出厂编号"), text(40), example="SN-2024-000187"),
        Column("status", lazy("状态"), choice(Charger.Status.choices), example="正常"),
        Column("commissioned_on", lazy("投运日期"), day, example="2024-06-18"),
    ],
)


def _refuse_repeated(rows: Sequence[Row], key: str, sentence: Any) -> None:
    counts = Counter(row.values[key] for row in rows if row.values[key])
    for row in rows:
        if counts[row.values[key]] > 1:
            row.refuse(sentence)


def check_stations(rows: Sequence[Row]) -> None:
    """A code only once per file; a place needs both degrees; the department must exist."""
    _refuse_repeated(rows, "code", _("本文件中该站点编码出现了多次。"))
    known = {name: d.pk for d in Department.objects.filter(active=True) for name in (d.code, d.name)}
    for row in rows:
        if (row.values["latitude"] is None) != (row.values["longitude"] is None):
            row.refuse(_("纬度和经度要么都填，要么都不填。"))
        name = row.values["operator"]
        if name and name not in known:
            row.refuse(_("没有名称或代码为“%(name)s”的部门。") % {"name": name})
        row.values["operator_id"] = known.get(name)


def apply_stations(rows: Sequence[Row], by: object) -> Report:
    """Make or change stations by their code; empty cells leave what is on file."""
    report = Report()
    on_file = Station.objects.in_bulk([row.values["code"] for row in rows], field_name="code")
    for row in rows:
        station = on_file.get(row.values["code"]) or Station()
        _count(report, station.pk)
        for key in ("code", "name", "address", "zone", "latitude", "longitude", "operator_id", "status"):
            if row.values[key] is not None:
                setattr(station, key, row.values[key])
        save_station(station)
    return report


def check_chargers(rows: Sequence[Row]) -> None:
    """A code and a serial only once; the station in the code on file; a serial nobody else's."""
    _refuse_repeated(rows, "code", _("本文件中该充电桩编码出现了多次。"))
    _refuse_repeated(rows, "serial", _("本文件中该出厂编号出现了多次。"))
    stations = dict(Station.objects.values_list("code", "pk"))
    serials = dict(Charger.objects.exclude(serial="").values_list("serial", "code"))
    for row in rows:
        station = (row.values["code"] or "").rpartition("-")[0]
        row.values["station_id"] = stations.get(station)
        if station and station not in stations:
            row.refuse(_("没有编码为 %(code)s 的站点，请先导入站点。") % {"code": station})
        owner = serials.get(row.values["serial"])
        if owner and owner != row.values["code"]:
            row.refuse(_("出厂编号已属于 %(code)s。") % {"code": owner})


def apply_chargers(rows: Sequence[Row], by: object) -> Report:
    """Make or change chargers by their code; empty cells leave what is on file."""
    report = Report()
    codes = [row.values["code"] for row in rows]
    on_file = Charger.objects.select_related("station").in_bulk(codes, field_name="code")
    for row in rows:
        charger = on_file.get(row.values["code"]) or Charger(station_id=row.values["station_id"])
        _count(report, charger.pk)
        for key in ("code", "kind", "power_kw", "serial", "status", "commissioned_on"):
            if row.values[key] is not None:
                setattr(charger, key, row.values[key])
        try:
            save_charger(charger, row.values["connectors"])
        except ValidationError as error:
            raise ValidationError(
                _("第 %(line)s 行：%(error)s") % {"line": row.line, "error": error}
            ) from error
    return report


def _count(report: Report, key: int | None) -> None:
    if key is None:
        report.created += 1
    else:
        report.updated += 1


STATION_IMPORT = Importer("stations", STATIONS, check_stations, apply_stations)
CHARGER_IMPORT = Importer("chargers", CHARGERS, check_chargers, apply_chargers)
