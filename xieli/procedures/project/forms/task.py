"""What is asked of who carries out a task of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date
from xieli.matters.fields import DepartmentField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm


class HandOutForm(ActionForm):
    """下达: made by the product from the plan, or from a condition of approval."""

    saves = ("title", "content", "deliverable", "owner", "accepter", "due_at", "condition", "lead_department")
    title = forms.CharField(label=_("任务"), max_length=200)
    content = forms.CharField(label=_("工作内容"), required=False, max_length=4000, widget=text_area())
    deliverable = forms.CharField(label=_("交付物"), required=False, max_length=2000, widget=text_area())
    lead_department = DepartmentField(label=_("承担部门"))
    owner = PersonField(label=_("责任人"), required=False)
    accepter = PersonField(label=_("验收人"))
    due_at = MomentField(label=_("完成期限"))
    condition = forms.BooleanField(label=_("立项条件"), required=False)


class TaskProgressForm(ActionForm):
    """报告进度: percent, evidence, and when it will be done if not in time."""

    saves = ("percent", "forecast", "evidence")
    percent = forms.IntegerField(label=_("完成百分比"), min_value=0, max_value=99)
    forecast = forms.DateField(label=_("预计完成"), widget=Date(), required=False)
    evidence = forms.CharField(label=_("成果与证据"), max_length=4000, widget=text_area(), required=False)

    def clean(self) -> dict[str, Any]:
        """Progress is shown, not claimed: from half way on, by what."""
        data = super().clean() or self.cleaned_data
        if (data.get("percent") or 0) >= 50 and not data.get("evidence"):
            self.add_error("evidence", _("完成一半以上时请写明已有的成果或证据。"))
        return data


class OutcomeForm(ActionForm):
    """交付: what was made, and what proves it."""

    saves = ("evidence",)
    evidence = forms.CharField(label=_("成果与证据"), max_length=4000, widget=text_area())


class ShiftForm(ActionForm):
    """顺延: the new date, worked out from what this waits for."""

    saves = ("due_at",)
    due_at = MomentField(label=_("新的期限"))
