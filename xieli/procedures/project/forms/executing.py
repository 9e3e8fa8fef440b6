"""What is asked while a project runs: risks, money, stops, the leading group, the week's report."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Date
from xieli.matters.fields import DepartmentField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, ReasonForm

from .. import week
from ..calendar import today
from ..models import Baseline, Degree, Risk, RiskState
from ..permissions import marks_to_reach

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

STOPS = [("suspend", _("暂停项目")), ("terminate", _("终止项目"))]


class StopForm(ReasonForm):
    """Suspend or end it, and why."""

    saves = ("stop",)
    stop = forms.ChoiceField(label=_("申请"), choices=STOPS)


class RiskForm(ActionForm):
    """A risk, how likely and how grave, the answer, who watches it until when."""

    text = forms.CharField(label=_("风险"), max_length=1000, widget=text_area())
    likelihood = forms.TypedChoiceField(label=_("可能性"), choices=Degree.choices, coerce=int)
    impact = forms.TypedChoiceField(label=_("影响"), choices=Degree.choices, coerce=int)
    answer = forms.CharField(label=_("对策"), max_length=1000, widget=text_area())
    owner = PersonField(label=_("跟踪人"))
    due = forms.DateField(label=_("跟踪至"), widget=Date())


class RiskStateForm(ActionForm):
    """What became of one of the open risks."""

    risk = forms.ChoiceField(label=_("风险"))
    state = forms.ChoiceField(label=_("状态"), choices=RiskState.choices)
    note = forms.CharField(label=_("说明"), max_length=1000, widget=text_area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter = self.scene.matter if self.scene is not None else None
        if matter is not None and matter.pk:
            rows = Risk.objects.filter(project=matter).exclude(state=RiskState.CLOSED)
            self.fields["risk"].choices = [(str(one.uid), str(one)) for one in rows]  # type: ignore[attr-defined]


class ReachForm(ActionForm):
    """A milestone that waits for no line of the plan, and the day it was reached."""

    milestone = forms.ChoiceField(label=_("里程碑"))
    on = forms.DateField(label=_("达成日期"), widget=Date())
    note = forms.CharField(label=_("依据"), max_length=1000, widget=text_area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter = self.scene.matter if self.scene is not None else None
        if matter is not None and matter.pk:
            rows = marks_to_reach(matter)
            self.fields["milestone"].choices = [(one.code, f"{one.code} {one.name}") for one in rows]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        """What was reached, not what will be."""
        day: date = self.cleaned_data["on"]
        if day > today(self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("达成日期不能晚于今天。"))
        return day


class ExpenseForm(ActionForm):
    """Money spent, by a subject of the budget; a correction is negative."""

    subject = forms.CharField(label=_("科目"), max_length=60)
    amount = forms.DecimalField(label=_("金额（元）"), max_digits=14, decimal_places=2)
    on = forms.DateField(label=_("日期"), widget=Date())
    voucher = forms.CharField(label=_("凭证号"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter = self.scene.matter if self.scene is not None else None
        base = Baseline.objects.filter(project=matter).order_by("no").last() if matter and matter.pk else None
        if base is not None and base.plan.budget:
            named = dict.fromkeys(line.subject for line in base.plan.budget)
            self.fields["subject"].widget = forms.Select(choices=[(one, one) for one in named])

    def clean_amount(self) -> Any:
        """Nothing is no expense."""
        if not self.cleaned_data["amount"]:
            raise ValidationError(_("金额不能为零。"))
        return self.cleaned_data["amount"]

    def clean_on(self) -> date:
        """What was spent, not what will be."""
        day: date = self.cleaned_data["on"]
        if day > clock.local(self.scene.now if self.scene else clock.now()).date():
            raise ValidationError(_("日期不能晚于今天。"))
        return day


class WeeklyForm(ActionForm):
    """项目周报: pre-filled from the facts and the departments' reports; the leader's own words stand beside."""

    text = forms.CharField(label=_("周报"), max_length=8000, widget=text_area(rows=14))

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What the week's facts say."""
        return {"text": week.summary(scene)}


class ReportForm(ActionForm):
    """部门周报, pre-filled with the department's tasks."""

    saves = ("done", "coming", "needs")
    done = forms.CharField(label=_("本周完成"), max_length=4000, widget=text_area(rows=5))
    coming = forms.CharField(label=_("下周安排"), max_length=4000, widget=text_area())
    needs = forms.CharField(label=_("问题和需要的支持"), max_length=4000, widget=text_area(), required=False)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """How far the department's tasks are."""
        return {"done": week.of_department(scene.matter)}


class AskReportForm(ActionForm):
    """Which department owes which week's report; asked by the product."""

    saves = ("title", "week", "due_at", "lead_department")
    title = forms.CharField(label=_("标题"), max_length=200)
    week = forms.DateField(label=_("周"), widget=Date())
    due_at = MomentField(label=_("提交期限"))
    lead_department = DepartmentField(label=_("承担部门"))


class DisputeForm(ActionForm):
    """What is in dispute, between whom."""

    texts = ("text",)
    text = forms.CharField(label=_("争议事项"), max_length=2000, widget=text_area())
