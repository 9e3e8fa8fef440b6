"""What is asked while a project runs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.matters.forms import ReasonForm

STOPS = [("suspend", _("暂停")), ("terminate", _("终止"))]


class StopForm(ReasonForm):
    """Suspend or end it, and why."""

    saves = ("stop",)
    stop = forms.ChoiceField(label=_("申请"), choices=STOPS)
