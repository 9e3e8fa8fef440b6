"""The page of a matter, its panels and acts."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.composed import composed
from xieli.core.requests import number
from xieli.core.snapshot import one_moment
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import Available, attachments, perform
from xieli.matters.commands.idempotency import was_carried_out
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Attachment, Matter, Phrase
from xieli.matters.policy import MatterQuerySet, tokens
from xieli.matters.queries import hanging
from xieli.organisation.models import Person

from . import acting, names, reading
from .page import Page


def matter_for(person: Person, uid: UUID) -> Matter:
    """The matter, or 404 for strangers exactly as for one that doesn't exist."""
    return _found(_KNOWN.first(tokens(person), uid))


def shown_to(person: Person, uid: UUID) -> Matter:
    """The same for its page: with what hangs on it."""
    return _found(_SHOWN.first(tokens(person), uid, person.pk))


def page_of(person: Person, uid: UUID, find: Callable[[Person, UUID], Matter] = matter_for) -> Page:
    """What the page of a matter is made of, all of it read as of one moment; 404 as `find` says."""
    with one_moment():
        return Page(find(person, uid), person)


def _found(matter: Matter | None) -> Matter:
    if matter is None:
        raise Http404
    matter.initiator = names.person(matter.initiator_id)
    return matter


def _known(presented: Any, uid: Any) -> MatterQuerySet:
    rows = Matter.objects.opened_by(presented).defer("words").select_related("customer", "goal")
    return rows.filter(uid=uid)


_KNOWN = composed(_known)
_SHOWN = composed(lambda presented, uid, person: hanging.noted(_known(presented, uid), person))


@employee
@require_GET
def page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The matter's page; for a live refresh its middle part alone. Drafts open in their form."""
    shown = page_of(request.person, uid, shown_to)
    matter = shown.matter
    if matter.head_seq == 0:
        return html.redirect(request, f"/new/{matter.procedure}/?draft={matter.uid}")
    shown.everything = "all" in request.GET
    reading.opened(matter, request.person, shown.all_items, shown.follow, shown.now)
    return html.render(request, "matters/page.html", {"page": shown, "matter": matter}, fragment="live")


@employee
@require_GET
def actions(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The bar of buttons alone, for a live refresh."""
    shown = page_of(request.person, uid)
    return html.render(request, "matters/actions.html", {"page": shown, "matter": shown.matter})


@employee
@require_http_methods(["GET", "POST"])
def act(request: EmployeeRequest, uid: UUID, name: str) -> HttpResponse:
    """GET: the panel of an act with its form. POST: carry it out."""
    item = number(request.POST.get("item") or request.GET.get("item"))
    if request.method == "POST":
        return _perform(request, matter_for(request.person, uid), name, item)
    shown = page_of(request.person, uid)
    found = acting.find(shown, name, item)
    if found is None:
        return _panel(request, shown, None, None, 409, _("这一操作现在不适用：事项已经有了变化。"))
    if found.kind == "child":
        return html.redirect(
            request, f"/new/{shown.procedure.children[name].procedure}/?parent={uid}&as={name}"
        )
    form = acting.form_for(shown, found, address=request.GET)
    waiting = attachments.waiting_with(shown.matter, name, request.person) if form.with_files else ()
    return _panel(request, shown, found, form, 200, files=waiting)


def _perform(request: EmployeeRequest, matter: Matter, name: str, item: int | None) -> HttpResponse:
    """Errors come back in the panel with what was typed: 422 to be corrected, 409 with the fresh state."""
    rev, key = number(request.POST.get("rev")), request.POST.get("key") or None
    data = request.POST.copy()
    try:
        kept = attachments.brought(request.FILES.getlist("files"), key or acting.new_key(), request.person)
        data.setlist("attachments", [*data.getlist("attachments"), *kept])
        event = perform(matter.pk, name, Actor.of(request.person), data, item=item, rev=rev, key=key)
    except ActionError as error:
        shown = page_of(request.person, matter.uid)
        found = acting.find(shown, name, item)
        form = acting.form_for(shown, found, request.POST) if found else None
        files = attachments.free(data.getlist("attachments"), request.person)
        if isinstance(error, Invalid):
            wrong = " ".join(error.errors.get("file", ()))
            return _panel(request, shown, found, error.form or form, 422, wrong, files)
        return _panel(request, shown, found, form, error.status, error.message, files)
    # What was taken out again does not come back with the panel.
    if request.content_type == "multipart/form-data":
        attachments.keep_with(matter, name, request.person, ())
    label = names.action_label(registry.get(matter.procedure), name, event.facts.get("asked", ""))
    messages.success(request, _("已办理：%(action)s") % {"action": label})
    return html.redirect(request, _next(request, matter))


@employee
@require_GET
def sent(request: EmployeeRequest) -> JsonResponse:
    """Whether what this person sent under a key was carried out: asked by a form whose answer never came."""
    return JsonResponse({"accepted": was_carried_out(request.GET.get("key", ""), Actor.of(request.person))})


def _panel(
    request: EmployeeRequest,
    shown: Page,
    found: Available | None,
    form: object,
    status: int,
    message: str = "",
    files: Iterable[Attachment] = (),
) -> HttpResponse:
    context = {
        "page": shown,
        "matter": shown.matter,
        "act": found,
        "form": form,
        "message": message,
        "kept": files,
        "key": request.POST.get("key") if status == 422 else acting.new_key(),
        "next": _next(request, shown.matter),
        "phrase_texts": phrases_of(request.person, form) if found else [],
        "wrote": acting.wrote(request.POST) if found is None else "",
    }
    return html.render(request, "matters/panel.html", context, status=status, fragment="panel")


def phrases_of(person: Person, form: object) -> list[str]:
    """常用语: the person's own sentences, before that what the form offers to everybody."""
    own = list(
        Phrase.objects.filter(person=person).order_by("order", "id").values_list("text", flat=True)[:8]
    )
    return own or [str(one) for one in getattr(form, "phrases", ())]


def _next(request: EmployeeRequest, matter: Matter) -> str:
    """Where to go after the act: back to the list it was done from, or the matter's page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if safe else matter.get_absolute_url()
