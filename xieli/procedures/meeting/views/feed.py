"""日历订阅: the secret address, made and ended by its owner, read by calendars."""

from datetime import timedelta
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee, public
from xieli.core import html
from xieli.core.errors import Refused
from xieli.core.readonly import writing
from xieli.core.requests import address_of
from xieli.customers.limits import TooOften, spend
from xieli.notifications import readers

from .. import feeding
from .calendar import month_page

SHOWN_ONCE = "feed"
PER_HOUR = {"feed": 120, "bad_feed": 60}


@employee
@never_cache
@require_http_methods(["GET", "POST"])
def subscription(request: EmployeeRequest) -> HttpResponse:
    """A new address (the one before ends), or none any more. It is shown once, by the page one is led to: looked at
    again or reloaded that is the calendar, and nothing is sent anew."""
    if request.method == "GET":
        address = request.session.pop(SHOWN_ONCE, "")
        if not address:
            return html.redirect(request, f"/meetings/?{request.GET.urlencode()}")
        return month_page(request, address=address)
    if "revoke" in request.POST:
        feeding.revoke(request.person)
        messages.success(request, _("日历订阅已停用，原来的地址不再有效。"))
        return html.redirect(request, "/meetings/")
    request.session[SHOWN_ONCE] = feeding.renew(request.person)
    return html.redirect(request, reverse("meeting:subscription"))


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's meetings for their calendar. 404 for an address that is unknown or ended, 429 when asked too often."""
    person = feeding.owner_of(token)
    if person is None:
        _count("bad_feed", address_of(request))
        raise Http404
    _count("feed", token)
    with override(readers.languages([person.pk])[person.pk]):
        content = feeding.calendar_of(person)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    same = etag in request.headers.get("If-None-Match", "")
    response = HttpResponse(b"" if same else content, status=304 if same else 200)
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=600)
    return response


def _count(kind: str, key: str) -> None:
    with writing():  # counted while reading: the count is about the visitor, not about what is visited
        try:
            spend(f"meeting:{kind}", key, PER_HOUR[kind], timedelta(hours=1))
        except TooOften as error:
            raise Refused(429, _("操作太频繁，请稍后再试。")) from error
