"""《项目发起申请表》: every field of it, and the same with what the PMO found wrong beside the fields."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.rows import RowsField
from xieli.goals.models import Goal
from xieli.matters.fields import DepartmentField, text_area
from xieli.matters.forms import ActionForm, OpinionForm

from ..models import Kind, Level, Urgency
from ..tables import shown

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

TABLES = ("milestones", "budget_lines", "cooperation", "risks")


class MilestoneRow(Form):
    """里程碑."""

    name = forms.CharField(label=_("里程碑"), max_length=120)
    due = forms.DateField(label=_("日期"), widget=Date())


class BudgetRow(Form):
    """预算: one subject."""

    subject = forms.CharField(label=_("科目"), max_length=60)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=0, max_digits=14, decimal_places=2)
    source = forms.CharField(label=_("资金来源"), max_length=60, required=False)


class CooperationRow(Form):
    """协作部门, and what for."""

    department = DepartmentField()
    purpose = forms.CharField(label=_("配合内容"), max_length=300)


class RiskRow(Form):
    """风险 and the answer to it."""

    risk = forms.CharField(label=_("风险"), max_length=300)
    answer = forms.CharField(label=_("对策"), max_length=300)


def words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for some paragraphs."""
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=text_area(), help_text=help_text
    )


class ContentForm(ActionForm):
    """What is applied for: the part that may be completed after a return."""

    saves: ClassVar[tuple[str, ...]] = (
        "title", "kind", "urgency", "declared_level", "goal", "phone", "background", "objectives", "scope",
        "content", "results", "starts_on", "ends_on", "resources", "benefit",
    )  # fmt: skip
    with_files = True
    sections = (
        (_("基本信息"), ("title", "kind", "declared_level", "urgency", "phone", "goal")),
        (_("背景、目标与内容"), ("background", "objectives", "scope", "content", "results", "benefit")),
        (_("起止日期与里程碑"), ("starts_on", "ends_on", "milestones")),
        (_("预算与资源"), ("budget_lines", "resources")),
        (_("协作部门与风险"), ("cooperation", "risks")),
    )
    title = forms.CharField(label=_("项目名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    declared_level = forms.ChoiceField(
        label=_("申报级别"), choices=Level.choices, initial=Level.ORDINARY,
        help_text=_("预算超过额度或涉及四个以上部门的，按重大项目办理。"),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, initial=Urgency.ORDINARY)
    goal = forms.ModelChoiceField(
        Goal.objects.filter(closed_at=None),
        label=_("服务的目标"),
        required=False,
        to_field_name="uid",
        error_messages={"required": _("请选择项目服务的公司目标。")},
    )
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    background = words(_("背景与必要性"))
    objectives = words(_("目标"))
    scope = words(_("范围"), required=False, help_text=_("做什么，也写明不做什么。"))
    content = words(_("主要内容"))
    results = words(_("预期成果与验收标准"))
    starts_on = forms.DateField(label=_("计划开始"), widget=Date())
    ends_on = forms.DateField(label=_("计划完成"), widget=Date())
    milestones = RowsField(MilestoneRow, label=_("里程碑"), required=False)
    budget_lines = RowsField(BudgetRow, label=_("预算明细"), required=False)
    resources = words(_("人员、设备和其他资源"), required=False)
    cooperation = RowsField(CooperationRow, label=_("协作部门"), required=False)
    risks = RowsField(RiskRow, label=_("风险与对策"), required=False)
    benefit = words(_("效益"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A project serves a goal of the company, once there are any (1.3.a)."""
        super().__init__(*args, **kwargs)
        self.fields["goal"].required = Goal.objects.filter(closed_at=None).exists()

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        data = super().clean() or self.cleaned_data
        begin, end = data.get("starts_on"), data.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("完成日期不能早于开始日期。"))
        elif begin and end and any(not begin <= row["due"] <= end for row in data.get("milestones") or []):
            self.add_error("milestones", _("里程碑日期要在计划开始和完成之间。"))
        return data

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What the application says now, its tables too."""
        found = super().initial_from(scene)
        return {**found, **{name: shown(getattr(scene.details, name)) for name in TABLES}}


class ApplyForm(ContentForm):
    """The application; one that follows a refused one names it."""

    previous = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """Begun again from a refused project, it is that project's next version."""
        found = super().initial_from(scene)
        return {**found, "previous": scene.matter.uid} if scene.matter.state == "rejected" else found


class SupplementForm(ContentForm, OpinionForm):
    """The completed application, sent again to the head who returned it."""


class MendForm(ContentForm, OpinionForm):
    """The application again, with every defect the PMO named beside its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        defects: list[Mapping[str, str]] = (
            getattr(getattr(self.scene, "details", None), "defects", None) or []
        )
        for one in defects:
            if one["field"] in self.fields:
                self.fields[one["field"]].help_text = _("待补正：%(defect)s") % {"defect": one["defect"]}


def defect_fields() -> list[tuple[str, Any]]:
    """The fields a defect may be found in, and the attachments."""
    return [
        *((name, field.label) for name, field in ContentForm.base_fields.items()),
        ("attachments", _("附件")),
    ]
