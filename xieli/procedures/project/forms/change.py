"""What a plan change asks for beside the plan itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.matters.fields import text_area
from xieli.matters.forms import ActionForm, OpinionForm


class ChangeForm(ActionForm):
    """计划变更申请: why; the plan is edited next, from the baseline in force."""

    saves = ("reason",)
    reason = forms.CharField(label=_("变更原因"), max_length=4000, widget=text_area())


class SubmitChangeForm(ActionForm):
    """The changed plan is handed in, with its effect in words."""

    saves = ("reason", "effect")
    reason = forms.CharField(label=_("变更原因"), max_length=4000, widget=text_area())
    effect = forms.CharField(label=_("对费用和工期的影响"), max_length=4000, widget=text_area())


class ReworkChangeForm(SubmitChangeForm, OpinionForm):
    """Handed in again after a return."""


class AdoptForm(ActionForm):
    """Which approved change becomes the baseline; by the product."""

    change = forms.UUIDField(label=_("计划变更"))
