"""What the acts on a problem ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.matters.fields import PersonField, text_area
from xieli.matters.forms import ActionForm
from xieli.organisation.models import Person

from .models import Severity


class ReportForm(ActionForm):
    """What, how bad, who can solve it: two clicks from any work item."""

    saves = ("content", "severity", "solver")
    content = forms.CharField(label=_("遇到什么问题"), max_length=4000, widget=text_area())
    severity = forms.ChoiceField(label=_("严重程度"), choices=Severity.choices)
    solver = PersonField(label=_("谁能解决"))

    def clean_solver(self) -> Person:
        """Somebody else: what one can solve oneself is one's own work."""
        solver: Person = self.cleaned_data["solver"]
        if self.actor is not None and solver.pk == self.actor.person_id:
            raise ValidationError(_("请选择别人；自己能解决的问题直接处理即可。"))
        return solver


class SolutionForm(ActionForm):
    """How it was solved."""

    saves = ("solution",)
    solution = forms.CharField(label=_("解决情况"), max_length=4000, widget=text_area())
