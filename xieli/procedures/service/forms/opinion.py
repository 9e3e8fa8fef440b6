"""The forms of a customer's opinion and of the monthly digest (4.3.c)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.clock import now
from xieli.matters.fields import DepartmentField, text_area
from xieli.matters.forms import ActionForm


class AssignOpinionForm(ActionForm):
    """Which department answers an opinion."""

    texts = ("note",)
    department = DepartmentField(label=_("主办部门"))
    note = forms.CharField(label=_("分办意见"), max_length=1000, required=False, widget=text_area())


class OpinionForm(ActionForm):
    """The opinion, in the customer's words."""

    saves, texts = ("text", "grave"), ("text",)
    text = forms.CharField(label=_("意见内容"), max_length=4000, widget=text_area())
    grave = forms.BooleanField(label=_("重大意见（15 分钟内分办）"), required=False)


class OpinionAnswerForm(ActionForm):
    """What the department makes of it."""

    saves, texts = ("adopted", "answer"), ("answer",)
    adopted = forms.ChoiceField(
        label=_("采纳情况"), choices=[("adopted", _("采纳")), ("partly", _("部分采纳")), ("not", _("不采纳"))]
    )
    answer = forms.CharField(label=_("部门答复"), max_length=4000, widget=text_area())


class OpinionToldForm(ActionForm):
    """How the customer was told."""

    saves, texts = ("told",), ("told",)
    told = forms.CharField(
        label=_("告知客户的情况"),
        max_length=1000,
        widget=text_area(),
        help_text=_("客户未留联系方式时，写明即可"),
    )


class MonthForm(ActionForm):
    """Which month a digest covers."""

    saves = ("month",)
    month = forms.DateField(label=_("月份"), initial=lambda: now().date())


class ForewordForm(ActionForm):
    """The compiler's summary of the month."""

    saves, texts = ("foreword",), ("foreword",)
    foreword = forms.CharField(label=_("综述"), max_length=8000, widget=text_area())
