"""Every component on one page, for developers: what exists, how it looks in light and dark."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse

from xieli.accounts.http import Request
from xieli.accounts.policy import public
from xieli.core import clock, html
from xieli.core.forms import Choose, Date, Form


class Sample(Form):
    """One field of each sort."""

    title = forms.CharField(label="标题", max_length=60, help_text="一句话说清是什么事")
    department = forms.ChoiceField(
        label="主办部门", widget=Choose, choices=[("", "请选择"), ("a", "运维检修中心"), ("b", "平台研发部")]
    )
    due = forms.DateField(label="期望日期", widget=Date, required=False)
    kind = forms.ChoiceField(label="密级", widget=forms.RadioSelect, choices=[("c", "公开"), ("i", "内部")])
    note = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="信息完整、无误", required=False)


@public
def styleguide(request: Request) -> HttpResponse:
    """Only in the demonstration and while developing."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    now = clock.now()
    wrong = Sample({"title": "长" * 70})
    wrong.is_valid()
    context: dict[str, Any] = {
        "segments": _segments(),
        "steps": [
            {"label": "受理", "note": "09:02", "state": "done"},
            {"label": "派单", "note": "09:16", "state": "done"},
            {"label": "处理中", "note": "今天 11:20 到期", "state": "now"},
            {"label": "结果审核", "state": "todo"},
            {"label": "办结", "state": "todo"},
        ],
        "tabs": [
            {"label": "待办", "url": "#", "count": 7, "current": True},
            {"label": "待阅", "url": "#", "count": 3},
            {"label": "已办", "url": "#", "count": None},
        ],
        "soon": now + timedelta(minutes=80),
        "past": now - timedelta(days=1, minutes=6),
        "form": Sample(),
        "wrong": wrong,
        "columns": [("number", "文号"), ("title", "标题"), ("due", "期限")],
        "phrases": ["同意", "情况属实", "请补充材料"],
    }
    return html.render(request, "desk/styleguide.html", context)


def _segments() -> list[SimpleNamespace]:
    rows = [
        ("ok", 6, "客服 14分", "客户服务中心"),
        ("red", 22, "财务部 3时10分 · 超 1时10分", "财务部"),
        ("ok", 5, "客服", "客户服务中心"),
        ("pause", 17, "等客户提供截图 2时", "暂停"),
        ("ok", 22, "平台研发部 2时40分", "平台研发部"),
        ("amber", 28, "运维检修中心 1时36分…", "运维检修中心"),
    ]
    now = clock.now()
    return [
        SimpleNamespace(
            kind=kind,
            share=share,
            label=label,
            title=label,
            holder=holder,
            url="#",
            since=now,
            until=now,
            person="",
            step="",
            span="",
            state="",
        )
        for kind, share, label, holder in rows
    ]
