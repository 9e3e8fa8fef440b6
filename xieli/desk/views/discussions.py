"""讨论: what was said lately on the matters one takes part in or follows, what of it is new, and a search."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.forms import Form
from xieli.core.richtext import plain
from xieli.matters.models import Comment, Follow, Heard, Matter
from xieli.matters.web import names
from xieli.organisation.models import Person
from xieli.search.find import found

PER_PAGE = 50
LATELY = timedelta(days=90)


class DiscussionFilter(Form):
    """What the page can be narrowed by."""

    q = forms.CharField(label=_("关键词"), required=False, max_length=80)
    which = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[("", _("与我有关")), ("new", _("未读")), ("all", _("全部可见"))],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["q"].widget.attrs["placeholder"] = _("说过的话")


@dataclass(frozen=True)
class Row:
    """One comment in the list."""

    comment: Comment
    new: bool

    @property
    def words(self) -> str:
        """What was said, without its formatting."""
        return plain(self.comment.text)


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """The newest words first; a comment opens its matter at its place."""
    form = DiscussionFilter(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(request.person, chosen)
    before = _moment(request.GET.get("after", ""))
    if before is not None:
        rows = rows.filter(at__lt=before)
    listed = list(rows.select_related("matter").defer("search", "matter__words")[: PER_PAGE + 1])
    for one in listed:
        one.author = names.person(one.author_id)
    shown = [Row(one, _is_new(one, request.person)) for one in listed[:PER_PAGE]]
    context = {
        "form": form,
        "active": sum(bool(value) for value in chosen.values()),
        "rows": shown,
        "after": shown[-1].comment.at.isoformat() if len(listed) > PER_PAGE else "",
    }
    return html.render(request, "desk/discussions.html", context, fragment="list")


def narrowed(person: Person, chosen: dict[str, Any]) -> "QuerySet[Comment]":
    """Comments of visible matters: the ones a person takes part in or follows, unless all are asked for or searched."""
    visible = Matter.objects.visible_to(person)
    heard = Heard.objects.filter(person=person, matter=OuterRef("matter"))
    rows = Comment.objects.filter(matter__in=visible, deleted_at=None)
    if chosen.get("q"):
        rows = found(rows, chosen["q"], ("text",))
    if chosen.get("which") != "all" and not (chosen.get("q") and not chosen.get("which")):
        followed = Follow.objects.filter(matter=OuterRef("matter"), person=person, active=True)
        rows = rows.filter(at__gt=clock.now() - LATELY)
        rows = rows.filter(Q(matter__people__contains=[person.pk]) | Q(Exists(followed)))
    rows = rows.annotate(heard=Subquery(heard.values("at")[:1]))
    if chosen.get("which") == "new":
        rows = rows.filter(Q(heard=None) | Q(at__gt=F("heard"))).filter(~Q(author=person) | Q(author=None))
    return rows.order_by("-at")


def _is_new(comment: Any, person: Person) -> bool:
    return comment.author_id != person.pk and (comment.heard is None or comment.at > comment.heard)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
