"""Lists of matters with filters in the address, saved views, Excel, and acts on many at once."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts import audit
from xieli.accounts.http import EmployeeRequest
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.composed import composed
from xieli.core.ids import uuids
from xieli.core.marks import labelled
from xieli.desk import export, lists
from xieli.desk.filters import Filters
from xieli.desk.forms import ListFilter
from xieli.desk.navigation import title_of_list
from xieli.desk.rows import Row, matter_rows
from xieli.documents import pdf
from xieli.matters import official, registry
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, SavedView
from xieli.matters.procedure import Procedure
from xieli.matters.scene import Scene
from xieli.matters.web import reading
from xieli.matters.web.documents import answer

MOST_TO_PRINT = 100
NOT_A_VIEW = ("after", "xlsx", "hide")
BULK: dict[str, Callable[[], str]] = {
    "follow": lambda: _("关注"),
    "unfollow": lambda: _("取消关注"),
    "claim": lambda: _("认领"),
    "urge": lambda: _("催办"),
    "print": lambda: _("打印表单"),
}


@employee
@require_GET
def of_all(request: EmployeeRequest) -> HttpResponse:
    """All matters one may see."""
    return _list(request, None)


@employee
@require_GET
def of_procedure(request: EmployeeRequest, procedure: str) -> HttpResponse:
    """The matters of one procedure."""
    try:
        return _list(request, registry.get(procedure))
    except KeyError:
        raise Http404 from None


def _list(request: EmployeeRequest, procedure: Procedure | None) -> HttpResponse:
    place = f"list {procedure.key if procedure else ''}"
    form = Filters(request.GET, place, ListFilter.base_fields, lambda data: ListFilter(data, procedure))
    chosen = form.chosen
    sort = request.GET.get("sort", "due")
    sort = sort if sort in lists.SORTS else "due"
    rows = lists.narrowed(request.person, chosen, procedure.key if procedure else "")
    columns = export.columns(with_procedure=procedure is None)
    if "xlsx" in request.GET:
        hidden = request.GET.get("hide", "").split(",")
        shown = [one for one in columns if one[0] not in hidden]
        name = procedure.key if procedure else "matters"
        audit.note(
            audit.by(request), AuditAction.EXPORTED, title_of_list(procedure) if procedure else _("全部事项")
        )
        return export.workbook(every_row(rows, sort), shown, name)
    window = lists.window(rows, sort, request.GET.get("after", ""))
    page = procedure.key if procedure else "all"
    context = {
        "title": title_of_list(procedure) if procedure else _("全部事项"),
        "show_procedure": procedure is None,
        "form": form,
        "active": any(value for key, value in chosen.items() if not (key == "which" and value == "open")),
        "rows": matter_rows(window.matters, clock.now()),
        "after": window.after,
        "sort": sort,
        "columns": [(key, label) for key, label, _value in columns if key != "left"],
        "views": _OWN_VIEWS(page, request.person.pk),
        "shared": _shared(request, page),
        "page": page,
        "bulk": [(name, label()) for name, label in BULK.items()],
        "export_query": urlencode([*_query(request), ("xlsx", "1")]),
    }
    return html.render(request, "desk/list.html", context, fragment="list")


def every_row(rows: Any, sort: str) -> Iterator[Row]:
    """All rows of a list, read in pages of a thousand, up to what a sheet can reasonably hold."""
    after, read = "", 0
    while read < export.MOST:
        window = lists.window(rows, sort, after, 1000)
        yield from matter_rows(window.matters, clock.now())
        read, after = read + len(window.matters), window.after
        if not after:
            return


def _query(request: EmployeeRequest) -> list[tuple[str, str]]:
    """What of the address makes a view: filters and sorting, without the page."""
    return [(key, str(value)) for key, value in request.GET.items() if key not in NOT_A_VIEW and value]


def _shared(request: EmployeeRequest, page: str) -> Any:
    """Views colleagues share with the department."""
    department = request.person.department_id
    return _SHARED_VIEWS(page, request.person.pk, department) if department else []


_OWN_VIEWS = composed(
    lambda page, person: SavedView.objects.filter(page=page, person=person).order_by("name")[:20]
)
_SHARED_VIEWS = composed(
    lambda page, person, department: (
        SavedView.objects.filter(page=page, department=department)
        .exclude(person=person)
        .select_related("person")
        .order_by("name")[:20]
    )
)


@employee
@require_POST
def save_view(request: EmployeeRequest) -> HttpResponse:
    """Keep the present filters under a name, the same name again replaces them; with `uid`, call one's own otherwise
    and share it or no longer.
    """
    if found := uuids([request.POST.get("uid", "")]):
        return _renamed(request, get_object_or_404(SavedView, uid=found[0], person=request.person))
    page, name = request.POST.get("page", "")[:40], request.POST.get("name", "").strip()[:60]
    query = request.POST.get("query", "").lstrip("?")[:2000]
    if name and page:
        department = request.person.department if request.POST.get("share") else None
        SavedView.objects.update_or_create(
            person=request.person, page=page, name=name, defaults={"query": query, "department": department}
        )
        messages.success(request, _("已保存视图：%(name)s") % {"name": name})
    return html.redirect(request, f"{_address(page)}?{query}")


def _renamed(request: EmployeeRequest, view: SavedView) -> HttpResponse:
    view.name = request.POST.get("name", "").strip()[:60] or view.name
    view.department = request.person.department if request.POST.get("share") else None
    others = SavedView.objects.filter(person=request.person, page=view.page, name=view.name).exclude(
        pk=view.pk
    )
    if others.exists():
        messages.error(request, _("您已有名为“%(name)s”的视图，请换一个名称。") % {"name": view.name})
    else:
        view.save(update_fields=["name", "department"])
        messages.success(request, _("已保存视图：%(name)s") % {"name": view.name})
    return html.redirect(request, f"{_address(view.page)}?{view.query}")


@employee
@require_POST
def delete_view(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView, uid=uid, person=request.person)
    view.delete()
    messages.success(request, _("已删除视图：%(name)s") % {"name": view.name})
    return html.redirect(request, _address(view.page))


def _address(page: str) -> str:
    known = {one.key for one in registry.all_procedures()}
    return f"/matters/{page}/" if page in known else "/matters/"


@employee
@require_POST
def bulk(request: EmployeeRequest) -> HttpResponse:
    """One of the light acts on every ticked matter; what can't be done is said, the rest is done."""
    name = request.POST.get("act", "")
    if name not in BULK:
        raise Http404
    ticked = Matter.objects.visible_to(request.person).filter(
        uid__in=uuids(request.POST.getlist("uid")[:200])
    )
    if name == "print":
        return _print(request, ticked)
    done, refused = 0, []
    for matter in ticked:
        try:
            perform(matter, name, Actor.of(request.person), {})
            done += 1
        except ActionError as error:
            refused.append(labelled(matter.reference, error.message))
    if done:
        messages.success(request, _("%(act)s：%(n)s 件") % {"act": BULK[name](), "n": done})
    for sentence in refused[:5]:
        messages.error(request, sentence)
    return _back(request)


def _back(request: EmployeeRequest) -> HttpResponse:
    target = request.POST.get("next", "/matters/")
    return html.redirect(request, target if target.startswith("/matters/") else "/matters/")


def _print(request: EmployeeRequest, ticked: Any) -> HttpResponse:
    """批量打印: the first official form of every ticked matter, as one PDF."""
    pages, now = [], clock.now()
    for matter in ticked.filter(head_seq__gt=0).order_by("number", "pk")[:MOST_TO_PRINT]:
        form = next(iter(registry.get(matter.procedure).documents), None)
        if form is not None:
            reading.log(matter, request.person, now)
            pages.append(official.printed(Scene.load(matter, now), form, request.person, "pdf"))
    if not pages:
        messages.error(request, _("所选事项没有可以打印的表单。"))
        return _back(request)
    return answer(request, pdf.merged(pages), _("表单合并打印"), "pdf")
