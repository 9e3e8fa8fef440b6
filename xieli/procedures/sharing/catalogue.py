"""The catalogue's sheet, and a time in which something can't be had."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.documents import pictures
from xieli.organisation.fields import DepartmentField, MomentField, PersonField

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
