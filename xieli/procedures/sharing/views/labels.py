"""Labels with QR codes, one or a sheet of them; what opens when a telephone scans one: the act that is due."""

import io
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.imports import download
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.stations import stickers

from .. import queries
from ..models import BookingDetails, Resource
from .access import one_of

DUE_NOW = ("agreed", "collected", "overdue", "returned")
BY_PHONE = ("bring_back", "give_back", "check", "collect")
AHEAD = timedelta(hours=2)


def address_of(one: Resource) -> str:
    """Where its label leads."""
    return settings.BASE_URL + reverse("sharing:scanned", args=[one.token])


@employee
@require_GET
def label(request: EmployeeRequest, uid: str) -> HttpResponse:
    """The QR code of a resource's label as a picture."""
    import segno  # when there is a code to draw, not at every start

    one, picture = one_of(uid), io.BytesIO()
    segno.make(address_of(one), error="m", micro=False).save(picture, kind="svg", border=2, scale=8)
    return download(picture.getvalue(), f"{one.code}.svg", "image/svg+xml")


@employee
@require_GET
def sheet(request: EmployeeRequest) -> HttpResponse:
    """A4 sheets of labels: of the resources found by words, kind and owner, or of one (`only`)."""
    asked = (request.GET.get(key, "").strip() for key in ("q", "kind", "department"))
    found = queries.listed(*asked)
    if only := request.GET.get("only"):
        found = found.filter(code=only)
    rows = [
        stickers.sticker(address_of(one), one.location[:40] or one.department.name, one.code, one.name[:24])
        for one in found[: stickers.MOST]
    ]
    pdf = stickers.printed(rows, _("扫码领用 · 归还 · 预约"), _("扫不了码？在「共享资源」中按编号查找。"), 15)
    return download(pdf, f"{pgettext('many', '共享资源')}.pdf", "application/pdf")


@employee
@require_GET
def scanned(request: EmployeeRequest, token: str) -> HttpResponse:
    """From the label straight to the form of what the reader has to do with it now (collect, bring back, look at);
    else to its booking, else to the resource."""
    one = get_object_or_404(Resource, token=token)
    visible = Matter.objects.visible_to(request.person)
    due = BookingDetails.objects.filter(resource=one, matter__state__in=DUE_NOW, matter__in=visible)
    near = due.filter(begins_at__lte=clock.now() + AHEAD).select_related("matter").order_by("begins_at")[:10]
    for booking in near:
        scene = Scene.load(booking.matter, clock.now())
        may = {act.name for act in available_actions(scene, Actor.of(request.person))}
        act = next((name for name in BY_PHONE if name in may), None)
        if act is not None:
            return html.redirect(request, reverse("matters:act", args=[booking.matter.uid, act]))
    where = near[0].matter.get_absolute_url() if near else reverse("sharing:detail", args=[one.uid])
    return html.redirect(request, where)
