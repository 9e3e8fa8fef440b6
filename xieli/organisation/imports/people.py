"""People from Excel: newcomers join in their post, contacts of those known are brought up to date."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, day, email, phone, text
from xieli.organisation.commands import edit_person, join
from xieli.organisation.imports.cells import once
from xieli.organisation.models import Appointment, Person, Post

SHEET = Sheet(
    lazy("员工"),
    [
        Column("number", lazy("工号"), text(20), required=True, example="QY0007"),
        Column("name", lazy("姓名"), text(40), required=True, example="林晚"),
        Column("department", lazy("部门代码"), text(20), required=True, example="CS"),
        Column("post", lazy("岗位名称"), text(40), required=True, example="坐席"),
        Column("joined_on", lazy("入职日期"), day, required=True, example="2024-03-01"),
        Column("phone", lazy("手机"), phone, example="199****0007"),
        Column("email", lazy("邮箱"), email, example="linwan@example.cn"),
    ],
)

PlaceKey = tuple[str, str]


def check(rows: Sequence[Row]) -> None:
    """Numbers and telephones once; posts known; moving and coming back are not done by a file."""
    once(rows, ["number"], _("本文件中这个工号出现了多次。"))
    once(rows, ["phone"], _("本文件中这个手机号出现了多次。"))
    posts = set(Post.objects.values_list("department__code", "name"))
    present = {row.number: row for row in Person.objects.all()}
    held = _primary_posts()
    phones = {row.phone: row.number for row in present.values() if row.phone and row.left_on is None}
    for row in rows:
        place = (row.values["department"], row.values["post"])
        if all(place) and place not in posts:
            row.refuse(_("部门 %(department)s 没有岗位“%(post)s”，请先导入岗位。") % _words(place))
        _check_known(row, present.get(row.values["number"]), held, place)
        called = row.values["phone"]
        if called and phones.get(called, row.values["number"]) != row.values["number"]:
            row.refuse(_("手机号已属于工号 %(number)s。") % {"number": phones[called]})


def _check_known(row: Row, person: Person | None, held: dict[str, PlaceKey], place: tuple[Any, Any]) -> None:
    if person is None:
        return
    if person.left_on:
        row.refuse(_("这个工号的员工已离职；重新入职请用新工号。"))
    elif all(place) and held.get(person.number) != place:
        row.refuse(_("此人现任其他岗位；调动请在员工页面办理。"))


def _words(place: tuple[Any, Any]) -> dict[str, Any]:
    return {"department": place[0], "post": place[1]}


def _primary_posts() -> dict[str, PlaceKey]:
    rows = Appointment.objects.filter(primary=True, to_date=None)
    named = rows.values_list("person__number", "post__department__code", "post__name")
    return {number: (code, name) for number, code, name in named}


def apply(rows: Sequence[Row], by: object) -> Report:
    """Newcomers join, the others' name and contacts are changed where given."""
    report = Report()
    posts = {(post.department.code, post.name): post for post in Post.objects.select_related("department")}
    present = Person.objects.select_related("superior").in_bulk(
        [row.values["number"] for row in rows], field_name="number"
    )
    for row in rows:
        values = row.values
        person = present.get(values["number"])
        contacts = {key: values[key] or getattr(person, key, "") for key in ("phone", "email")}
        if person is None:
            place = posts[values["department"], values["post"]]
            join(values["number"], values["name"], place, values["joined_on"], **contacts)
            report.created += 1
        elif any(
            getattr(person, key) != value for key, value in {"name": values["name"], **contacts}.items()
        ):
            edit_person(person, name=values["name"], superior=person.superior, **contacts)
            report.updated += 1
        else:
            report.unchanged += 1
    return report


PEOPLE = Importer("people", SHEET, check, apply)
