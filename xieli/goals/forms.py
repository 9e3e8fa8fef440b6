"""The forms of goals: to set one, to record what a measure stands at, to narrow the list."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, Date, Form
from xieli.core.rows import RowsField
from xieli.goals.models import Goal, GoalKind, GoalPeriod
from xieli.organisation import queries
from xieli.organisation.models import Department


def _figure(label: Any, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=2, **kwargs)


class MeasureRow(Form):
    """One measure."""

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput())
    name = forms.CharField(label=_("指标"), max_length=60)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    start = _figure(_("起点"), required=False)
    target = _figure(_("目标值"))
    weight = forms.IntegerField(label=_("权重"), min_value=1, max_value=100, required=False)

    def clean_target(self) -> Decimal:
        """There must be a way to go."""
        target: Decimal = self.cleaned_data["target"]
        if target == (self.cleaned_data.get("start") or 0):
            raise ValidationError(_("目标值要与起点不同。"))
        return target


class GoalForm(Form):
    """What is said of a goal; the rules are the command's."""

    code = forms.CharField(label=_("编号"), max_length=20, help_text=_("公司内不重复，例如 MB-2026-01"))
    title = forms.CharField(label=_("目标"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *GoalKind.choices])
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2199)
    period = forms.ChoiceField(label=_("期间"), choices=GoalPeriod.choices, required=False, initial="year")
    department = forms.ModelChoiceField(
        label=_("责任部门"),
        queryset=Department.objects.none(),
        widget=Choose,
        to_field_name="uid",
        empty_label=_("请选择"),
    )
    parent = forms.ModelChoiceField(
        label=_("上级目标"),
        queryset=Goal.objects.none(),
        required=False,
        widget=Choose,
        to_field_name="uid",
        empty_label=_("没有，这是公司级目标"),
    )
    weight = forms.IntegerField(
        label=_("权重"), min_value=1, max_value=100, required=False, initial=1,
        help_text=_("汇总到上级目标时占多少"),
    )  # fmt: skip
    description = forms.CharField(
        label=_("说明"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    measures = RowsField(
        MeasureRow, label=_("衡量指标"), most=12, help_text=_("起点不填为 0；越低越好的指标，目标值小于起点")
    )

    def clean_period(self) -> str:
        """The whole year where nothing is said."""
        return self.cleaned_data["period"] or GoalPeriod.YEAR

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments, parent = self.fields["department"], self.fields["parent"]
        departments.queryset = Department.objects.filter(  # type: ignore[attr-defined]
            id__in=[one.id for one in queries.departments()]
        )
        others = Goal.objects.filter(closed_at=None)
        parent.queryset = others.exclude(pk=goal.pk) if goal else others  # type: ignore[attr-defined]


class ReadingForm(Form):
    """What a measure stood at."""

    value = _figure(_("实际值"))
    on = forms.DateField(label=_("日期"), widget=Date)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class FilterForm(Form):
    """What narrows the list of goals."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        widget=forms.TextInput({"type": "search", "placeholder": _("编号或目标")}),
    )
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *GoalKind.choices]
    )
    department = forms.ModelChoiceField(
        label=_("责任部门"), queryset=Department.objects.none(), required=False, to_field_name="uid",
        empty_label=_("全部部门"),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部状态")), ("open", _("进行中")), ("closed", _("已关闭"))],
    )
    year = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = Department.objects.filter(goals__isnull=False).distinct()  # type: ignore[attr-defined]
