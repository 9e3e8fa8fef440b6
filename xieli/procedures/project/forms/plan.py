"""The plan as a form: tables of lines, money, criteria and responsibilities; or the whole plan as a value."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.rows import RowsField
from xieli.matters.forms import ActionForm
from xieli.organisation import queries as organisation
from xieli.organisation.cells import DepartmentCell, DepartmentsCell, PersonCell

from ..exchange.links import read_links, write_links
from ..models import PlanDraft
from ..plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task
from .application import BudgetRow

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

KINDS = [("task", _("任务")), ("milestone", _("里程碑")), ("phase", _("阶段"))]
ROLES = [("R", _("R 执行")), ("A", _("A 负责")), ("C", _("C 征询")), ("I", _("I 告知"))]


class TaskRow(Form):
    """A line of the plan. `after`: what it waits for, as "T1; T2SS+3"."""

    code = forms.CharField(label=_("编号"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类型"), choices=KINDS)
    parent = forms.CharField(label=_("所属阶段"), max_length=20, required=False)
    days = forms.IntegerField(label=_("工期（工作日）"), min_value=0, max_value=2500, required=False)
    after = forms.CharField(label=_("前置"), max_length=500, required=False)
    not_before = forms.DateField(label=_("不早于"), widget=Date(), required=False)
    department = DepartmentCell(label=_("承担部门"), required=False)
    person = PersonCell(label=_("责任人"), required=False)
    weight = forms.IntegerField(label=_("权重"), min_value=0, max_value=10_000, required=False)
    deliverable = forms.CharField(label=_("交付物"), max_length=300, required=False)


class CriterionRow(Form):
    """A criterion, the standard it is held to, what proves it, who judges it."""

    code = forms.CharField(label=_("编号"), max_length=20)
    text = forms.CharField(label=_("验收标准"), max_length=300)
    standard = forms.CharField(label=_("要求"), max_length=300, required=False)
    evidence = forms.CharField(label=_("证据"), max_length=300, required=False)
    departments = DepartmentsCell(label=_("验收部门"))


class ResponsibilityRow(Form):
    """A department's part in an area of work."""

    area = forms.CharField(label=_("工作"), max_length=120)
    department = DepartmentCell(label=_("部门"))
    role = forms.ChoiceField(label=_("职责类型"), choices=ROLES)


class PlanForm(ActionForm):
    """制定计划. What is left wrong is shown and keeps it from being submitted, not from being saved."""

    start = forms.DateField(label=_("开始日期"), widget=Date(), required=False)
    tasks = RowsField(TaskRow, label=_("任务和里程碑"), required=False)
    budget = RowsField(BudgetRow, label=_("预算"), required=False)
    criteria = RowsField(CriterionRow, label=_("验收标准"), required=False)
    responsibilities = RowsField(ResponsibilityRow, label=_("职责分工（RACI）"), required=False)
    plan = forms.JSONField(required=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """`plan` becomes the plan meant: the value given (an import, a program), else that of the tables."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data.get("plan"):
            try:
                return {"plan": Plan.from_json(data["plan"])}
            except (KeyError, TypeError, ValueError, ArithmeticError) as wrong:
                raise ValidationError(_("这不是一份项目计划。")) from wrong
        if data.get("start") is None:
            self.add_error("start", _now("请填写这一项。"))
            return data
        rows = data["tasks"]
        codes = {row["code"] for row in rows}
        links: list[Dependency] = []
        for row in rows:
            try:
                links += read_links(row["after"], row["code"], codes)
            except ValueError as wrong:
                self.add_error("tasks", f"{row['code']}：{wrong}")
        return data if self.errors else {"plan": _plan(data, links)}

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """The plan as written so far; before that, what the application says of dates, money and milestones."""
        draft = PlanDraft.objects.filter(matter=scene.matter).first()
        return rows_of(draft.plan if draft is not None else applied_for(scene.details))


def _plan(data: dict[str, Any], links: Iterable[Dependency]) -> Plan:
    rows = data["tasks"]
    return Plan(
        start=data["start"],
        tasks=tuple(
            Task(
                code=row["code"],
                name=row["name"],
                parent=row["parent"],
                kind=row["kind"],
                days=row["days"] or 0,
                not_before=row["not_before"],
                department=_id(row["department"]),
                person=_id(row["person"]),
                weight=row["weight"] or 0,
                deliverable=row["deliverable"],
            )
            for row in rows
        ),
        dependencies=tuple(links),
        budget=tuple(BudgetLine(row["subject"], row["amount"], row["source"]) for row in data["budget"]),
        criteria=tuple(
            Criterion(**{**row, "departments": tuple(one.pk for one in row["departments"])})
            for row in data["criteria"]
        ),
        responsibilities=tuple(
            Responsibility(row["department"].pk, row["area"], row["role"]) for row in data["responsibilities"]
        ),
    )


def _id(row: Any) -> int | None:
    return row.pk if row is not None else None


def applied_for(details: Any) -> Plan:
    """The first plan of all: milestones and money as applied for."""
    return Plan(
        start=details.starts_on,
        tasks=tuple(
            Task(f"M{n}", row["name"], kind="milestone", not_before=date.fromisoformat(str(row["due"])))
            for n, row in enumerate(details.milestones, start=1)
        ),
        budget=tuple(
            BudgetLine(row["subject"], Decimal(str(row["amount"])), row.get("source", ""))
            for row in details.budget_lines
        ),
    )


def rows_of(plan: Plan) -> dict[str, Any]:
    """A plan as the tables of the form show it."""
    links: dict[str, list[Dependency]] = {}
    for one in plan.dependencies:
        links.setdefault(one.after, []).append(one)
    tasks = [
        {
            **vars(task),
            "after": write_links(links.get(task.code, [])),
            "department": _department(task.department),
            "person": organisation.person_by_id(task.person) if task.person else None,
        }
        for task in plan.tasks
    ]
    return {
        "start": plan.start,
        "tasks": tasks,
        "budget": [vars(line) for line in plan.budget],
        "criteria": [{**vars(one), "departments": _departments(one.departments)} for one in plan.criteria],
        "responsibilities": [
            {**vars(one), "department": _department(one.department)} for one in plan.responsibilities
        ],
    }


def _department(pk: int | None) -> Any:
    return organisation.department_by_id(pk) if pk else None


def _departments(ids: Iterable[int]) -> list[Any]:
    return [one for one in map(_department, ids) if one is not None]
