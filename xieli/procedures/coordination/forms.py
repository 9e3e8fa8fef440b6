"""What the acts of a coordination ask for."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.matters.fields import DepartmentField, DepartmentsField, MomentField, text_area
from xieli.matters.forms import ActionForm, OpinionForm
from xieli.matters.models import Matter


class ContentForm(ActionForm):
    """What can't be settled, and how the submitter would have it."""

    saves = ("title", "content", "wish")
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("需要协调的问题"), max_length=4000, widget=text_area())
    wish = forms.CharField(label=_("希望怎样解决"), required=False, max_length=2000, widget=text_area())


class SubmitForm(ContentForm):
    """提请协调: the question, the other sides, one's own position, the matter it concerns."""

    others = DepartmentsField(label=_("其他有关部门"))
    position = forms.CharField(label=_("本部门立场"), max_length=2000, widget=text_area())
    concerns = forms.CharField(
        label=_("有关事项编号"), required=False, max_length=40, help_text=_("如 XZ-2026-0412；可以不填。")
    )
    field_order = ("title", "content", "others", "position", "wish", "concerns")

    def clean_concerns(self) -> Matter | None:
        """A matter its submitter may see."""
        number = self.cleaned_data["concerns"].strip().upper()
        if not number:
            return None
        person = self.actor.person if self.actor else None
        found: Matter | None = Matter.objects.visible_to(person).filter(number=number).first()
        if found is None:
            raise ValidationError(_("没有找到编号为 %(number)s 的事项。") % {"number": number})
        return found


class SupplementForm(ContentForm, OpinionForm):
    """The completed question, submitted again."""


class PositionForm(ActionForm):
    """What another side says."""

    texts = ("position",)
    position = forms.CharField(label=_("本部门立场"), max_length=2000, widget=text_area())


class DecisionForm(ActionForm):
    """What is decided, who carries it out, by when."""

    saves = ("decision", "executor", "carry_out_by")
    decision = forms.CharField(label=_("决定"), max_length=4000, widget=text_area())
    executor = DepartmentField(label=_("执行部门"))
    carry_out_by = MomentField(label=_("执行期限"), required=False, help_text=_("不填则为 5 个工作日。"))

    def clean_carry_out_by(self) -> datetime | None:
        """A date that lies ahead."""
        moment: Any = self.cleaned_data["carry_out_by"]
        if moment is not None and moment <= (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("执行期限要晚于现在。"))
        return moment  # type: ignore[no-any-return]


class OutcomeForm(ActionForm):
    """How it was carried out."""

    saves = ("outcome",)
    outcome = forms.CharField(label=_("执行情况"), max_length=4000, widget=text_area())
