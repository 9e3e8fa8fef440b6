"""What the acts of a work plan and of its items ask for."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Date, Form
from xieli.core.rows import RowsField
from xieli.goals.models import Goal
from xieli.goals.queries import open_goals
from xieli.matters.fields import DepartmentField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, ReasonForm
from xieli.organisation.cells import PersonCell

from .models import Cadence, Fate, PlanLine
from .periods import period

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

MOST = 200


class GoalCell(forms.ChoiceField):
    """One of the open goals, which all rows of a table share: asked for once."""

    def __init__(self, goals: Iterable[Goal] = (), **kwargs: Any) -> None:
        self.known = {str(one.uid): one for one in goals}
        options = [(uid, str(one)) for uid, one in self.known.items()]
        super().__init__(choices=[("", _("不选")), *options], required=False, label=_("服务的目标"), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A goal closed since stays among the options of the line that has it."""
        if isinstance(value, Goal) and str(value.uid) not in self.known:
            self.known[str(value.uid)] = value
            self.widget.choices = [*self.widget.choices, (str(value.uid), str(value))]
        return str(getattr(value, "uid", value) or "")

    def clean(self, value: Any) -> Goal | None:
        """The goal meant. Raises ValidationError."""
        if value in self.empty_values:
            return None
        found = self.known.get(str(value)) or Goal.objects.filter(uid=forms.UUIDField().clean(value)).first()
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class LineRow(Form):
    """An item of the plan. `line`: the one it was before a change, or the former one it is carried over from."""

    content = forms.CharField(label=_("工作事项"), max_length=200)
    standard = forms.CharField(label=_("完成标准"), max_length=300, required=False)
    owner = PersonCell(label=pgettext_lazy("item", "负责人"))
    starts_on = forms.DateField(label=_("开始日期"), widget=Date(), required=False)
    due_on = forms.DateField(label=_("完成日期"), widget=Date())
    goal = GoalCell()
    line = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """In order."""
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("due_on") and data["starts_on"] > data["due_on"]:
            self.add_error("due_on", gettext("完成日期不能早于开始日期。"))
        return data


def _with_goals(goals: list[Goal]) -> type[LineRow]:
    class Row(LineRow):
        goal = GoalCell(goals)
        field_order = list(LineRow.base_fields)

    return Row


def coming_quarter() -> date:
    """The first day of the next quarter."""
    return period(Cadence.QUARTER, clock.local(clock.now()).date()).next().first


class BeginForm(ActionForm):
    """开始编制: for which department and period; begun from the items of the period before, if wished."""

    cadence = forms.ChoiceField(label=_("计划类型"), choices=Cadence.choices, initial=Cadence.QUARTER)
    starts_on = forms.DateField(
        label=_("计划期"),
        widget=Date(),
        initial=coming_quarter,
        help_text=_("计划期内的任意一天，例如计划季度的第一天。"),
    )
    department = DepartmentField(label=_("部门"), required=False, help_text=_("不填则为您负责的部门。"))
    from_last = forms.BooleanField(
        label=_("照上期计划编制"),
        required=False,
        help_text=_("带入上期的全部事项，日期顺延到本期；未勾选时只带入结转的事项。"),
    )

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """Begun again from a former plan: the next period of the same kind, with its items."""
        if scene.matter._state.adding or not scene.details.cadence:
            return {}
        lead = scene.matter.lead_department
        coming = scene.details.period.next()
        return {"cadence": coming.cadence, "starts_on": coming.first, "department": lead, "from_last": True}


