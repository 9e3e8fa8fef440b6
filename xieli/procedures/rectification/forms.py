"""What the acts of a rectification ask for."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.matters.fields import DepartmentField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, ReasonForm

from .models import Grade


def _ahead(form: ActionForm, moment: datetime | None) -> datetime | None:
    """A date that lies ahead. Raises ValidationError."""
    if moment is not None and moment <= (form.scene.now if form.scene else clock.now()):
        raise ValidationError(_("整改期限要晚于现在。"))
    return moment


class OrderForm(ActionForm):
    """整改通知: what was found, what is asked of whom, by when."""

    saves = ("title", "grade", "finding", "requirement", "clause", "lead_department")
    with_files = True
    title = forms.CharField(label=_("整改事项"), max_length=120)
    grade = forms.ChoiceField(
        label=_("等级"), choices=Grade.choices, initial=Grade.ORDINARY,
        help_text=_("重大问题须立即停止，三个工作日内提出整改方案。"),
    )  # fmt: skip
    finding = forms.CharField(label=_("存在的问题"), max_length=4000, widget=text_area())
    requirement = forms.CharField(label=_("整改要求"), max_length=4000, widget=text_area())
    clause = forms.CharField(label=_("依据"), max_length=100, required=False)
    lead_department = DepartmentField(label=_("整改部门"))
    owner = PersonField(label=_("整改责任人"), required=False, help_text=_("不填时由整改部门负责人负责。"))
    checker = PersonField(label=_("复查人"), required=False, help_text=_("不填时由您复查。"))
    due_at = MomentField(label=_("整改期限"), required=False, help_text=_("不填时为十个工作日。"))

    def clean_due_at(self) -> datetime | None:
        """Ahead, if given."""
        return _ahead(self, self.cleaned_data["due_at"])


class TakeOnForm(ActionForm):
    """接收: which department mends it, who in it, and how."""

    saves: ClassVar[tuple[str, ...]] = ("lead_department", "doer", "plan")
    lead_department = DepartmentField(label=_("整改部门"))
    doer = PersonField(label=_("承办人"), required=False, help_text=_("不填时由整改部门内部认领。"))
    plan = forms.CharField(label=_("整改措施"), max_length=4000, widget=text_area(), required=False)


class StoppedForm(ActionForm):
    """立即停止: what was stopped, and since when."""

    saves = ("stopped",)
    stopped = forms.CharField(label=_("停止情况"), max_length=2000, widget=text_area())


class MendingPlanForm(TakeOnForm):
    """整改方案 of a grave finding: measures and a date of its own."""

    saves = ("lead_department", "doer", "plan", "due_at")
    plan = forms.CharField(label=_("整改措施"), max_length=4000, widget=text_area())
    due_at = MomentField(label=_("整改期限"))

    def clean_due_at(self) -> datetime | None:
        """Ahead."""
        return _ahead(self, self.cleaned_data["due_at"])


class ProofForm(ActionForm):
    """What was done, and what proves it."""

    saves = ("result", "proof")
    with_files = True
    result = forms.CharField(label=_("整改结果"), max_length=4000, widget=text_area())
    proof = forms.CharField(
        label=_("证明材料"),
        max_length=4000,
        widget=text_area(),
        help_text=_("写明凭什么证明，文件请一并上传。"),
    )

    def initial_from(self, scene: Any) -> dict[str, Any]:
        """Each round is proved anew."""
        return {}


class AgainForm(ReasonForm):
    """Not mended yet: why, and by when."""

    due_at = MomentField(label=_("新的期限"), required=False, help_text=_("不填时为十个工作日。"))

    def clean_due_at(self) -> datetime | None:
        """Ahead, if given."""
        return _ahead(self, self.cleaned_data["due_at"])
