"""What the list of projects is narrowed by and sorted by, and the same as an Excel file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from xieli.core import sheets
from xieli.core.forms import Form, choices_with_blank
from xieli.goals.models import Goal
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.search.find import found

from ..models import Kind, Level
from ..standing import Standing

ORPHANS = "none"
STAGES = {
    "before": ("head_review", "returned", "formal_check", "defective", "assessing", "concluding", "deciding",
               "gm_deciding", "naming_leader", "naming_members", "establishing", "noticing"),
    "running": ("executing", "stopping", "suspended"),
}  # fmt: skip
LIGHTS = [("red", _("红灯")), ("amber", _("黄灯")), ("ok", _("正常"))]
STORED = {"number": "number", "level": "project__level", "budget": "project__budget", "opened": "opened_at"}
DERIVED: Mapping[str, Callable[[Standing], Any]] = {
    "progress": lambda stand: stand.progress.done,
    "finish": lambda stand: stand.now.finish,
    "behind": lambda stand: stand.progress.behind,
}


class Filters(Form):
    """What the list is narrowed by."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        widget=forms.TextInput({"type": "search", "placeholder": _("编号或名称")}),
    )
    stage = forms.ChoiceField(
        label=_("阶段"), required=False,
        choices=[("", _("全部阶段")), ("before", _("立项中")), ("running", _("执行期")), ("ended", _("已结束"))],
    )  # fmt: skip
    light = forms.ChoiceField(label=_("红黄灯"), required=False, choices=[("", _("全部红黄灯")), *LIGHTS])
    level = forms.ChoiceField(
        label=_("级别"), required=False, choices=choices_with_blank(Level, _("全部级别"))
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=choices_with_blank(Kind, _("全部类别")))
    department = forms.ChoiceField(label=_("部门"), required=False)
    goal = forms.ChoiceField(label=_("服务的目标"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(str(one.uid), one.name) for one in organisation.departments()]
        goals = [(str(one.uid), str(one)) for one in Goal.objects.all()]
        self.fields["department"].choices = [("", _("全部部门")), *departments]  # type: ignore[attr-defined]
        self.fields["goal"].choices = [  # type: ignore[attr-defined]
            ("", _("全部目标")), (ORPHANS, _("没有目标")), *goals,
        ]  # fmt: skip


def narrowed(rows: "QuerySet[Matter]", chosen: Mapping[str, Any]) -> "QuerySet[Matter]":
    """The projects that fit what the database can tell (all but the light)."""
    match chosen.get("stage"):
        case "ended":
            rows = rows.exclude(closed_at=None)
        case "before" | "running" as stage:
            rows = rows.filter(state__in=STAGES[stage])
    for name in ("level", "kind"):
        if chosen.get(name):
            rows = rows.filter(**{f"project__{name}": chosen[name]})
    if text := chosen.get("q", "").strip():
        rows = found(rows, text, ("number", "title"), vector="words")
    if uid := chosen.get("department"):
        rows = rows.filter(Q(lead_department__uid=uid) | Q(initiator_department__uid=uid))
    match chosen.get("goal"):
        case "none":
            rows = rows.filter(goal=None)
        case str() as uid if uid:
            rows = rows.filter(goal__uid=uid)
    return rows


def ordered(rows: "QuerySet[Matter]", sort: str) -> "QuerySet[Matter]":
    """By a stored column ("-" first: the other way round), else open ones first and the newest of them."""
    column = STORED.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-id")
    return rows.order_by(("-" if sort.startswith("-") else "") + column, "-id")


def needs_standing(chosen: Mapping[str, Any], sort: str) -> bool:
    """Whether how projects stand decides which are shown, or in which order."""
    return bool(chosen.get("light")) or sort.removeprefix("-") in DERIVED


def by_standing(
    rows: Sequence[Matter], stand: Mapping[int, Standing], chosen: Mapping[str, Any], sort: str
) -> list[Matter]:
    """The rows of one light, in the order of a derived figure; those without a plan in force come last."""
    kept = [
        row for row in rows
        if not chosen.get("light") or (row.pk in stand and stand[row.pk].light == chosen["light"])
    ]  # fmt: skip
    figure = DERIVED.get(sort.removeprefix("-"))
    if figure is None:
        return kept
    known = [row for row in kept if row.pk in stand]
    known.sort(key=lambda row: figure(stand[row.pk]), reverse=sort.startswith("-"))
    return [*known, *(row for row in kept if row.pk not in stand)]


def workbook(rows: Sequence[Matter], stand: Mapping[int, Standing]) -> bytes:
    """The projects as an Excel file, a row for each."""
    heads = [
        _g("编号"), _g("项目"), _g("级别"), _g("类别"), _g("状态"), _g("主办部门"), _g("项目负责人"),
        _g("服务的目标"), _g("红黄灯"), _g("计划进度 %"), _g("实际进度 %"), _g("预算（元）"), _g("已支出（元）"),
        _g("计划完成"), _g("预计完成"),
    ]  # fmt: skip
    return sheets.write(_g("项目"), heads, [_line(row, stand.get(row.pk)) for row in rows])


def _line(row: Matter, stand: Standing | None) -> list[object]:
    details = row.project
    state = registry.get("project").states[row.state].label
    department = row.lead_department or row.initiator_department
    told: list[object] = [
        row.number or "", row.title, details.get_level_display(), details.get_kind_display(), str(state),
        department.name if department else "", details.leader.name if details.leader else "",
        str(row.goal) if row.goal else "",
    ]  # fmt: skip
    if stand is None:
        return [*told, "", "", "", details.budget, "", details.ends_on or "", ""]
    lights = {name: str(label) for name, label in LIGHTS}
    return [
        *told, lights.get(stand.light, ""), round(stand.progress.planned), int(stand.progress.shown),
        stand.baseline.budget, stand.cost.spent, stand.planned.finish, stand.now.finish,
    ]  # fmt: skip
