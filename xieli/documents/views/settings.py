"""文书样式: a system administrator makes the documents the company's own. Only specimens are shown, never a matter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts import audit
from xieli.accounts.http import AccountRequest
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import administrator
from xieli.core import clock, html, store
from xieli.documents import house, kinds, pdf, placeholders
from xieli.documents.forms import LetterheadForm, WordingForm
from xieli.documents.models import Letterhead, Wording
from xieli.documents.paper import Paper, Proof

SPECIMEN = "样张 · 未编号，不作为正式文书"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@administrator("system")
@require_http_methods(["GET", "POST"])
def index(request: AccountRequest) -> HttpResponse:
    """The letterhead with its versions, and every kind of document."""
    head = house.letterhead()
    form = LetterheadForm(
        request.POST or None, request.FILES or None,
        initial={"office": head.office, "code": head.code, "signer": head.signer},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        house.set_letterhead(form.cleaned_data, request.account.username, clock.now())
        audit.note(audit.by(request), AuditAction.CONFIGURED, "letterhead", form.cleaned_data["office"])
        messages.success(request, _("已保存，新签发的文书即用新样式。"))
        return html.redirect(request, reverse("documents:settings"))
    own = set(Wording.objects.filter(to_at=None).values_list("kind", flat=True))
    context = {
        "form": form,
        "letterhead": head,
        "kinds": [(kind, kind.key in own) for kind in kinds.all_kinds()],
        "versions": Letterhead.objects.order_by("-from_at")[:20],
    }
    return html.render(
        request, "documents/settings.html", context, status=422 if form.is_bound else 200, fragment="form"
    )


@administrator("system")
@require_http_methods(["GET", "POST"])
def wording(request: AccountRequest, key: str) -> HttpResponse:
    """One kind: its own title, opening, closing and Word template, its placeholders, its versions."""
    kind, now = _kind(key), house.wording(key)
    values = {name: getattr(now, name) for name in ("title", "opening", "closing")} if now else {}
    form = WordingForm(request.POST or None, request.FILES or None, kind=kind, initial=values)
    if form.is_bound and form.is_valid():
        file = request.FILES.get("word")
        house.set_wording(
            key, form.cleaned_data, (file.name or "") if file else "", request.account.username, clock.now()
        )
        audit.note(audit.by(request), AuditAction.CONFIGURED, key)
        messages.success(request, _("已保存，新签发的文书即用新样式。"))
        return html.redirect(request, reverse("documents:wording", args=[key]))
    words = placeholders.words_of(form.specimen)
    context = {
        "kind": kind,
        "form": form,
        "now": now,
        "values": [_marked(name) for name in words.values],
        "lists": [[_marked(name) for name in columns] for columns in words.names.values()],
        "versions": Wording.objects.filter(kind=key).order_by("-from_at")[:20],
    }
    return html.render(
        request, "documents/wording.html", context, status=422 if form.is_bound else 200, fragment="form"
    )


@administrator("system")
@require_POST
def standard(request: AccountRequest, key: str) -> HttpResponse:
    """Back to the standard, in one click."""
    _kind(key)
    house.back_to_standard(key, clock.now())
    audit.note(audit.by(request), AuditAction.CONFIGURED, key, "standard")
    messages.success(request, _("已恢复标准样式。"))
    return html.redirect(request, reverse("documents:wording", args=[key]))


@administrator("system")
@require_GET
def preview(request: AccountRequest, key: str, extension: str) -> HttpResponse:
    """The specimen as the company's documents look now; as "pdf" or "docx"."""
    kind = _kind(key)
    own = house.wording(key)
    paper = house.dressed(kind.specimen(), house.letterhead(), own)
    shown = Proof(note=SPECIMEN, logo=store.read(paper.logo) if paper.logo else b"")
    if extension == "pdf":
        return _file(pdf.render(paper, shown, clock.local(clock.now()).date()), "application/pdf", "inline")
    if extension != "docx":
        raise Http404
    return _file(_word(paper, shown, own), WORD, "attachment")


@administrator("system")
@require_GET
def template(request: AccountRequest, key: str) -> HttpResponse:
    """The company's Word template in force, to go on working on it."""
    own = house.wording(key)
    if own is None or not own.word:
        raise Http404
    return _file(store.read(own.word), WORD, "attachment")


def _word(paper: Paper, shown: Proof, own: Any) -> bytes:
    from xieli.documents import own_word, word  # when asked for

    return own_word.render(paper, own.word) if own is not None and own.word else word.render(paper, shown)


def _marked(name: str) -> str:
    """A name as it is written into a text."""
    return f"{{{{{name}}}}}"


def _kind(key: str) -> kinds.Kind:
    found = kinds.find(key)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, media_type: str, how: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    extension = "pdf" if media_type.endswith("pdf") else "docx"
    response.headers["Content-Disposition"] = f'{how}; filename="specimen.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
