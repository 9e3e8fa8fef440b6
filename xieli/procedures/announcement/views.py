"""What announcements have beside their pages: the board of what is in force, and who has read and confirmed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html, sheets
from xieli.core.forms import Form
from xieli.core.imports import download
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import may_start
from xieli.matters.models import Matter
from xieli.matters.official import moment_of
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from . import reading
from .addressing import PUBLISHED
from .models import AnnouncementDetails
from .permissions import overseen_departments, sees_all_readers

SHOWN = 100
PAST = ("expired", "ended", "superseded", "recalled")


class ReadersFilter(Form):
    """Which readers; stays in the address."""

    q = forms.CharField(label=gettext_lazy("姓名、拼音或工号"), max_length=40, required=False)
    which = forms.ChoiceField(
        label=gettext_lazy("阅读情况"), required=False,
        choices=[
            ("", gettext_lazy("已读和未读")), ("unread", gettext_lazy("未读")), ("missing", gettext_lazy("未确认")),
            ("done", gettext_lazy("已完成")), ("late", gettext_lazy("超过期限")),
        ],
    )  # fmt: skip
    department = forms.TypedChoiceField(
        label=gettext_lazy("部门"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, departments: Iterable[Department]) -> None:
        super().__init__(data)
        every = ("", _("全部部门"))
        self.fields["q"].widget.attrs["placeholder"] = self.fields["q"].label
        self.fields["department"].choices = [every, *((one.pk, one.name) for one in departments)]  # type: ignore[attr-defined]


@employee
@require_safe
def board(request: EmployeeRequest) -> HttpResponse:
    """公告栏: what is in force, what one still has to confirm first; `?which=past`: what was."""
    past = request.GET.get("which") == "past"
    rows = AnnouncementDetails.objects.filter(matter__in=Matter.objects.visible_to(request.person))
    rows = rows.filter(published_at__isnull=False, matter__state__in=PAST if past else (PUBLISHED,))
    found = list(rows.select_related("matter__initiator_department").order_by("-published_at")[:SHOWN])
    figures = reading.figures(found)
    own = reading.own_state((one.matter for one in found), request.person)
    procedure = registry.get("announcement")
    lines = [
        {
            "details": one,
            "matter": one.matter,
            "state": procedure.states[one.matter.state].label,
            "own": own.get(one.pk, ""),
            "figures": figures.get(one.pk),
        }
        for one in found
    ]
    lines.sort(key=lambda line: line["own"] != "confirm")
    context = {
        "lines": lines,
        "past": past,
        "may_announce": may_start(procedure, Actor.of(request.person)),
        "tabs": [
            {"label": _("生效中的公告"), "url": "?", "current": not past},
            {"label": _("以往公告"), "url": "?which=past", "current": past},
        ],
    }
    return html.render(request, "announcement/board.html", context)


@employee
@require_safe
def readers(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Who has read and confirmed, by name: for the announcing side all, for a head their own people; `?xlsx=1`."""
    details, departments = announcement_for(request.person, uid)
    must, now = details.must_confirm, clock.now()
    everybody = reading.readers_of(details, departments)
    tally = reading.by_department(everybody, must_confirm=must)
    form = ReadersFilter(request.GET, (one for one, _figures in tally if one is not None))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows: Any = reading.narrowed(everybody, chosen.get("which", ""), now, must_confirm=must)
    if chosen.get("department"):
        rows = rows.filter(of=chosen["department"])
    if chosen.get("q"):
        rows = rows.filter(person__in=organisation.find_people(chosen["q"]))
    if "xlsx" in request.GET:
        name = _("公告阅读情况 %(number)s") % {"number": details.matter.reference}
        lines = _lines(reading.listed(rows, must_confirm=must), now)
        return download(sheets.write(_("阅读情况"), _titles(), lines), f"{name}.xlsx")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    found = reading.listed(page.object_list, must_confirm=must)
    context = {
        "matter": details.matter,
        "details": details,
        "form": form,
        "page": page,
        "rows": [(one, one.late(now)) for one in found],
        "figures": reading.counted(everybody, must_confirm=must),
        "departments": tally,
        "partly": departments is not None,
        "narrowed": any(chosen.values()),
    }
    return html.render(request, "announcement/readers.html", context)


def announcement_for(person: Person, uid: UUID) -> tuple[AnnouncementDetails, list[int] | None]:
    """A published announcement and of which departments this person sees the readers (None: of all). Http404."""
    seen = Matter.objects.visible_to(person).filter(uid=uid, procedure="announcement")
    details = AnnouncementDetails.objects.select_related("matter").filter(matter=seen.first()).first()
    if details is None or details.published_at is None:
        raise Http404
    if sees_all_readers(details.matter, person):
        return details, None
    departments = overseen_departments(person)
    if not departments:
        raise Http404
    return details, departments


def _titles() -> list[Any]:
    return [_("部门"), _("员工"), _("发给时间"), _("阅读时间"), _("确认时间"), _("确认期限"), _("情况")]


def _lines(rows: list[reading.Reader], now: datetime) -> Iterator[list[str]]:
    for one in rows:
        yield [
            one.department.name if one.department else "", one.person.name, moment_of(one.asked_at),
            moment_of(one.read_at), moment_of(one.confirmed_at), moment_of(one.due_at), _said(one, now),
        ]  # fmt: skip


def _said(one: reading.Reader, now: datetime) -> str:
    if one.excused:
        return _("已离职")
    if one.done:
        return _("逾期完成") if one.late(now) else _("已完成")
    if one.late(now):
        return _("超过期限")
    return _("未确认") if one.must_confirm and one.read_at else _("未读")
