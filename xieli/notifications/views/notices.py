"""A person's notices and choices; the delivery log for the administrator; short messages for managers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import AccountRequest, EmployeeRequest
from xieli.accounts.policy import administrator, duty, employee
from xieli.core import html
from xieli.core.richtext import plain
from xieli.notifications import commands, discretion, outbox, paging, queries
from xieli.notifications.forms import ChoicesForm
from xieli.notifications.kinds import KINDS
from xieli.notifications.models import Delivery, Notification, OutgoingState, Robot, SmsMessage
from xieli.notifications.robots.finding import Robots
from xieli.notifications.sms import Logged, gateway, masked_words

SHOWN_WORDS = 120  # characters of what somebody said


@employee
@require_GET
def listing(request: EmployeeRequest) -> HttpResponse:
    """The person's notices, newest first; `?unread=1`, `?kind=…`, `?page=…`."""
    kind = request.GET.get("kind", "")
    rows = queries.notices(
        request.person,
        kinds=[kind] if kind in KINDS else None,
        only_unread=bool(request.GET.get("unread")),
    )
    page = paging.page(rows, request.GET.get("page"))
    say = discretion.of(page.rows, discretion.INSIDE)
    said = discretion.said(page.rows, say)
    context = {
        "page": page,
        "rows": [
            (
                one,
                discretion.words(one, say[one.pk]),
                discretion.shortened(plain(said.get(one.pk, "")), SHOWN_WORDS),
            )
            for one in page.rows
        ],
        "kinds": KINDS.values(),
        "kind": kind,
        "only_unread": bool(request.GET.get("unread")),
        "unread": queries.unread(request.person),
    }
    return html.render(request, "notifications/list.html", context, fragment="notices")


@employee
@require_POST
def open_notice(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Mark one notice read and go to what it tells of."""
    notice = get_object_or_404(Notification, uid=uid, recipient=request.person, shown=True)
    commands.mark_read(request.person.pk, [uid])
    inside = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return html.redirect(request, notice.url if inside and notice.url else reverse("notifications:list"))


@employee
@require_POST
def read(request: EmployeeRequest) -> HttpResponse:
    """Mark those named by `uid` as read, or all of them."""
    commands.mark_read(request.person.pk, _uids(request.POST.getlist("uid")) or None)
    return html.redirect(request, reverse("notifications:list"))


def _uids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


@employee
def choices(request: EmployeeRequest) -> HttpResponse:
    """What reaches the person, how and when."""
    if request.method != "POST":
        groups = Robots().headed_by(request.person)
        context = {"form": ChoicesForm(request.person.pk), "groups": groups}
        return html.render(request, "notifications/choices.html", context)
    form = ChoicesForm(request.person.pk, request.POST)
    if not form.is_valid():
        return html.render(request, "notifications/choices.html", {"form": form}, status=422, fragment="form")
    commands.choose(request.person.pk, form.modes(), form.habits())
    form = ChoicesForm(request.person.pk)
    page = html.render(request, "notifications/choices.html", {"form": form, "saved": True}, fragment="form")
    return html.toast(page, _("通知方式已保存。"))


@administrator("system")
@require_GET
def deliveries(request: AccountRequest) -> HttpResponse:
    """What left the product, what waits and what was given up: never what it said."""
    state = _state(request.GET.get("state", ""))
    rows = queries.deliveries(state)
    context = {
        "page": paging.page(rows, request.GET.get("page")),
        "state": state,
        "states": OutgoingState.choices,
        "dead": queries.dead_letters(),
        "most": outbox.MAX_ATTEMPTS,
        "broken": Robot.objects.filter(active=True, broken_at__isnull=False).count(),
    }
    return html.render(request, "notifications/deliveries.html", context, fragment="rows")


@administrator("system")
@require_POST
def revive(request: AccountRequest, pk: int) -> HttpResponse:
    """Try a delivery that was given up once more from the start."""
    if not outbox.revive(Delivery, pk):
        raise Http404
    return html.redirect(request, f"{reverse('notifications:deliveries')}?state=dead")


@duty("service_manager")
@require_GET
def short_messages(request: EmployeeRequest) -> HttpResponse:
    """Short messages to customers, numbers, codes and links masked."""
    state = _state(request.GET.get("state", ""))
    page = paging.page(queries.short_messages(state), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, masked_words(row)) for row in page.rows],
        "standin": isinstance(gateway(), Logged),
        "state": state,
        "states": OutgoingState.choices,
    }
    return html.render(request, "notifications/short_messages.html", context, fragment="rows")


@duty("service_manager")
@require_POST
def revive_short_message(request: EmployeeRequest, pk: int) -> HttpResponse:
    """Try a short message that was given up once more."""
    if not outbox.revive(SmsMessage, pk):
        raise Http404
    return html.redirect(request, f"{reverse('notifications:short_messages')}?state=dead")


def _state(text: str) -> str:
    return text if text in OutgoingState.values else ""
