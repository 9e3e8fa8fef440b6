"""What the family keeps beside its matters, as tables for people to read: in the archive of a project (4.1.d)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.models import Matter

from .models import (
    AcceptanceItem,
    Assessment,
    Evidence,
    Expense,
    GroupDecision,
    Judgement,
    Member,
    PlanTask,
    Risk,
    WeeklyReport,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

Columns = Sequence[tuple[str, str]]  # what it is called, the field


def tables(project: Matter, visible: Sequence[Matter]) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """(name of the file, its rows with their head)."""
    of = {"project": project}
    department, person, at, round = (
        (_("部门"), "department"), (_("人员"), "person"), (_("时间"), "at"), (_("次数"), "round"),
    )  # fmt: skip
    criterion = (_("标准"), "criterion")
    yield (
        _("项目成员.csv"),
        _rows(
            Member.objects.filter(**of), (department, person, (_("分工"), "role"), (_("指定人"), "named_by"))
        ),
    )
    yield _("评估意见.csv"), _rows(
        Assessment.objects.filter(**of),
        (round, department, person, (_("结论"), "finding"), (_("必要性"), "necessity"), (_("意见"), "reasons"),
         (_("条件"), "conditions"), at),
    )  # fmt: skip
    yield _("任务执行.csv"), _rows(
        PlanTask.objects.filter(**of),
        ((_("编号"), "code"), (_("名称"), "name"), department, person, (_("权重"), "weight"),
         (_("立项时完成"), "original_end"), (_("计划开始"), "planned_start"), (_("计划完成"), "planned_end"),
         (_("期限"), "due_on"), (_("实际开始"), "actual_start"), (_("实际完成"), "actual_end"),
         (_("完成百分比"), "percent"), (_("事项"), "matter")),
    )  # fmt: skip
    yield _("风险.csv"), _rows(
        Risk.objects.filter(**of),
        ((_("风险"), "text"), (_("可能性"), "likelihood"), (_("影响"), "impact"), (_("对策"), "answer"),
         (_("跟踪人"), "owner"), (_("跟踪至"), "due"), (_("状态"), "state"), (_("说明"), "note"),
         (_("登记时间"), "opened_at")),
    )  # fmt: skip
    yield _("支出.csv"), _rows(
        Expense.objects.filter(**of),
        ((_("日期"), "on"), (_("科目"), "subject"), (_("金额（元）"), "amount"), (_("凭证号"), "voucher"),
         (_("登记人"), "recorded_by")),
    )  # fmt: skip
    yield (
        _("项目周报.csv"),
        _rows(WeeklyReport.objects.filter(**of), ((_("周"), "week"), (_("内容"), "text"), at)),
    )
    yield (
        _("领导小组决定.csv"),
        _rows(
            GroupDecision.objects.filter(group__project=project),
            (
                (_("事项"), "matter"),
                (_("内容"), "what"),
                (_("结论"), "outcome"),
                (_("决策登记"), "entry"),
                at,
            ),
        ),
    )
    yield (
        _("验收证明材料.csv"),
        _rows(
            Evidence.objects.filter(acceptance__in=visible), (round, criterion, (_("证明材料"), "text"), at)
        ),
    )
    yield _("验收评判.csv"), _rows(
        Judgement.objects.filter(acceptance__in=visible),
        (round, criterion, department, person, (_("结论"), "verdict"), (_("查验的证据"), "evidence"),
         (_("条件或问题"), "remark"), at),
    )  # fmt: skip
    yield (
        _("整改事项.csv"),
        _rows(
            AcceptanceItem.objects.filter(matter__in=visible),
            ((_("事项"), "matter"), round, (_("原因"), "reason"), criterion, department),
        ),
    )


def _rows(rows: "QuerySet[Any]", columns: Columns) -> Iterator[list[Any]]:
    yield [label for label, _name in columns]
    related = [name for _label, name in columns if rows.model._meta.get_field(name).is_relation]
    for row in rows.select_related(*related):
        yield [_cell(row, name) for _label, name in columns]


def _cell(row: Model, name: str) -> Any:
    """A value as people read it."""
    value = getattr(row, name)
    match value:
        case Model():
            return str(value)
        case datetime():
            return when(value)
        case list():
            return "；".join(str(one.get("condition", one)) for one in value)
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown()) if shown is not None and value else value


def when(moment: datetime) -> str:
    """A moment as the archive writes it, in local time."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"
