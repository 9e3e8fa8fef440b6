"""通话记录 from the telephone system: brought in from Excel or CSV as often as one likes, each call once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.clock import SHANGHAI
from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, text, whole
from xieli.customers.models import Customer
from xieli.customers.shapes import phone_number
from xieli.matters.models import Matter
from xieli.organisation.models import Person
from xieli.procedures.service.models import CallRecord

DAY = 86_400


def moment(cell: str) -> datetime:
    """A wall-clock moment in China: 2026-11-23 09:05:30, seconds optional."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"):
        try:
            return datetime.strptime(cell.replace("/", "-").replace("T", " "), form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise ValueError(_("请填时间，如 2026-11-23 09:05:30。"))


def link(cell: str) -> str:
    """A recording's address, of the web only."""
    if not cell.startswith(("https://", "http://")):
        raise ValueError(_("录音链接应以 http:// 或 https:// 开头。"))
    return cell[:500]


SHEET = Sheet(
    lazy("通话记录"),
    [
        Column("number", lazy("来电号码"), phone_number, required=True, example="199****0001"),
        Column("started_at", lazy("开始时间"), moment, required=True, example="2026-11-23 09:05:30"),
        Column("queue_seconds", lazy("排队（秒）"), whole(0, DAY), example="12"),
        Column("duration_seconds", lazy("通话（秒）"), whole(0, DAY), example="186"),
        Column("agent", lazy("坐席工号"), text(20), example="QY0007"),
        Column("recording", lazy("录音链接"), link, example="https://recordings.example.cn/1.wav"),
        Column("case", lazy("工单号"), text(40), example="GD20261123-00001"),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """The agent and the case, where named, must exist."""
    agents = dict(Person.objects.values_list("number", "pk"))
    named = [row.values["case"] for row in rows if row.values["case"]]
    cases = dict(Matter.objects.filter(procedure="service", number__in=named).values_list("number", "pk"))
    for row in rows:
        agent, case = row.values["agent"], row.values["case"]
        row.values["agent_id"], row.values["matter_id"] = agents.get(agent), cases.get(case)
        if agent and agent not in agents:
            row.refuse(_("没有工号为 %(number)s 的员工。") % {"number": agent})
        if case and case not in cases:
            row.refuse(_("没有号码为 %(number)s 的工单。") % {"number": case})


def apply(rows: Sequence[Row], by: object) -> Report:
    """Keep each call once, by number and moment; bind it to the caller and to the case recorded during it."""
    report = Report()
    phones = {row.values["number"] for row in rows}
    callers = dict(Customer.objects.filter(phone__in=phones, merged_into=None).values_list("phone", "pk"))
    for row in rows:
        values = {key: row.values[key] for key in ("agent_id", "recording") if row.values[key]}
        for key in ("queue_seconds", "duration_seconds"):
            values[key] = row.values[key] or 0
        values["customer_id"] = callers.get(row.values["number"])
        values["matter_id"] = row.values["matter_id"] or case_of(row.values)
        _call, new = CallRecord.objects.update_or_create(
            number=row.values["number"], started_at=row.values["started_at"], defaults=values
        )
        report.created += new
        report.updated += not new
    return report


def case_of(call: dict[str, Any]) -> int | None:
    """The case recorded from this number during the call, or within ten minutes of its end."""
    begins = call["started_at"]
    length = (call["queue_seconds"] or 0) + (call["duration_seconds"] or 0)
    within = (begins, begins + timedelta(seconds=length, minutes=10))
    found = Matter.objects.filter(procedure="service", case__phone=call["number"], opened_at__range=within)
    return found.order_by("opened_at").values_list("pk", flat=True).first()


CALL_IMPORT = Importer("calls", SHEET, check, apply)
