"""The catalogue's sheet, and how it comes in from Excel."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, day, text, whole
from xieli.documents import pictures
from xieli.organisation.fields import DepartmentField, MomentField, PersonField
from xieli.organisation.models import Department

from .commands import save_resource, set_photo
from .models import Resource

MINUTES = {"min_value": 0, "max_value": 1440, "initial": 0}


class ResourceForm(Form):
    """A resource's sheet."""

    code = forms.CharField(label=_("资源编号"), max_length=20, help_text=_("如 SB-0012，印在标签上"))
    name = forms.CharField(label=_("资源名称"), max_length=100)
    kind = forms.ChoiceField(label=_("资源类别"), choices=Resource.Kind.choices)
    department = DepartmentField(label=_("归口部门"))
    custodian = PersonField(label=_("保管人"), required=False)
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=10000, initial=1)
    location = forms.CharField(label=_("存放地点"), max_length=200, required=False)
    conditions = forms.CharField(
        label=_("使用条件"), max_length=2000, required=False, widget=forms.Textarea()
    )
    certified_until = forms.DateField(label=_("检定试验有效期至"), required=False, widget=Date())
    notice_hours = forms.IntegerField(label=_("至少提前（小时）"), min_value=0, max_value=2000, initial=0)
    buffer_before = forms.IntegerField(label=_("使用前准备（分钟）"), **MINUTES)  # type: ignore[arg-type]
    buffer_after = forms.IntegerField(label=_("使用后整备（分钟）"), **MINUTES)  # type: ignore[arg-type]
    released_after = forms.IntegerField(
        label=_("逾时未领用释放（分钟）"), min_value=5, max_value=10000, initial=60
    )
    auto_agree = forms.BooleanField(
        label=_("归口部门预先同意"), required=False, help_text=_("空闲即可预约，不再逐次答复。")
    )
    handed_over = forms.BooleanField(
        label=_("须领用和归还"),
        required=False,
        initial=True,
        help_text=_("会议室、专家工时等到时直接使用的，不勾选。"),
    )
    photo = forms.FileField(
        label=_("资源照片"), required=False, help_text=_("PNG 或 JPEG，不超过 15 MB。不选则保持原样。")
    )
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    @classmethod
    def of(cls, resource: Resource) -> "ResourceForm":
        """The form filled with what is on file."""
        return cls(initial={name: getattr(resource, name) for name in cls.base_fields if name != "photo"})

    def clean_photo(self) -> bytes | None:
        """The picture, drawn anew without what a telephone hides in it."""
        given = self.cleaned_data["photo"]
        try:
            return pictures.plain_png(given.read(), photo=True) if given else None
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def save(self, resource: Resource) -> bool:
        """Store what was typed; False, with errors, where a rule forbids it."""
        picture = self.cleaned_data.pop("photo")
        for name, value in self.cleaned_data.items():
            setattr(resource, name, value)
        try:
            save_resource(resource)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        if picture:
            set_photo(resource, picture)
        return not self.errors


class BlackoutForm(Form):
    """A time in which a resource can't be had."""

    begins_at = MomentField(label=_("开始时间"))
    ends_at = MomentField(label=_("结束时间"))
    reason = forms.CharField(label=_("原因"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("begins_at") and data.get("ends_at") and data["ends_at"] <= data["begins_at"]:
            raise ValidationError({"ends_at": gettext("结束时间应晚于开始时间。")})
        return data


SHEET = Sheet(
    _("共享资源"),
    [
        Column("code", _("资源编号"), text(20), required=True, example="SB-0012"),
        Column("name", _("资源名称"), text(100), required=True, example="绝缘电阻测试仪"),
        Column("kind", _("资源类别"), choice(Resource.Kind.choices), required=True, example="设备工器具"),
        Column("department", _("归口部门"), text(50), required=True, example="运维检修中心"),
        Column("quantity", _("数量"), whole(1, 10000), example="1"),
        Column("location", _("存放地点"), text(200), example="运维库房 2 号架"),
        Column("conditions", _("使用条件"), text(2000), example="持电工证人员使用"),
        Column("certified_until", _("检定试验有效期至"), day, example="2027-06-30"),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """A code only once per file; the department must exist."""
    counts = Counter(row.values["code"] for row in rows)
    known = {name: d.pk for d in Department.objects.filter(active=True) for name in (d.code, d.name)}
    for row in rows:
        if row.values["code"] and counts[row.values["code"]] > 1:
            row.refuse(gettext("本文件中该资源编号出现了多次。"))
        name = row.values["department"]
        if name and name not in known:
            row.refuse(gettext("没有名称或代码为“%(name)s”的部门。") % {"name": name})
        row.values["department_id"] = known.get(name)


def bring_in(rows: Sequence[Row], by: object) -> Report:
    """Make or change resources by their code; empty cells leave what is on file."""
    report = Report()
    codes = [row.values["code"].upper() for row in rows]
    on_file = Resource.objects.in_bulk(codes, field_name="code")
    for row in rows:
        one = on_file.get(row.values["code"].upper()) or Resource()
        report.updated, report.created = report.updated + bool(one.pk), report.created + (not one.pk)
        for key in ("code", "name", "kind", "department_id", "quantity", "location", "conditions",
                    "certified_until"):  # fmt: skip
            if row.values[key] is not None:
                setattr(one, key, row.values[key])
        save_resource(one)
    return report


IMPORT = Importer("resources", SHEET, check, bring_in)
