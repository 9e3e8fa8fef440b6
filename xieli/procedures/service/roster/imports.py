"""A month's roster from Excel: one line for each person on a shift of a day."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, day, text
from xieli.organisation.models import Department, Person
from xieli.procedures.service.models import Duty, Shift
from xieli.procedures.service.roster.commands import assign

YES = [("yes", lazy("是")), ("no", lazy("否"))]

SHEET = Sheet(
    lazy("值班表"),
    [
        Column("department", lazy("部门"), text(60), required=True, example="客户服务中心"),
        Column("day", lazy("日期"), day, required=True, example="2026-11-23"),
        Column("shift", lazy("班次"), text(20), required=True, example="早班"),
        Column("person", lazy("工号"), text(20), required=True, example="QY0007"),
        Column("leads", lazy("带班"), choice(YES), example="否"),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """Department, shift and person must be on file."""
    departments = {name: d.pk for d in Department.objects.all() for name in (d.code, d.name, d.short_name)}
    shifts = {
        (shift.department_id, shift.name): shift for shift in Shift.objects.select_related("department")
    }
    people = {person.number: person for person in Person.objects.filter(left_on=None)}
    for row in rows:
        department = departments.get(row.values["department"] or "")
        shift = shifts.get((department or 0, row.values["shift"] or ""))
        person = people.get(row.values["person"] or "")
        row.values["shift_row"], row.values["person_row"] = shift, person
        if row.values["department"] and department is None:
            row.refuse(_("没有名称或代码为“%(name)s”的部门。") % {"name": row.values["department"]})
        elif row.values["shift"] and shift is None:
            row.refuse(_("该部门没有名为“%(name)s”的班次，请先建立班次。") % {"name": row.values["shift"]})
        if row.values["person"] and person is None:
            row.refuse(_("没有工号为 %(number)s 的员工。") % {"number": row.values["person"]})


def apply(rows: Sequence[Row], by: object) -> Report:
    """Put everybody on their shift; what the roster's rules refuse stops the import with its line."""
    report = Report()
    before = set(Duty.objects.values_list("shift", "day", "person"))
    for row in rows:
        shift, person = row.values["shift_row"], row.values["person_row"]
        try:
            duty = assign(shift, row.values["day"], person, leads=row.values["leads"] == "yes")
        except ValidationError as error:
            sentence = _("第 %(line)s 行：%(error)s") % {"line": row.line, "error": error.messages[0]}
            raise ValidationError(sentence) from error
        known = (duty.shift_id, duty.day, duty.person_id) in before
        report.updated += known
        report.created += not known
    return report


ROSTER_IMPORT = Importer("roster", SHEET, check, apply)
