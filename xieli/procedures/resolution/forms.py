"""What the acts on a resolved item ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.matters.fields import DepartmentField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm


class ResolveForm(ActionForm):
    """What, which department, who, by when (5 working days where nothing is said), who judges it."""

    saves = ("title", "content", "lead_department", "owner", "judge", "needed_by")
    title = forms.CharField(label=_("标题"), max_length=120)
    content = forms.CharField(label=_("决议内容"), max_length=4000, widget=text_area())
    lead_department = DepartmentField(label=_("责任部门"))
    owner = PersonField(label=_("责任人"), required=False)
    judge = PersonField(label=_("确认人"))
    needed_by = MomentField(label=_("完成期限"), required=False)


class ResultForm(ActionForm):
    """What was done."""

    saves = ("result",)
    with_files = True
    result = forms.CharField(label=_("落实情况"), max_length=4000, widget=text_area())
