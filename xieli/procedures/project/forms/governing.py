"""What the leading group is set up with, and what it decides (3.1.b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.rows import RowsField
from xieli.matters.fields import DepartmentField, MomentField, PeopleField, PersonField, text_area
from xieli.matters.forms import ActionForm


class GroupForm(ActionForm):
    """专项领导小组: mandate, chair, members, term."""

    mandate = forms.CharField(label=_("职责"), max_length=2000, widget=text_area())
    chair = PersonField(label=_("组长"))
    members = PeopleField(label=_("组员"))
    until = forms.DateField(label=_("任期至"), widget=Date())


class FollowUpRow(Form):
    """What follows from a decision: which department, who, by when."""

    content = forms.CharField(label=_("落实事项"), max_length=1000)
    department = DepartmentField(label=_("责任部门"))
    owner = PersonField(label=_("责任人"), required=False)
    needed_by = MomentField(label=_("完成期限"), required=False)


class GroupDecisionForm(ActionForm):
    """领导小组决定: on what, which, and what follows from it."""

    texts = ("decision",)
    subject = forms.CharField(label=_("决定事项"), max_length=100)
    decision = forms.CharField(label=_("决定内容"), max_length=4000, widget=text_area())
    follow_ups = RowsField(FollowUpRow, label=_("落实事项"), required=False, most=20)


class RulingForm(ActionForm):
    """How a dispute is decided, and what follows from it where a leading group decides."""

    texts = ("ruling",)
    ruling = forms.CharField(label=_("裁决意见"), max_length=2000, widget=text_area())
    follow_ups = RowsField(FollowUpRow, label=_("落实事项"), required=False, most=20)
