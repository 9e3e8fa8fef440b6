"""The regulation to read: all clauses on one page, and a page per clause."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.regulation import clauses
from xieli.regulation.models import Regulation


@employee
@require_safe
def clauses_page(request: HttpRequest) -> HttpResponse:
    """Every clause by chapter and section, and the version in force."""
    today = clock.local(clock.now()).date()
    context = {
        "chapters": [(chapter, _sections(chapter)) for chapter in clauses.chapters()],
        "version": Regulation.objects.filter(in_force_from__lte=today).first(),
    }
    return html.render(request, "regulation/clauses.html", context)


@employee
@require_safe
def clause_page(request: HttpRequest, id: str) -> HttpResponse:
    """One clause."""
    return show_clause(request, id)


def show_clause(
    request: HttpRequest,
    id: str,
    template: str = "regulation/clause.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a clause, for a higher layer to extend with a `template` of its own that fills `more`'s block."""
    if not clauses.exists(id):
        raise Http404
    clause = clauses.get(id)
    order = clauses.all()
    place = order.index(clause)
    context = {
        "clause": clause,
        "below": clauses.children(id),
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
    }
    return html.render(request, template, context | dict(more or {}))


def _sections(chapter: clauses.Clause) -> list[tuple[clauses.Clause, list[clauses.Clause]]]:
    return [(section, clauses.children(section.id)) for section in clauses.children(chapter.id)]
