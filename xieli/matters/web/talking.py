"""What one does with a discussion: say something, put a sign under a comment, have read it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, perform
from xieli.matters.commands.reacting import heard, react
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Comment, Matter, Sign

from . import acting
from .views import matter_for, page_of


@employee
@require_POST
def comment(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Add to the discussion; people and departments named after @ are told."""
    matter = matter_for(request.person, uid)
    data, key = request.POST.copy(), request.POST.get("key") or None
    text = data.get("text", "")
    data.setlist("mentions", acting.mentioned(text))
    data.setlist("departments", acting.departments_named(text))
    try:
        kept = attachments.brought(request.FILES.getlist("files"), key or acting.new_key(), request.person)
        data.setlist("attachments", kept)
        perform(matter, "comment", Actor.of(request.person), data, key=key)
    except Invalid as error:
        if error.form is None:  # a file was refused: the words stay in the field
            return _refused(422, " ".join(error.errors.get("file", ())))
        context = {"page": page_of(request.person, uid), "matter": matter, "comment_form": error.form}
        return html.render(request, "matters/page.html", context, status=422, fragment="discussion")
    except ActionError as error:
        return _refused(error.status, error.message)
    return _fresh(request, matter)


@employee
@require_POST
def sign(request: EmployeeRequest, uid: UUID, comment: UUID) -> HttpResponse:
    """Put a sign under a comment, or take it away again."""
    matter = matter_for(request.person, uid)
    row = get_object_or_404(Comment, uid=comment, matter=matter, deleted_at=None)
    chosen = request.POST.get("sign", "")
    if chosen not in Sign.values or matter.sealed_at is not None:
        return HttpResponse(status=422)
    react(row, request.person, Sign(chosen))
    return _fresh(request, matter)


@employee
@require_POST
def take_back(request: EmployeeRequest, uid: UUID, comment: UUID) -> HttpResponse:
    """Take back one's own words while they are fresh."""
    matter = matter_for(request.person, uid)
    try:
        perform(matter, "take_back_comment", Actor.of(request.person), {"comment": str(comment)})
    except ActionError as error:
        return _refused(error.status, error.message)
    return _fresh(request, matter)


@employee
@require_POST
def mark_heard(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The discussion was before the reader's eyes."""
    heard(matter_for(request.person, uid), request.person, clock.now())
    return HttpResponse(status=204)


def _refused(status: int, message: str) -> HttpResponse:
    return html.toast(HttpResponse(status=status, headers={"HX-Reswap": "none"}), message, "red")


def _fresh(request: EmployeeRequest, matter: Matter) -> HttpResponse:
    """The discussion as it stands now."""
    if not html.wants_fragment(request):
        return html.redirect(request, f"{matter.get_absolute_url()}#discussion")
    shown = page_of(request.person, matter.uid)
    return html.render(request, "matters/page.html", {"page": shown, "matter": matter}, fragment="discussion")
