"""What one line of a log says."""

from django import forms

from xieli.matters.forms import ActionForm


class LineForm(ActionForm):
    """`state` is the state the line leaves the case in; `team` the department's id; `mark` what is counted later."""

    state = forms.CharField(max_length=20)
    team = forms.IntegerField()
    log = forms.CharField(max_length=20, required=False)
    case = forms.CharField(max_length=60, required=False)
    mark = forms.CharField(max_length=60, required=False)
    role = forms.CharField(max_length=60, required=False)
