"""委托他人代理: who stands in for me while I am away."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from xieli.core import clock, html
from xieli.core.errors import Refused
from xieli.organisation import commands, hooks
from xieli.organisation.forms import DelegationForm
from xieli.organisation.http import OwnRequest
from xieli.organisation.models import Delegation

SHOWN = 20


def delegations(request: OwnRequest) -> HttpResponse:
    """Mine and those given to me; a form for another."""
    form = DelegationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            commands.delegate(request.person, **form.cleaned_data)
            return html.redirect(request, reverse("organisation:delegations"))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    now = clock.now()
    mine = request.person.delegations.select_related("deputy")[:SHOWN]
    given = request.person.stands_in.filter(revoked_at=None, to_at__gt=now).select_related("person")
    context = {
        "form": form,
        "mine": [(one, _state(one), _left_over(one)) for one in mine],
        "given": [(one, _state(one)) for one in given],
    }
    status = 422 if form.is_bound else 200
    return html.render(request, "organisation/delegations.html", context, status=status, fragment="mine")


def _left_over(delegation: Delegation) -> int:
    """How many open items are still being brought in line with it."""
    return sum(count(delegation) for count in hooks.left_over) if delegation.settling else 0


def _state(delegation: Delegation) -> str:
    """over, running or coming."""
    now = clock.now()
    if delegation.revoked_at or delegation.to_at <= now:
        return "over"
    return "running" if delegation.from_at <= now else "coming"


@require_POST
def revoke(request: OwnRequest, uid: UUID) -> HttpResponse:
    """End one of mine."""
    commands.revoke(get_object_or_404(Delegation, uid=uid, person=request.person))
    return html.redirect(request, reverse("organisation:delegations"))
