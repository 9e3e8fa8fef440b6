"""Posts from Excel."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, text
from xieli.organisation.commands import set_post
from xieli.organisation.duties import PostClass, PostDuty
from xieli.organisation.imports.cells import known, once, several_of
from xieli.organisation.models import Department, Post

SHEET = Sheet(
    lazy("岗位"),
    [
        Column("department", lazy("部门代码"), text(20), required=True, example="CS"),
        Column("name", lazy("岗位名称"), text(40), required=True, example="坐席"),
        Column("post_class", lazy("岗位类别"), choice(PostClass.choices), required=True, example="客服"),
        Column("duties", lazy("岗位职责"), several_of(PostDuty), example="客服坐席"),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """Departments known; a post once in its department."""
    once(rows, ["department", "name"], _("本文件中这个部门的这个岗位出现了多次。"))
    codes = Department.objects.filter(active=True).values_list("code", flat=True)
    known(rows, "department", codes, _("没有代码为 %(said)s 的在用部门，请先导入部门。"))


def apply(rows: Sequence[Row], by: object) -> Report:
    """New posts are made, those of the same name in the department changed."""
    report = Report()
    departments = {row.code: row for row in Department.objects.all()}
    present = {(row.department.code, row.name): row for row in Post.objects.select_related("department")}
    for row in rows:
        department = departments[row.values["department"]]
        post = present.get((department.code, row.values["name"])) or Post(department=department)
        report.created += post.pk is None
        report.updated += post.pk is not None
        post.name, post.post_class = row.values["name"], row.values["post_class"]
        if row.values["duties"] is not None:
            post.duties = row.values["duties"]
        set_post(post)
    return report


POSTS = Importer("posts", SHEET, check, apply)
