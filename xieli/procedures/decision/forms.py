"""What the acts on a decision ask for."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Choose, Date, Form
from xieli.core.rows import RowsField
from xieli.goals import queries as goals
from xieli.goals.models import Goal
from xieli.matters.fields import DepartmentField, MomentField, PeopleField, PersonField, text_area
from xieli.matters.forms import ActionForm, OpinionForm, ReasonForm
from xieli.matters.models import Matter
from xieli.organisation.models import Person


class FollowUpRow(Form):
    """What follows from it: which department, who, by when."""

    content = forms.CharField(label=_("落实事项"), max_length=1000)
    department = DepartmentField(label=_("责任部门"))
    owner = PersonField(label=_("责任人"), required=False)
    needed_by = MomentField(label=_("完成期限"), required=False)


class FollowUpsForm(ActionForm):
    """More that follows from it."""

    follow_ups = RowsField(FollowUpRow, label=_("落实事项"), least=1, most=20)


class RecordForm(ActionForm):
    """A decision: what, by whom, when, on what basis, what it concerns, what follows."""

    saves = ("title", "content", "decided_by", "decided_on", "basis", "goal")
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("决策内容"), max_length=4000, widget=text_area())
    decided_by = PersonField(label=_("决策人"))
    decided_on = forms.DateField(label=_("决策日期"), widget=Date)
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text=_("如条款、会议、批示"),
    )
    concerns = forms.CharField(
        label=_("有关事项编号"), required=False, max_length=40, help_text=_("如会议、项目的编号；可以不填。")
    )
    goal = forms.ModelChoiceField(
        label=_("服务于目标"), queryset=Goal.objects.none(), required=False, widget=Choose, to_field_name="uid",
        empty_label=_("不选"),
    )  # fmt: skip
    follow_ups = RowsField(FollowUpRow, label=_("落实事项"), most=20)
    signers = PeopleField(
        label=_("参加决策的人"), required=False, help_text=_("各自在决策上签字确认；可以不填。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = goals.open_goals()  # type: ignore[attr-defined]

    def initial_from(self, scene: Any) -> dict[str, Any]:
        """Ids become the people chosen."""
        chosen = Person.objects.filter(pk__in=scene.details.signers)
        return {**super().initial_from(scene), "signers": [one.uid for one in chosen]}

    def clean_decided_on(self) -> date:
        """Decided already."""
        day: date = self.cleaned_data["decided_on"]
        if day > clock.local(self.scene.now if self.scene else clock.now()).date():
            raise ValidationError(_("决策日期不能晚于今天。"))
        return day

    def clean_concerns(self) -> Matter | None:
        """A matter its recorder may see."""
        return known(self, self.cleaned_data["concerns"])


class SignForm(OpinionForm):
    """Signed, with words where somebody has some."""


class RevokeForm(ReasonForm):
    """Why it no longer holds, and what holds instead."""

    replaced_by = forms.CharField(label=_("替代决策编号"), required=False, max_length=40)

    def clean_replaced_by(self) -> Matter | None:
        """Another decision that holds."""
        found = known(self, self.cleaned_data["replaced_by"])
        own = self.scene.matter if self.scene else None
        if found is not None and (found.procedure != "decision" or found.closed_at or found == own):
            raise ValidationError(_("替代的须是另一项有效的决策。"))
        return found


def known(form: ActionForm, number: str) -> Matter | None:
    """The matter of a number, if the actor may see it. Raises ValidationError."""
    number = number.strip().upper()
    if not number:
        return None
    person = form.actor.person if form.actor else None
    found: Matter | None = Matter.objects.visible_to(person).filter(number=number).first()
    if found is None:
        raise ValidationError(_("没有找到编号为 %(number)s 的事项。") % {"number": number})
    return found
