"""What each act of a collaboration request asks for."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.goals.queries import open_goals
from xieli.matters import registry
from xieli.matters.fields import DepartmentField, DepartmentsField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, OpinionForm, ReasonForm
from xieli.matters.models import Matter
from xieli.organisation.models import Department

from .models import Urgency

DECLINE_GROUNDS = [
    ("not_mine", _("不属本部门职责")),
    ("not_feasible", _("无法做到")),
    ("duplicate", _("重复")),
    ("other", _("其他")),
]
REWORK_GROUNDS = [
    ("not_standard", _("未达到交付标准")),
    ("missing", _("缺少信息")),
    ("wrong_fact", _("事实有误")),
    ("outdated", _("版本过期")),
]
RATINGS = [(n, "★" * n) for n in range(5, 0, -1)]


def sets_the_limit(parent: Matter) -> bool:
    """Whether what one asks for a matter is due by what that matter has left."""
    children = registry.get(parent.procedure).children.values()
    return any(one.procedure == "collaboration" and "deliver" in one.limits for one in children)


class ContentForm(ActionForm):
    """What is asked for: the part of the request that may be completed after a return."""

    saves: ClassVar[tuple[str, ...]] = ("title", "content", "standard", "needed_by")
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("需要什么"), max_length=4000, widget=text_area())
    standard = forms.CharField(
        label=_("交付标准"), required=False, max_length=2000, widget=text_area(),
        help_text=_("做到什么程度算完成；写清楚可以少一次返工。"),
    )  # fmt: skip
    needed_by = MomentField(label=_("需要时间"), required=False, help_text=_("不填则按受理后 5 个工作日计。"))

    def clean_needed_by(self) -> Any:
        """A date that lies ahead."""
        moment = self.cleaned_data["needed_by"]
        if moment is not None and moment <= (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("需要时间要晚于现在。"))
        return moment


class SendForm(ContentForm):
    """协作请求: subject, what is needed, standard, date, urgency, who leads, who assists, the goal it serves."""

    saves = (*ContentForm.saves, "urgency", "lead_department", "goal")
    lead_department = DepartmentField(label=_("主办部门"))
    assisting = DepartmentsField(label=_("协办部门"), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, initial=Urgency.ORDINARY)
    goal = forms.ModelChoiceField(open_goals(), label=_("服务的目标"), required=False, to_field_name="uid")
    field_order = (
        "title",
        "lead_department",
        "assisting",
        "content",
        "standard",
        "urgency",
        "needed_by",
        "goal",
    )

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        parent = self.scene.matter.parent if self.scene else None
        if parent is None:
            return
        self.initial.setdefault("title", str(_("协助：%(title)s") % {"title": parent.title})[:120])
        if sets_the_limit(parent):
            del self.fields["needed_by"]

    def clean_lead_department(self) -> Department:
        """Another department: inside one's own, work is assigned (交办)."""
        department: Department = self.cleaned_data["lead_department"]
        if self.scene is not None and department.pk == self.scene.matter.initiator_department_id:
            raise ValidationError(_("主办部门要选其他部门；本部门内的工作请用「交办」。"))
        return department


class SupplementForm(ContentForm, OpinionForm):
    """The completed request, sent again to who returned it."""


class AcceptForm(ActionForm):
    """Who will do it; empty: whoever accepts."""

    handler = PersonField(label=_("承办人"), required=False, help_text=_("不填则由您本人承办。"))


class DeclineForm(ReasonForm):
    """Why the department can't help."""

    ground = forms.ChoiceField(label=_("谢绝理由"), choices=DECLINE_GROUNDS)


class AssistingForm(ActionForm):
    """Further departments that take part."""

    departments = DepartmentsField(label=_("协办部门"))


class DeliverForm(ActionForm):
    """The result, in words; files are attached to the matter."""

    saves = ("result",)
    with_files = True
    result = forms.CharField(label=_("交付结果"), max_length=4000, widget=text_area())


class ReworkForm(ReasonForm):
    """What is not good enough, by the standard asked for."""

    ground = forms.ChoiceField(label=_("问题类别"), choices=REWORK_GROUNDS)


class ConfirmForm(ActionForm):
    """How the cooperation was: evidence for the rating among departments (6.2.b)."""

    saves = ("rating", "rating_text")
    rating = forms.TypedChoiceField(
        label=_("协作评价"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    rating_text = forms.CharField(label=_("评价说明"), required=False, max_length=1000, widget=text_area())

    def clean(self) -> dict[str, Any]:
        """A poor mark says why: it will be read as evidence."""
        data = super().clean() or self.cleaned_data
        if data.get("rating") in (1, 2) and not data.get("rating_text"):
            self.add_error("rating_text", _("评价较低时请写明原因，作为互评依据。"))
        return data
