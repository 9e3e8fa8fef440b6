"""What the acts of an announcement ask for."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Choose
from xieli.matters.fields import DepartmentsField, MomentField, PeopleField, PostsField, text_area
from xieli.matters.forms import ActionForm, OpinionForm, ReasonForm
from xieli.matters.models import Matter
from xieli.organisation.models import Department, Person, Post

from .addressing import PUBLISHED

SEVERAL = {"departments": Department, "posts": Post, "people": Person}


def _ahead(form: ActionForm, name: str) -> datetime | None:
    moment: datetime | None = form.cleaned_data[name]
    if moment is not None and moment <= (form.scene.now if form.scene else clock.now()):
        raise ValidationError(_("请选择晚于现在的时间。"))
    return moment


class FormerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the announcements still in force, said by number and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and title."""
        return f"{obj.number} {obj.title}"


class NoticeForm(ActionForm):
    """The announcement: what it says, to whom, whether each confirms, how long it holds, what it replaces."""

    saves = ("title", "content", "whole_company", "must_confirm", "confirm_by", "valid_until", "supersedes")
    with_files = True
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("正文"), max_length=8000, widget=text_area(rows=10))
    whole_company = forms.BooleanField(
        label=_("发给全公司"), required=False, help_text=_("勾选后不必再选部门、岗位和人员。")
    )
    departments = DepartmentsField(label=_("发给部门"), required=False, help_text=_("含下级部门。"))
    posts = PostsField(label=_("发给岗位"), required=False)
    people = PeopleField(label=_("发给人员"), required=False)
    must_confirm = forms.BooleanField(
        label=_("须逐人确认阅读"), required=False, initial=True,
        help_text=_("确认前一直置顶在各人的工作台；不勾选则只放入待阅。"),
    )  # fmt: skip
    confirm_by = MomentField(label=_("确认期限"), required=False, help_text=_("不填则为 3 个工作日。"))
    valid_until = MomentField(
        label=_("有效期至"), required=False, help_text=_("到期自动结束；不填则长期有效。")
    )
    supersedes = FormerField(
        label=_("替代公告"), queryset=Matter.objects.none(), required=False, widget=Choose, to_field_name="uid",
        empty_label=_("不替代"), help_text=_("选中的公告在本公告发布时结束。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supersedes"].queryset = self._replaceable()  # type: ignore[attr-defined]

    def _replaceable(self) -> Any:
        """What the same department has announced and still holds."""
        own = self.scene.matter.initiator_department_id if self.scene else None
        rows = Matter.objects.filter(procedure="announcement", state=PUBLISHED, initiator_department=own)
        return rows.visible_to(self.actor.person if self.actor else None).order_by("-opened_at")

    def initial_from(self, scene: Any) -> dict[str, Any]:
        """Ids become the rows people chose."""
        chosen = {
            name: [one.uid for one in model.objects.filter(pk__in=getattr(scene.details, name))]  # type: ignore[attr-defined]
            for name, model in SEVERAL.items()
        }
        former = scene.details.supersedes
        return {**super().initial_from(scene), **chosen, "supersedes": former.uid if former else None}

    def clean_confirm_by(self) -> datetime | None:
        """A moment that lies ahead."""
        return _ahead(self, "confirm_by")

    def clean_valid_until(self) -> datetime | None:
        """A moment that lies ahead."""
        return _ahead(self, "valid_until")

    def clean(self) -> dict[str, Any]:
        """To somebody; what is to be confirmed is confirmed while it holds."""
        data = super().clean() or self.cleaned_data
        if data.get("whole_company"):
            data |= dict.fromkeys(SEVERAL, ())
        elif not any(data.get(name) for name in SEVERAL):
            self.add_error("departments", _("请选择发给谁。"))
        confirm, until = data.get("confirm_by"), data.get("valid_until")
        if confirm and until and confirm > until:
            self.add_error("confirm_by", _("确认期限要在有效期之内。"))
        if not data.get("must_confirm"):
            data["confirm_by"] = None
        return data


class RevisedForm(NoticeForm, OpinionForm):
    """The announcement, revised and handed in again."""


class ValidityForm(ActionForm):
    """Until when it holds."""

    saves = ("valid_until",)
    valid_until = MomentField(
        label=_("有效期至"), required=False, help_text=_("到期自动结束；不填则长期有效。")
    )

    def clean_valid_until(self) -> datetime | None:
        """Another moment than until now, that lies ahead."""
        moment = _ahead(self, "valid_until")
        if self.scene is not None and moment == self.scene.details.valid_until:
            raise ValidationError(_("有效期没有变化，请填写新的有效期。"))
        return moment


class SupersedeForm(ReasonForm):
    """Which announcement takes its place: said by the product, never typed."""

    by = forms.ModelChoiceField(
        queryset=Matter.objects.filter(procedure="announcement"), to_field_name="uid", label=_("新公告")
    )
