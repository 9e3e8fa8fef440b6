"""What the PMO and the assessing departments say of an application."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.core.rows import RowsField
from xieli.matters.fields import DepartmentField, text_area
from xieli.matters.forms import ActionForm

from ..models import Assessment, Level, Necessity
from ..tables import shown
from .application import defect_fields

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

DIMENSIONS = [
    ("technical", _("技术")),
    ("money", _("资金")),
    ("safety", _("安全保障")),
    ("legal", _("合规")),
    ("operation", _("运营")),
]


class DefectRow(Form):
    """One defect, of one field."""

    field = forms.ChoiceField(label=_("栏目"), choices=defect_fields)
    defect = forms.CharField(label=_("问题"), max_length=300)


class DefectsForm(ActionForm):
    """补正通知: everything that is wrong, at once (4.1.a)."""

    defects = RowsField(DefectRow, label=_("需要补正的内容"), least=1)


class AssessorRow(Form):
    """A department that assesses, and what it looks at."""

    department = DepartmentField()
    dimensions = forms.MultipleChoiceField(
        label=_("评估方面"), choices=DIMENSIONS, widget=forms.CheckboxSelectMultiple
    )


class AssessorsForm(ActionForm):
    """Who assesses what (4.1.b)."""

    assessors = RowsField(AssessorRow, label=_("评估部门"), least=1)

    def clean_assessors(self) -> list[dict[str, Any]]:
        """Each department once."""
        rows: list[dict[str, Any]] = self.cleaned_data["assessors"]
        if len({row["department"] for row in rows}) < len(rows):
            raise forms.ValidationError(_("同一部门只写一行。"))
        return rows

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """Those asked before, else those the applicant wants to cooperate with."""
        rows = scene.details.assessors or [{"department": r["department"]} for r in scene.details.cooperation]
        return {"assessors": shown(rows)}


class _AssessForm(ActionForm):
    texts = ("reasons",)
    necessity = forms.ChoiceField(label=_("必要性"), choices=[("", "—"), *Necessity.choices])
    reasons = forms.CharField(label=_("评估意见"), max_length=4000, widget=text_area(), required=False)


class FeasibleForm(_AssessForm):
    """可行: reasons may stay empty."""


class ConditionText(Form):
    """One condition."""

    condition = forms.CharField(label=_("条件"), max_length=300)


class ConditionalForm(_AssessForm):
    """附条件可行: what has to be met before it is established."""

    conditions = RowsField(ConditionText, label=_("立项前须满足的条件"), least=1)


class InfeasibleForm(_AssessForm):
    """不可行: with reasons, kept whatever is decided."""

    reasons = forms.CharField(label=_("不可行的理由"), max_length=4000, widget=text_area())


class ConditionRow(Form):
    """A condition that holds, and who sees to it."""

    condition = forms.CharField(label=_("条件"), max_length=300)
    department = DepartmentField(label=_("落实部门"))
    asked_by = DepartmentField(label=_("提出部门"), required=False)
    days = forms.IntegerField(label=_("工作日"), min_value=1, max_value=60, initial=5)


class ConclusionForm(ActionForm):
    """评估结论 of the PMO: the level, and the conditions that block the notice until they are met."""

    saves = ("conclusion", "level")
    level = forms.ChoiceField(label=_("级别"), choices=Level.choices)
    conclusion = forms.CharField(label=_("评估结论"), max_length=4000, widget=text_area())
    conditions = RowsField(ConditionRow, label=_("立项条件"), required=False)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What the departments asked for, to be seen to by who applied unless somebody else is named."""
        found = super().initial_from(scene)
        rows = [
            {
                "condition": one["condition"],
                "department": scene.matter.initiator_department_id,
                "asked_by": said.department_id,
                "days": 5,
            }
            for said in Assessment.objects.filter(project=scene.matter)
            for one in said.conditions
        ]
        return {**found, "conditions": shown(rows)}
