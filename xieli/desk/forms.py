"""What lists can be narrowed by; all of it stays in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, Date, Form
from xieli.matters import registry
from xieli.matters.models import Classification
from xieli.matters.procedure import Procedure
from xieli.organisation import queries as organisation


class ListFilter(Form):
    """Filters of a list of matters, of one procedure or of all."""

    more = ("lead", "holder", "classification", "since", "until", "mine")

    q = forms.CharField(label=_("关键词"), required=False, max_length=80)
    which = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[
            ("open", _("在办")),
            ("waiting", _("只等期满")),
            ("closed", _("已办结")),
            ("all", _("全部")),
        ],
    )
    procedure = forms.ChoiceField(label=_("流程"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    category = forms.ChoiceField(label=_("类别"), required=False)
    light = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=[("", _("全部时限")), ("red", _("已超时")), ("amber", _("一天内到期"))],
    )
    lead = forms.TypedChoiceField(
        label=_("主办部门"), required=False, coerce=int, empty_value=None, widget=Choose
    )
    holder = forms.TypedChoiceField(
        label=_("现在在谁手里"), required=False, coerce=int, empty_value=None, widget=Choose
    )
    classification = forms.ChoiceField(
        label=_("密级"), required=False, choices=[("", _("全部密级")), *Classification.choices]
    )
    since = forms.DateField(label=_("发起自"), required=False, widget=Date)
    until = forms.DateField(label=_("发起至"), required=False, widget=Date)
    mine = forms.BooleanField(label=_("与我有关"), required=False)

    def __init__(self, data: Any, procedure: Procedure | None = None) -> None:
        super().__init__(data)
        self.fields["q"].widget.attrs["placeholder"] = _("标题、文号")
        departments = [(one.pk, one.name) for one in organisation.departments()]
        self._choices("lead", [("", _("主办部门")), *departments])
        self._choices("holder", [("", _("现在在谁手里")), *departments])
        if procedure is None:
            self._choices(
                "procedure",
                [("", _("全部流程")), *((one.key, one.name) for one in registry.all_procedures())],
            )
            del self.fields["state"], self.fields["category"]
            return
        del self.fields["procedure"]
        states = [(name, one.label) for name, one in procedure.states.items() if name != procedure.start]
        self._choices("state", [("", _("全部状态")), *states])
        categories = list(procedure.category_labels())
        if categories:
            self._choices("category", [("", _("全部类别")), *categories])
        else:
            del self.fields["category"]

    @property
    def more_used(self) -> bool:
        """Whether one of the rarer filters is set, so that they stay in view."""
        return any(self.data.get(name) for name in self.more)

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class PinForm(Form):
    """A link for the department's room."""

    title = forms.CharField(label=_("名称"), max_length=60)
    url = forms.CharField(label=_("地址"), max_length=500, help_text=_("网址，或本系统内的页面地址。"))
