"""The heads' channel as one list: threads with what was said last and what is new to the reader."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.matters.models import Comment, Heard, Matter
from xieli.matters.policy import in_circle
from xieli.matters.web import names
from xieli.organisation.models import Person
from xieli.search.find import found

PER_PAGE = 30


@dataclass(frozen=True)
class Thread:
    """A thread as the list shows it. `new`: how much others have said since the reader last looked."""

    matter: Matter
    words: int
    last: Comment | None
    last_by: str
    begun_by: str
    new: int


@employee
@require_GET
def channel(request: EmployeeRequest) -> HttpResponse:
    """Newest word first; `?q=` searches titles and what was said. Http404 for who heads no department."""
    if not in_circle("heads", request.person):
        raise Http404
    text = request.GET.get("q", "").strip()[:80]
    rows = Matter.objects.visible_to(request.person).filter(procedure="heads_thread", head_seq__gt=0)
    if text:
        said = found(Comment.objects.filter(deleted_at=None), text, ("text",)).values("matter")
        rows = rows.filter(
            Q(title__icontains=text) | Q(heads_thread__content__icontains=text) | Q(pk__in=said)
        )
    rows = rows.annotate(words_said=Count("comments"), last_at=Max("comments__at"))
    pager = Paginator(rows.order_by(F("last_at").desc(nulls_last=True), "-opened_at"), PER_PAGE)
    page = pager.get_page(request.GET.get("page"))
    context = {"page": page, "threads": _threads(list(page.object_list), request), "q": text}
    return html.render(request, "heads_channel/channel.html", context)


def others_said(person: Person, matters: list[int]) -> "QuerySet[Comment, tuple[int, datetime]]":
    """(matter, moment) of every word another has said."""
    said = Comment.objects.filter(matter__in=matters, deleted_at=None).exclude(author=person)
    return said.values_list("matter_id", "at")


def _threads(matters: list[Matter], request: EmployeeRequest) -> list[Thread]:
    """With the last word of each and what is new: three queries for all."""
    ids = [one.pk for one in matters]
    newest = Comment.objects.filter(matter__in=ids, deleted_at=None).order_by("matter_id", "-at")
    last = {one.matter_id: one for one in newest.distinct("matter_id")}
    heard = Heard.objects.filter(person=request.person, matter__in=ids)
    read = dict(heard.values_list("matter_id", "at"))
    new: Counter[int] = Counter()
    for matter, at in others_said(request.person, ids):
        new[matter] += matter not in read or at > read[matter]
    return [
        Thread(
            one,
            one.words_said,  # type: ignore[attr-defined]
            last.get(one.pk),
            names.person_name(last[one.pk].author_id) if one.pk in last else "",
            names.person_name(one.initiator_id),
            new[one.pk],
        )
        for one in matters
    ]
