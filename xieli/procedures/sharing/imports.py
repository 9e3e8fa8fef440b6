"""The catalogue in from Excel, and out as the very same sheet: what was exported can be changed and brought back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core import sheets
from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, day, text, whole
from xieli.organisation.models import Department, Person

from .commands import save_resource
from .models import Resource

YES = [("yes", lazy("是")), ("no", lazy("否"))]
YES_OR_NO = ("auto_agree", "handed_over", "active")

SHEET = Sheet(
    lazy("共享资源"),
    [
        Column("code", lazy("资源编号"), text(20), required=True, example="SB-0012"),
        Column("name", lazy("资源名称"), text(100), required=True, example="绝缘电阻测试仪"),
        Column("kind", lazy("资源类别"), choice(Resource.Kind.choices), required=True, example="设备工器具"),
        Column("department", lazy("归口部门"), text(50), required=True, example="运维检修中心"),
        Column("keeper", lazy("保管人工号"), text(20), example="QY0007"),
        Column("quantity", lazy("数量"), whole(1, 10000), example="1"),
        Column("location", lazy("存放地点"), text(200), example="运维库房 2 号架"),
        Column("conditions", lazy("使用条件"), text(2000), example="持电工证人员使用"),
        Column("certified_until", lazy("检定试验有效期至"), day, example="2027-06-30"),
        Column("notice_hours", lazy("至少提前（小时）"), whole(0, 2000), example="4"),
        Column("buffer_before", lazy("使用前准备（分钟）"), whole(0, 1440), example="0"),
        Column("buffer_after", lazy("使用后整备（分钟）"), whole(0, 1440), example="30"),
        Column("released_after", lazy("逾时未领用释放（分钟）"), whole(5, 10000), example="60"),
        Column("auto_agree", lazy("归口部门预先同意"), choice(YES), example="否"),
        Column("handed_over", lazy("须领用和归还"), choice(YES), example="是"),
        Column("active", lazy("在用"), choice(YES), example="是"),
    ],
)
COPIED = (
    "code", "name", "kind", "department_id", "custodian_id", "quantity", "location", "conditions",
    "certified_until", "notice_hours", "buffer_before", "buffer_after", "released_after", *YES_OR_NO,
)  # fmt: skip


def check(rows: Sequence[Row]) -> None:
    """A code only once per file; the owner exists, the custodian works here."""
    counts = Counter((row.values["code"] or "").upper() for row in rows)
    known = {name: d.pk for d in Department.objects.filter(active=True) for name in (d.code, d.name)}
    people = dict(Person.objects.filter(left_on=None).values_list("number", "pk"))
    for row in rows:
        values = row.values
        if values["code"] and counts[values["code"].upper()] > 1:
            row.refuse(_("本文件中该资源编号出现了多次。"))
        name, number = values["department"], values["keeper"]
        if name and name not in known:
            row.refuse(_("没有名称或代码为“%(name)s”的部门。") % {"name": name})
        if number and number not in people:
            row.refuse(_("没有工号为 %(number)s 的员工。") % {"number": number})
        values["department_id"], values["custodian_id"] = known.get(name), people.get(number)
        for key in YES_OR_NO:
            values[key] = values[key] and values[key] == "yes"


def bring_in(rows: Sequence[Row], by: object) -> Report:
    """Make or change resources by their code; empty cells leave what is on file. What a promise to somebody forbids
    stops the import with its line."""
    report = Report()
    codes = [row.values["code"].upper() for row in rows]
    on_file = Resource.objects.in_bulk(codes, field_name="code")
    for row in rows:
        one = on_file.get(row.values["code"].upper()) or Resource()
        report.updated, report.created = report.updated + bool(one.pk), report.created + (not one.pk)
        for key in COPIED:
            if row.values[key] is not None:
                setattr(one, key, row.values[key])
        try:
            save_resource(one)
        except ValidationError as error:
            sentence = _("第 %(line)s 行：%(error)s") % {"line": row.line, "error": error.messages[0]}
            raise ValidationError(sentence) from error
    return report


def exported(found: Iterable[Resource]) -> bytes:
    """The catalogue as the sheet that the import reads."""
    words = {True: str(_("是")), False: str(_("否"))}
    cells = [[words[value] if isinstance(value, bool) else value for value in _cells(one)] for one in found]
    return sheets.write(str(SHEET.name), [str(column.title) for column in SHEET.columns], cells)


def _cells(one: Resource) -> list[Any]:
    own = {
        "kind": str(one.get_kind_display()), "department": one.department.name,
        "keeper": one.custodian.number if one.custodian else "",
        "certified_until": f"{one.certified_until or ''}",
    }  # fmt: skip
    return [own.get(column.key, getattr(one, column.key, "")) for column in SHEET.columns]


IMPORT = Importer("resources", SHEET, check, bring_in)
