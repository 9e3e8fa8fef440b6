"""The plan as a form: tables of lines, money, criteria and responsibilities; or the whole plan as a value."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.core.marks import labelled
from xieli.core.rows import RowsField
from xieli.matters.forms import ActionForm
from xieli.organisation import queries as organisation
from xieli.organisation.cells import DepartmentCell, DepartmentsCell, PersonCell

from ..exchange.links import read_links, write_links
from ..models import PlanDraft
from ..parts import Part, codes_outside, part_of, put_back, taken
from ..plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task
from ..problems import MOST_TASKS
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
    """制定计划. What is left wrong is shown and keeps it from being submitted, not from being saved.

    Of a plan with hundreds of lines a browser is shown one `part`; the others stay as they were.
    """

    addressed = ("part",)

    start = forms.DateField(label=_("开始日期"), widget=Date(), required=False)
    tasks = RowsField(TaskRow, label=_("任务和里程碑"), required=False, most=MOST_TASKS)
    budget = RowsField(BudgetRow, label=_("预算"), required=False)
    criteria = RowsField(CriterionRow, label=_("验收标准"), required=False)
    responsibilities = RowsField(ResponsibilityRow, label=_("职责分工（RACI）"), required=False)
    plan = forms.JSONField(required=False, widget=forms.HiddenInput())
    part = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.shown is not None:
            self.fields["tasks"].help_text = self._turning(self.shown)

    @cached_property
    def _draft(self) -> Plan | None:
        found = PlanDraft.objects.filter(matter=self.scene.matter.pk).first() if self.scene else None
        return found.plan if found is not None else None

    @cached_property
    def shown(self) -> Part | None:
        """Which lines are written here: None for all."""
        said = str((self.data.get("part") if self.is_bound else self.initial.get("part", "1")) or "")
        return part_of(self._draft, int(said)) if said.isdecimal() and len(said) < 6 else None

    @property
    def kept_as(self) -> str:
        """Words typed into one part are not offered to another."""
        return f"-{self.shown.number}" if self.shown is not None else ""

    def _turning(self, part: Part) -> Any:
        """Which lines these are, and the way to those before and after."""
        assert self.scene is not None
        said = _("第 %(first)d–%(last)d 行，第 %(number)d / %(count)d 部分，先保存再换到别的部分。") % vars(
            part
        )
        act = "write_change" if self.scene.matter.procedure == "plan_change" else "write_plan"
        address = f"{self.scene.matter.get_absolute_url()}act/{act}/"
        ways = [
            (number, label)
            for number, label in ((part.number - 1, _("上一部分")), (part.number + 1, _("下一部分")))
            if 1 <= number <= part.count
        ]
        links = format_html_join(
            " ", '<a class="link" href="{}?part={}">{}</a>', ((address, *one) for one in ways)
        )
        return format_html("{} {}", said, links)

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
            self.add_error("start", gettext("请填写这一项。"))
            return data
        links = self._links(data["tasks"])
        return data if self.errors else {"plan": self._whole(_plan(data, links))}

    def _links(self, rows: Iterable[dict[str, Any]]) -> list[Dependency]:
        codes = {row["code"] for row in rows}
        if self._draft is not None and self.shown is not None:
            codes |= codes_outside(self._draft, self.shown)
        found: list[Dependency] = []
        for row in rows:
            try:
                found += read_links(row["after"], row["code"], codes)
            except ValueError as wrong:
                self.add_error("tasks", labelled(row["code"], wrong))
        return found

    def _whole(self, written: Plan) -> Plan:
        if self._draft is None or self.shown is None:
            return written
        return put_back(self._draft, self.shown, written)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """The plan as written so far; before that, what the application says of dates, money and milestones."""
        plan = self._draft or applied_for(scene.details)
        if self.shown is None:
            return rows_of(plan)
        return {**rows_of(taken(plan, self.shown)), "part": self.shown.number}


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
