"""What the acts on an assigned task ask for."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.matters.fields import MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm

from .models import Rhythm, Source


class AssignForm(ActionForm):
    """What, who, by when."""

    saves: ClassVar[tuple[str, ...]] = ("title", "content", "assignee", "needed_by")
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("交办事项"), max_length=4000, widget=text_area())
    assignee = PersonField(label=_("承办人"))
    needed_by = MomentField(label=_("完成期限"))

    def clean_needed_by(self) -> datetime:
        """A date that lies ahead."""
        moment: datetime = self.cleaned_data["needed_by"]
        if moment <= (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("完成期限要晚于现在。"))
        return moment


class InstructForm(AssignForm):
    """领导督办: where it comes from, and how often its progress is reported."""

    saves = (*AssignForm.saves, "source", "source_text", "rhythm")
    source = forms.ChoiceField(label=_("来源"), choices=[("", _("不选")), *Source.choices], required=False)
    source_text = forms.CharField(
        label=_("来源说明"), required=False, max_length=200, help_text=_("如会议名称、文号、检查日期。")
    )
    rhythm = forms.ChoiceField(label=_("进展报告"), choices=Rhythm.choices, required=False)


class ReportForm(ActionForm):
    """报告进展: how far, what was done, what is in the way."""

    saves = ("percent", "progress")
    with_files = True
    percent = forms.IntegerField(label=_("完成百分比"), min_value=0, max_value=99)
    progress = forms.CharField(label=_("最新进展"), max_length=2000, widget=text_area())


class ReportBackForm(ActionForm):
    """What was done."""

    saves = ("result",)
    with_files = True
    result = forms.CharField(label=_("办理情况"), max_length=4000, widget=text_area())
