"""Departments from Excel. Those who lead them are named by employee number, so a second run may add them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.marks import listed
from xieli.core.sheets import Column, Row, Sheet, text, whole
from xieli.organisation.commands import set_department
from xieli.organisation.duties import DepartmentDuty
from xieli.organisation.imports.cells import known, once, several, several_of
from xieli.organisation.models import Department, Person
from xieli.worktime import calendars


def _calendar(cell: str) -> str:
    names = {one.code: str(one.name) for one in calendars.definitions()}
    for code, name in names.items():
        if cell in (code, name):
            return code
    raise ValueError(_("没有这个工作日历，只能填 %(names)s。") % {"names": listed(names.values())})


SHEET = Sheet(
    lazy("部门"),
    [
        Column("code", lazy("部门代码"), text(20), required=True, example="CS"),
        Column("name", lazy("部门名称"), text(60), required=True, example="客户服务中心"),
        Column("short_name", lazy("部门简称"), text(20), example="客服"),
        Column("parent", lazy("上级部门代码"), text(20)),
        Column("head", lazy("负责人工号"), text(20)),
        Column("deputies", lazy("副职工号"), several),
        Column("executive", lazy("分管领导工号"), text(20)),
        Column("duties", lazy("职责"), several_of(DepartmentDuty), example="客户服务"),
        Column("calendar", lazy("工作日历"), _calendar),
        Column("order", lazy("排序"), whole(0, 9999), example="10"),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """Codes and names once; parents and leaders known; no circle; a duty with one department."""
    once(rows, ["code"], _("本文件中这个部门代码出现了多次。"))
    once(rows, ["name"], _("本文件中这个部门名称出现了多次。"))
    codes = set(Department.objects.values_list("code", flat=True)) | {row.values["code"] for row in rows}
    known(rows, "parent", codes, _("没有代码为 %(said)s 的部门。"))
    numbers = set(Person.objects.filter(left_on=None).values_list("number", flat=True))
    for key in ("head", "executive"):
        known(rows, key, numbers, _("没有工号为 %(said)s 的在职员工，请先导入员工，再补负责人。"))
    for row in rows:
        for number in set(row.values["deputies"] or ()) - numbers:
            row.refuse(_("没有工号为 %(said)s 的在职员工。") % {"said": number})
    _names_taken(rows)
    _circles(rows)
    _duties_taken(rows)


def _names_taken(rows: Sequence[Row]) -> None:
    owners = dict(Department.objects.values_list("name", "code"))
    for row in rows:
        if owners.get(row.values["name"], row.values["code"]) != row.values["code"]:
            row.refuse(_("已有同名部门，代码是 %(code)s。") % {"code": owners[row.values["name"]]})


def _circles(rows: Sequence[Row]) -> None:
    above = dict(Department.objects.values_list("code", "parent__code"))
    above |= {row.values["code"]: row.values["parent"] for row in rows if row.values["parent"]}
    for row in rows:
        seen, code = set(), row.values["code"]
        while code and code not in seen:
            seen.add(code)
            code = above.get(code)
        if code:
            row.refuse(_("上级关系成了一个圈。"))


def _duties_taken(rows: Sequence[Row]) -> None:
    holders: dict[str, str] = {}
    for code, duties in Department.objects.filter(active=True).values_list("code", "duties"):
        holders |= dict.fromkeys(duties, code)
    for row in rows:
        for duty in row.values["duties"] or ():
            if holders.setdefault(duty, row.values["code"]) != row.values["code"]:
                words = {"duty": DepartmentDuty(duty).label, "code": holders[duty]}
                row.refuse(_("职责“%(duty)s”已由部门 %(code)s 承担。") % words)


def apply(rows: Sequence[Row], by: object) -> Report:
    """First every department by itself, then its place in the tree, so that the order of lines is free."""
    report = Report()
    present = {row.code: row for row in Department.objects.select_for_update()}
    people = Person.objects.in_bulk(_numbers(rows), field_name="number")
    for row in rows:
        department = present.get(row.values["code"]) or Department(code=row.values["code"])
        report.created += department.pk is None
        report.updated += department.pk is not None
        _fill(department, row.values, people)
        deputies = [people[number] for number in row.values["deputies"] or ()]
        present[department.code] = set_department(department, deputies or None)
    for row in rows:
        if row.values["parent"]:
            present[row.values["code"]].parent = present[row.values["parent"]]
            set_department(present[row.values["code"]])
    return report


def _numbers(rows: Sequence[Row]) -> set[str]:
    named = {row.values[key] for row in rows for key in ("head", "executive") if row.values[key]}
    return named | {number for row in rows for number in row.values["deputies"] or ()}


def _fill(department: Department, values: dict[str, Any], people: dict[str, Person]) -> None:
    department.name = values["name"]
    department.short_name = values["short_name"] or department.short_name or values["name"][:20]
    for key in ("duties", "calendar", "order"):
        if values[key] is not None:
            setattr(department, key, values[key])
    for key in ("head", "executive"):
        if values[key]:
            setattr(department, key, people[values[key]])


DEPARTMENTS = Importer("departments", SHEET, check, apply)
