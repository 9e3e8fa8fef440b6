"""Rows of the table of matters, written by Python: fifty of them are a list's whole cost (docs/decisions/0090)."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xieli.core.html import escaped as _text
from xieli.core.templatetags.xieli import deadline, light, thin_ribbon, when
from xieli.desk.rows import Row
from xieli.desk.templatetags.work import urgent

register = template.Library()


@register.simple_tag
def table_rows(rows: Iterable[Row], with_procedure: bool) -> SafeString:
    """The `<tr>` of each row, in the columns that `desk/list.html` heads."""
    labels = {
        "choose": _("选择 %(reference)s"),
        "procedure": _("流程"),
        "state": _("状态"),
        "lead": _("主办部门"),
        "holder": _("在谁手里"),
        "opened": _("发起时间"),
    }
    drawn = "".join([_row(row, labels, with_procedure) for row in rows])
    return mark_safe(drawn)  # noqa: S308 — each value is escaped


def _row(row: Row, labels: dict[str, str], with_procedure: bool) -> str:
    matter, due = row.matter, row.due
    said = light(due.level, due.text) if due.level != "none" else ""
    if due.level != "none":
        said += f'<br><span class="faint small num">{_text(due.name)} {deadline(due.at)}</span>'
    choose = _text(labels["choose"] % {"reference": matter.reference})
    return "".join(
        (
            f'<tr data-row><td><input type="checkbox" name="uid" value="{matter.uid}" aria-label="{choose}"></td>',
            f'<td data-col="number" class="num nowrap left">{_text(matter.number or "")}</td>',
            f'<td data-col="title">{_title(row)}</td>',
            _cell("procedure", labels, row.procedure.name) if with_procedure else "",
            _cell("state", labels, row.step, ' class="nowrap"'),
            _cell("lead", labels, row.lead),
            _cell("holder", labels, row.holder),
            f'<td data-col="due">{said}</td>',
            _cell("opened", labels, when(matter.opened_at), ' class="num nowrap left"'),
            "</tr>",
        )
    )


def _title(row: Row) -> str:
    matter = row.matter
    name = _text(matter.title or matter.reference)
    link = f'<a href="{matter.get_absolute_url()}" data-row-link>{name}</a>'
    return f"{link}{urgent(matter)}{thin_ribbon(row.segments, 'under')}"


def _cell(column: str, labels: dict[str, str], value: Any, attributes: str = "") -> str:
    return f'<td data-col="{column}" data-label="{_text(labels[column])}"{attributes}>{_text(value)}</td>'
