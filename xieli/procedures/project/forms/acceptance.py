"""What the acts of an acceptance ask for: evidence by criterion, verdicts by line, the report."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.marks import labelled
from xieli.core.rows import RowsField
from xieli.matters.fields import DepartmentField, PersonField, text_area
from xieli.matters.forms import ActionForm
from xieli.organisation.cells import PersonCell

from .. import accepting, week
from ..models import Verdict
from ..tables import shown

if TYPE_CHECKING:
    from xieli.matters.scene import Scene


class Told(forms.Widget):
    """A cell that is read, not filled in: its value goes with the form unseen."""

    template_name = "project/told.html"
    texts: ClassVar[Mapping[str, str]] = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The words for the value."""
        context = super().get_context(name, value, attrs)
        context["told"] = self.texts.get(str(value), value)
        return context


class _AboutCriteria(ActionForm):
    """A form with a table whose rows are criteria (`table`: its name); they are named as the acceptance froze them."""

    table: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields[self.table]
        assert isinstance(rows, RowsField)
        rows.row = rows.widget.row = _about(rows.row, self._texts())

    def _texts(self) -> dict[str, str]:
        if self.scene is None:
            return {}
        return {
            one["code"]: "\n".join(filter(None, (f"{one['code']} {one['text']}", one["standard"])))
            for one in accepting.criteria_of(self.scene)
        }


def _about(row: type[Form], texts: Mapping[str, str]) -> type[Form]:
    """The row's form, its criteria told in words."""
    told = type("Told", (Told,), {"texts": texts})
    criterion = forms.CharField(label=_("验收标准"), max_length=20, widget=told())
    made: type[Form] = type(row.__name__, (row,), {"criterion": criterion, "__module__": row.__module__})
    return made


class EvidenceRow(Form):
    """A criterion and what proves it."""

    criterion = forms.CharField(label=_("验收标准"), max_length=20, widget=Told())
    text = forms.CharField(label=_("证明材料"), max_length=2000, widget=text_area())


class AskAcceptanceForm(_AboutCriteria):
    """申请验收: what was reached, and for every criterion what proves it."""

    table = "evidence"
    saves: ClassVar[tuple[str, ...]] = ("statement",)
    with_files = True
    statement = forms.CharField(label=_("完成情况"), max_length=4000, widget=text_area())
    evidence = RowsField(EvidenceRow, label=_("各项标准的证明材料"), least=1, fixed=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One row for each criterion, with what was said of it before: there are no others to be added."""
        super().__init__(*args, **kwargs)
        if self.scene is not None and "evidence" not in self.initial:
            proofs = accepting.evidence_of(self.scene.matter)
            self.initial["evidence"] = [
                {"criterion": one["code"], "text": proofs.get(one["code"], "")}
                for one in accepting.criteria_of(self.scene)
            ]


class AskAgainForm(AskAcceptanceForm):
    """申请复验: what was mended; criteria whose evidence is another now are judged again, with those that failed."""

    saves = ()
    texts = ("statement",)
    statement = forms.CharField(label=_("整改情况"), max_length=4000, widget=text_area())
    evidence = RowsField(
        EvidenceRow, label=_("各项标准的证明材料"), least=1, fixed=True,
        help_text=_("复验只涉及未通过的标准，以及在这里改动了证明材料的标准。"),
    )  # fmt: skip


class GroupRow(Form):
    """Somebody in the acceptance group."""

    person = PersonCell(label=_("人员"))
    role = forms.CharField(label=_("职责"), max_length=60, required=False)


class OrganiseForm(ActionForm):
    """组织验收: when, where, by whom. The departments are those the criteria name."""

    saves = ("held_on", "place")
    held_on = forms.DateField(label=_("验收日期"), widget=Date())
    place = forms.CharField(label=_("验收地点"), max_length=200)
    group = RowsField(GroupRow, label=_("验收组"), required=False)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """As organised before."""
        return {**super().initial_from(scene), "group": shown(scene.details.group)}


class LineRow(Form):
    """One criterion judged: with evidence always, with reasons unless it passed."""

    criterion = forms.CharField(label=_("验收标准"), max_length=20, widget=Told())
    verdict = forms.ChoiceField(label=_("结论"), choices=[("", "—"), *Verdict.choices])
    evidence = forms.CharField(label=_("查验的证据"), max_length=2000, widget=text_area(rows=2))
    remark = forms.CharField(label=_("条件或问题"), max_length=2000, widget=text_area(rows=2), required=False)

    def clean(self) -> dict[str, Any]:
        """A condition or a failure says what is to be mended."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") in (Verdict.CONDITIONAL, Verdict.FAIL) and not data.get("remark"):
            self.add_error("remark", gettext("附条件或不通过的，请写明条件或问题。"))
        return data


class JudgeForm(_AboutCriteria):
    """验收评判: every criterion asked of this department, in one table."""

    table = "lines"
    with_files = True
    lines = RowsField(LineRow, label=_("逐项评判"), least=1, fixed=True)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """One row for each line that this round asks of the department."""
        own = scene.item.department_id if scene.item is not None else None
        asked = accepting.asked(scene.matter, scene.details.criteria, scene.details.round)
        return {"lines": [{"criterion": line.criterion} for line in asked if line.department == own]}

    def _texts(self) -> dict[str, str]:
        """With what the leader brings as evidence: what was seen of it, the department writes itself."""
        texts = super()._texts()
        proofs = accepting.evidence_of(self.scene.matter) if self.scene is not None else {}
        return {
            code: f"{text}\n{labelled(gettext('证明材料'), proofs[code])}" if code in proofs else text
            for code, text in texts.items()
        }


class LooseEndRow(Form):
    """Something left to do: what, by whom, by when."""

    text = forms.CharField(label=_("遗留问题"), max_length=500)
    department = DepartmentField(label=_("责任部门"))
    person = PersonField(label=_("责任人"))
    due = forms.DateField(label=_("完成期限"), widget=Date())


class AcceptanceReportForm(ActionForm):
    """《项目验收报告》: what the judgements and the plan don't say by themselves."""

    saves = ("quality", "safety", "papers", "final_cost", "conclusion", "handover")
    with_files = True
    conclusion = forms.CharField(label=_("验收意见"), max_length=4000, widget=text_area())
    quality = forms.CharField(label=_("质量情况"), max_length=4000, widget=text_area())
    safety = forms.CharField(label=_("安全情况"), max_length=4000, widget=text_area())
    papers = forms.CharField(label=_("资料情况"), max_length=4000, widget=text_area())
    final_cost = forms.DecimalField(label=_("决算（元）"), min_value=0, max_digits=14, decimal_places=2)
    loose_ends = RowsField(LooseEndRow, label=_("遗留问题"), required=False)
    handover = forms.CharField(label=_("移交运行"), max_length=2000, widget=text_area(), required=False)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What was spent, for a start."""
        found = super().initial_from(scene)
        if scene.matter.parent is not None and scene.details.final_cost is None:
            found["final_cost"] = week.cost_of(scene.matter.parent, scene.matter.parent.project.budget).spent
        return found
