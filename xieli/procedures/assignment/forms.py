"""What the acts on an assigned task ask for."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.matters.fields import MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm


class AssignForm(ActionForm):
    """What, who, by when."""

    saves = ("title", "content", "assignee", "needed_by")
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


class ReportBackForm(ActionForm):
    """What was done."""

    saves = ("result",)
    with_files = True
    result = forms.CharField(label=_("办理情况"), max_length=4000, widget=text_area())
