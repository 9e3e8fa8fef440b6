"""工作台: what I must do, ranked by consequence; what I should read; what I began, follow, did and drafted."""

from typing import Any, cast

from django import forms
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest, Request
from xieli.accounts.policy import employee, signed_in
from xieli.core import clock, html
from xieli.core.forms import Form
from xieli.desk import counts
from xieli.desk import tabs as lists
from xieli.desk.filters import Filters
from xieli.desk.views import guide
from xieli.matters import registry
from xieli.matters.models import Follow
from xieli.matters.queries import inbox
from xieli.matters.web import names
from xieli.organisation import queries as organisation

TABS = ("todo", "to_read", "started", "followed", "done", "drafts")
SHOWN, MOST = 15, 300  # rows at once; more are asked for
LIGHTS = [
    ("", gettext_lazy("全部时限")),
    ("red", gettext_lazy("已超时")),
    ("amber", gettext_lazy("将到期")),
    ("ok", gettext_lazy("正常")),
]
SENDERS = [("", gettext_lazy("不论谁交来")), ("others", gettext_lazy("别的部门在等"))]


class DeskFilter(Form):
    """What the desk can be narrowed by; all of it stays in the address."""

    tab = forms.ChoiceField(choices=[(tab, tab) for tab in TABS], required=False, widget=forms.HiddenInput)
    procedure = forms.ChoiceField(label=gettext_lazy("流程"), required=False)
    light = forms.ChoiceField(label=gettext_lazy("时限"), required=False, choices=LIGHTS)
    sender = forms.ChoiceField(label=gettext_lazy("谁在等"), required=False, choices=SENDERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["procedure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部流程")), *((one.key, one.name) for one in registry.all_procedures())]


@signed_in
@require_GET
def home(request: Request) -> HttpResponse:
    """Where everybody begins: employees at their desk, administrators at the accounts."""
    if request.person is None:
        return html.redirect(request, reverse("accounts:administration"))
    return _desk(cast(EmployeeRequest, request))


def _desk(request: EmployeeRequest) -> HttpResponse:
    """The desk; for a live refresh its list alone."""
    form = Filters(request.GET, "desk", DeskFilter.base_fields, DeskFilter)
    chosen = form.chosen
    tab = chosen.get("tab") or "todo"
    own = organisation.departments_of(request.person)
    now, shown = clock.now(), _shown(request)
    part = lists.part(tab, request.person, chosen, shown, now)
    numbers = counts.of_tabs(request.person, part.owed)
    waiting = part.owed.waiting if part.owed else counts.of_waiting(request.person)
    context = {
        "tabs": tabs(tab, numbers),
        "tab": tab,
        "rows": part.rows,
        "more": part.more and shown < MOST,
        "cut": part.more and shown >= MOST,
        "next": min(shown + SHOWN, MOST),
        "form": form,
        "filtered": any(chosen.get(name) for name in ("procedure", "light", "sender")),
        "numbers": numbers,
        "soon": part.owed.soon if part.owed else 0,
        "waiting_note": " · ".join(f"{names.department_name(pk)} {number}" for pk, number in waiting[:2])
        or _("没有部门在等"),
        "late_kind": "red" if numbers["late"] else "",
        "waiting_total": sum(number for _pk, number in waiting),
        "greeting": greeting(clock.local(now).hour),
        "departments": own,
        "guide": guide.wanted(request),
        "most": MOST,
    }
    return html.render(request, "desk/home.html", context, fragment="list")


def _shown(request: EmployeeRequest) -> int:
    """How many rows: the first few, more when asked for. It stays in the address, so that a live refresh keeps it."""
    asked = request.GET.get("shown", "")
    return min(max(int(asked), SHOWN), MOST) if asked.isdecimal() and len(asked) < 6 else SHOWN


def tabs(current: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """The six views with their counts."""
    labels = {
        "todo": _("待办"),
        "to_read": _("待阅"),
        "started": _("我发起"),
        "followed": _("关注"),
        "done": _("已办"),
        "drafts": pgettext("many", "草稿"),
    }
    return [
        {
            "label": labels[tab],
            "url": f"?tab={tab}",
            "count": _capped(numbers[tab]) if tab in numbers else None,
            "current": tab == current,
        }
        for tab in TABS
    ]


def _capped(number: int) -> str:
    return "1,000+" if number >= inbox.COUNTED_TO else str(number)


def greeting(hour: int) -> str:
    """By the hour in China."""
    if hour < 6:
        return _("夜深了")
    if hour < 12:
        return _("上午好")
    return _("下午好") if hour < 18 else _("晚上好")


@employee
@require_GET
def badges(request: EmployeeRequest) -> JsonResponse:
    """The numbers beside the navigation."""
    response = JsonResponse(counts.badges(request.person))
    response["Cache-Control"] = "private, no-store"
    return response


@employee
@require_POST
def all_read(request: EmployeeRequest) -> HttpResponse:
    """Mark everything copied to me as read."""
    Follow.objects.filter(person=request.person, copied_by__isnull=False, read_at=None).update(
        read_at=clock.now()
    )
    return html.redirect(request, "/?tab=to_read")
