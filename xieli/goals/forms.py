"""The form of a goal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, Form
from xieli.goals.models import Goal, GoalKind
from xieli.organisation import queries
from xieli.organisation.models import Department


class GoalForm(Form):
    """What is said of a goal; the rules are the command's."""

    code = forms.CharField(label=_("编号"), max_length=20, help_text=_("公司内不重复，例如 MB-2026-01"))
    title = forms.CharField(label=_("目标"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *GoalKind.choices])
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2199)
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
    description = forms.CharField(
        label=_("说明"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments, parent = self.fields["department"], self.fields["parent"]
        departments.queryset = Department.objects.filter(  # type: ignore[attr-defined]
            id__in=[one.id for one in queries.departments()]
        )
        others = Goal.objects.filter(closed_at=None)
        parent.queryset = others.exclude(pk=goal.pk) if goal else others  # type: ignore[attr-defined]
