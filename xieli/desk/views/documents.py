"""文书: every issued document of the matters one may see, searched, exported, and printed many at once."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts import audit
from xieli.accounts.http import EmployeeRequest
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import employee
from xieli.core import clock, html, sheets
from xieli.core.composed import instances
from xieli.core.forms import Form
from xieli.core.ids import uuids
from xieli.core.requests import number
from xieli.documents import archive, kinds, pdf
from xieli.documents.models import Document, Status
from xieli.matters.models import Matter
from xieli.matters.web import reading
from xieli.matters.web.documents import answer, disposition
from xieli.organisation.models import Person
from xieli.search.find import found

PER_PAGE = 50
FEW = 6
NAMED = ("id", "uid", "matter", "number", "title", "status")  # what a document is called by
MOST_TO_PRINT = 100
MOST_TO_EXPORT = 20_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DocumentFilter(Form):
    """What the list can be narrowed by."""

    q = forms.CharField(label=_("关键词"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("文书种类"), required=False)
    series = forms.CharField(label=_("字号"), required=False, max_length=20)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=2000, max_value=2999)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *Status.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, hint in (("q", _("文号、标题")), ("series", _("字号，如 绿充协")), ("year", _("年份"))):
            self.fields[name].widget.attrs["placeholder"] = hint
        issued = [(one.key, one.label) for one in kinds.all_kinds() if one.series]
        self.fields["kind"].choices = [("", _("全部种类")), *issued]  # type: ignore[attr-defined]


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """The list, newest first; `?xlsx=1`: as Excel."""
    form = DocumentFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(visible(request.person), chosen).order_by("-id")
    if "xlsx" in request.GET:
        audit.note(audit.by(request), AuditAction.EXPORTED, gettext("文书"))
        return _excel(rows)
    after = number(request.GET.get("after"))
    page = list((rows if after is None else rows.filter(pk__lt=after))[: PER_PAGE + 1])
    query = [(name, value) for name, value in request.GET.items() if name not in ("after", "xlsx") and value]
    context = {
        "form": form,
        "active": any(chosen.values()),
        "rows": _with_matters(page[:PER_PAGE]),
        "after": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "export_query": urlencode([*query, ("xlsx", "1")]),
    }
    return html.render(request, "desk/documents.html", context, fragment="list")


def visible(person: Person) -> "QuerySet[Document]":
    """The documents of the matters this person may see."""
    seen = Matter.objects.visible_to(person).values("pk")
    return Document.objects.filter(matter__in=seen).select_related("issued_by", "imprint__seal")


def narrowed(rows: "QuerySet[Document]", chosen: dict[str, Any]) -> "QuerySet[Document]":
    """Rows by the filters of the list."""
    if chosen.get("q"):
        rows = found(rows, chosen["q"], ("number", "title"))
    exact = {name: chosen[name] for name in ("kind", "series", "year", "status") if chosen.get(name)}
    return rows.filter(**exact)


def listed(person: Person, chosen: dict[str, Any]) -> list[tuple[Document, Matter]]:
    """The newest few of what fits, each with its matter."""
    plain = visible(person).select_related(None)  # who issued it and its seal don't show
    return _with_matters(instances(narrowed(plain, chosen).order_by("-id")[:FEW], NAMED))


def _with_matters(page: list[Document]) -> list[tuple[Document, Matter]]:
    matters = Matter.objects.in_bulk([one.matter for one in page])
    return [(one, matters[one.matter]) for one in page]


def _excel(rows: "QuerySet[Document]") -> HttpResponse:
    titles = (
        _("文号"),
        _("标题"),
        _("文书种类"),
        _("日期"),
        _("签发"),
        _("状态"),
        _("原因"),
        _("印章"),
        _("内容摘要"),
    )
    cells = (
        (
            one.number, one.title, one.label, clock.local(one.issued_at).replace(tzinfo=None),
            one.issued_by.name if one.issued_by else "", one.get_status_display(), one.reason,
            one.imprint.seal.name if hasattr(one, "imprint") else "", one.content_hash,
        )
        for one in rows[:MOST_TO_EXPORT].iterator(chunk_size=1000)
    )  # fmt: skip
    response = HttpResponse(sheets.write(_("文书"), titles, cells), content_type=EXCEL)
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M}"
    response.headers["Content-Disposition"] = disposition(f"documents-{stamp}.xlsx", inline=False)
    return response


@employee
@require_POST
def merge(request: EmployeeRequest) -> HttpResponse:
    """批量打印: the ticked documents as one PDF, in the order of their numbers."""
    wanted = uuids(request.POST.getlist("uid")[:MOST_TO_PRINT])
    found = list(visible(request.person).filter(uid__in=wanted).order_by("series", "year", "n"))
    if not found:
        messages.error(request, gettext("没有可以打印的文书，请先勾选。"))
        return html.redirect(request, "/documents/")
    for matter in Matter.objects.filter(pk__in={one.matter for one in found}):
        reading.log(matter, request.person, clock.now())
    return answer(
        request, pdf.merged([archive.final_pdf_of(one) for one in found]), gettext("文书合并打印"), "pdf"
    )