class LinesForm(ActionForm):
    """编制计划: the stress of the period and its items; saved as often as one likes before it is submitted."""

    saves: ClassVar[tuple[str, ...]] = ("focus",)
    focus = forms.CharField(label=_("工作重点"), required=False, max_length=4000, widget=text_area())
    lines = RowsField(LineRow, label=_("计划事项"), required=False, most=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["lines"]
        rows.row = rows.widget.row = _with_goals(list(open_goals()))  # type: ignore[attr-defined]

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """The plan as it stands."""
        if scene.matter._state.adding:
            return {}
        kept = PlanLine.objects.filter(plan=scene.matter, fate=Fate.OPEN).select_related("owner", "goal")
        return {"focus": scene.details.focus, "lines": [row_of(one) for one in kept]}


def row_of(line: PlanLine) -> dict[str, Any]:
    """An item as the table of the form shows it."""
    return {
        "content": line.content,
        "standard": line.standard,
        "owner": line.owner,
        "starts_on": line.starts_on,
        "due_on": line.due_on,
        "goal": line.goal,
        "line": line.uid,
    }


class ChangeForm(LinesForm, ReasonForm):
    """调整计划: the items as they are to be, and why. Finished ones stay as they are."""

    texts = ("reason",)
    saves: ClassVar[tuple[str, ...]] = ()
    focus = None  # type: ignore[assignment]
    field_order = ("reason", "lines")


class VerdictForm(ActionForm):
    """Whether a change takes effect, and what is to be said of it."""

    texts = ("opinion",)
    verdict = forms.ChoiceField(
        label=_("意见"),
        choices=[("agree", _("同意调整")), ("refuse", _("不同意调整"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=text_area())

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == "refuse" and not data.get("opinion"):
            self.add_error("opinion", gettext("不同意时请写明原因。"))
        return data


class EarlyForm(ActionForm):
    """提前开始: an item whose time has not come."""

    line = forms.ModelChoiceField(PlanLine.objects.none(), label=_("计划事项"), to_field_name="uid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.scene is not None and not self.scene.matter._state.adding:
            waiting = PlanLine.objects.filter(plan=self.scene.matter, matter=None, fate=Fate.OPEN)
            self.fields["line"].queryset = waiting  # type: ignore[attr-defined]


class FateRow(Form):
    """What becomes of an item that was not finished."""

    line = forms.UUIDField(widget=forms.HiddenInput())
    content = forms.CharField(
        label=_("工作事项"), required=False, widget=forms.TextInput(attrs={"readonly": True})
    )
    fate = forms.ChoiceField(
        label=_("处理"), choices=[(Fate.CARRIED, Fate.CARRIED.label), (Fate.DROPPED, Fate.DROPPED.label)]
    )
    next_due = forms.DateField(label=_("下期完成日期"), widget=Date(), required=False)
    why = forms.CharField(label=_("原因"), max_length=500)


class SummaryForm(ActionForm):
    """期末总结: what was achieved, what was lacking, what becomes of each item that is not finished."""

    saves = ("summary", "lessons")
    summary = forms.CharField(label=_("工作总结"), max_length=8000, widget=text_area())
    lessons = forms.CharField(
        label=_("存在的问题和改进"), required=False, max_length=4000, widget=text_area()
    )
    fates = RowsField(FateRow, label=_("未完成事项的处理"), required=False, fixed=True, most=MOST)

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        if scene is not None and not PlanLine.objects.filter(plan=scene.matter.pk, fate=Fate.OPEN).exists():
            del self.fields["fates"]  # all is done: no empty table

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """A line for each unfinished item: carried over unless one says otherwise."""
        if scene.matter._state.adding:
            return {}
        coming = scene.details.period.next()
        rows = PlanLine.objects.filter(plan=scene.matter, fate=Fate.OPEN)
        fates = [
            {"line": one.uid, "content": one.content, "fate": Fate.CARRIED, "next_due": coming.last}
            for one in rows
        ]
        return {"fates": fates}


class HandOutForm(ActionForm):
    """下达: made by the product from the plan."""

    saves = ("title", "standard", "owner", "due_at", "lead_department", "goal")
    title = forms.CharField(label=_("工作事项"), max_length=200)
    standard = forms.CharField(label=_("完成标准"), required=False, max_length=300)
    lead_department = DepartmentField(label=_("部门"))
    owner = PersonField(label=_("负责人"))
    due_at = MomentField(label=_("完成期限"))
    goal = forms.ModelChoiceField(
        Goal.objects.all(), label=_("服务的目标"), required=False, to_field_name="uid"
    )


class ItemProgressForm(ActionForm):
    """报告进展: how far, and in words."""

    saves = ("percent", "note")
    percent = forms.IntegerField(label=_("完成百分比"), min_value=0, max_value=99)
    note = forms.CharField(label=_("进展"), max_length=2000, widget=text_area())


class DoneForm(ActionForm):
    """完成: what came of it, by the standard that was set."""

    saves = ("result",)
    with_files = True
    result = forms.CharField(label=_("完成情况"), max_length=4000, widget=text_area())


class ShiftForm(ActionForm):
    """随计划调整: what the plan says of it now."""

    saves = ("title", "standard", "due_at")
    title = forms.CharField(label=_("工作事项"), max_length=200)
    standard = forms.CharField(label=_("完成标准"), required=False, max_length=300)
    due_at = MomentField(label=_("完成期限"))


def typed(moment: Any) -> str:
    """A moment as a form takes it."""
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
