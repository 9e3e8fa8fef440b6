"""Following one case by its link, and what its customer may do there (4.3.c)."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.policy import customer_token
from xieli.core import html
from xieli.matters.errors import ActionError
from xieli.portal import access, commands
from xieli.portal.access import Visit
from xieli.portal.following import file_of, followed
from xieli.portal.forms import Portal, RatingForm, WordsForm
from xieli.portal.views.frame import new_key, render

# Acts that need words, and under which name the engine's form takes them.
WORDS = {"comment": "text", "replied": "text", "not_helped": "reason", "give_up": "reason", "reopen": "text"}


@customer_token
@require_GET
def case(request: HttpRequest, token: str) -> HttpResponse:
    """The case by the customer's own link."""
    return _page(request, access.visit(request, token))


@customer_token
@require_GET
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The case by a link that invites a contact to look on and write."""
    return _page(request, access.visit(request, token, guest=True))


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    words: Portal | None = None,
    rating: RatingForm | None = None,
    acted: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": followed(visit),
        "visit": visit,
        "words": words or WordsForm(initial={"key": new_key()}),
        "rating": rating or RatingForm(initial={"key": new_key()}),
        "acted": acted,
        "error": error,
        "new": "new" in request.GET,
    }
    return render(request, "case", context, status=status, fragment="page")


@customer_token
@require_POST
def act(request: HttpRequest, token: str, action: str) -> HttpResponse:
    """One of the customer's acts with words and pictures; 404 for what the portal doesn't offer."""
    return _act(request, access.visit(request, token), action)


@customer_token
@require_POST
def guest_comment(request: HttpRequest, token: str) -> HttpResponse:
    """A guest may write, and nothing else."""
    return _act(request, access.visit(request, token, guest=True), "comment")


def _act(request: HttpRequest, visit: Visit, action: str) -> HttpResponse:
    if action not in WORDS and action != "urge":
        raise Http404
    access.limit(request, "act_token", visit.token)
    form = WordsForm(request.POST, request.FILES)
    if action == "urge":
        form.fields["text"].required = False
    if not form.is_valid():
        return _page(request, visit, words=form, acted=action, status=422)
    data = {WORDS[action]: form.cleaned_data["text"]} if action in WORDS else {}
    try:
        commands.act(visit, action, data, form.cleaned_data["photos"], key=form.cleaned_data["key"])
    except ActionError as error:
        return _page(request, visit, words=form, acted=action, error=str(error), status=error.status)
    return html.redirect(request, visit.path)


@customer_token
@require_POST
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Rate: the satisfied confirm the case by it, the dissatisfied send it back with their reason."""
    visit = access.visit(request, token)
    access.limit(request, "act_token", token)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, rating=form, acted="rate", status=422)
    data = form.cleaned_data
    try:
        commands.rate(visit, data["overall"], form.sides(), data["text"], key=data["key"])
    except ActionError as error:
        return _page(request, visit, rating=form, acted="rate", error=str(error), status=error.status)
    return html.redirect(request, visit.path)


@customer_token
@require_POST
def complain(request: HttpRequest, token: str) -> HttpResponse:
    """A complaint about the handling becomes a case of its own, followed by a link of its own."""
    visit = access.visit(request, token)
    access.limit(request, "report")
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, words=form, acted="complain", status=422)
    try:
        _matter, secret = commands.complain(visit, form.cleaned_data["text"], key=form.cleaned_data["key"])
    except ActionError as error:
        return _page(request, visit, words=form, acted="complain", error=str(error), status=error.status)
    return html.redirect(request, f"/p/t/{secret}?new=1")


@customer_token
@require_GET
def file(request: HttpRequest, token: str, uid: UUID) -> FileResponse:
    """A file of the case that the customer sent or was meant to get; pictures show, all else is downloaded."""
    found = file_of(access.visit(request, token).matter, uid)
    place = Path(settings.MEDIA_ROOT) / found.path if found else None
    if found is None or place is None or not place.exists():
        raise Http404(_("没有这个文件。"))
    picture = found.media_type in ("image/jpeg", "image/png", "image/webp")
    response = FileResponse(
        place.open("rb"),
        as_attachment=not picture,
        filename=found.name,
        content_type=found.media_type if picture else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
