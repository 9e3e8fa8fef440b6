"""Who is asking: `request.account`, `request.person`, `request.appointment`; language, idle time-out."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http.response import HttpResponseBase
from django.utils import translation

from xieli.accounts import audit, sessions
from xieli.accounts.http import Request
from xieli.accounts.models import Account
from xieli.core import clock
from xieli.organisation import queries, snapshot
from xieli.organisation.duties import PostDuty
from xieli.organisation.models import Appointment, Person

# Idle seconds: a shift for those who work by telephone or in the field, half an hour for everybody else.
IDLE = 30 * 60
IDLE_ON_SHIFT = 12 * 3600
ON_SHIFT = {PostDuty.AGENT, PostDuty.SHIFT_LEADER, PostDuty.DISPATCHER, PostDuty.FIELD_ENGINEER}
NOTED_EVERY = 60
UNATTENDED = "Xieli-Unattended"  # asked for by a page that nobody has touched since it last asked
APPOINTMENT = "appointment"


class PersonMiddleware:
    """After Django's own: asks the organisation's version once for the whole request."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        with snapshot.pinned():
            _introduce(request)
            if request.account:
                with translation.override(request.account.language):
                    request.LANGUAGE_CODE = translation.get_language()
                    return self.get_response(request)
            return self.get_response(request)


def idle_seconds(person: Person | None) -> int:
    """How long a session may rest before it ends."""
    return IDLE_ON_SHIFT if person and ON_SHIFT & queries.duties_of(person) else IDLE


def _introduce(request: Request) -> None:
    request.account = request.user if isinstance(request.user, Account) else None
    if request.account and _idle_too_long(request, request.account):
        logout(request)
        request.account = None
    request.person = request.account.person if request.account else None
    if request.person and request.person.department_id:
        request.person.department = queries.department_by_id(request.person.department_id)
    request.appointment = _appointment(request, request.person) if request.person else None


def _idle_too_long(request: Request, account: Account) -> bool:
    now = int(clock.now().timestamp())
    seen = request.session.get(sessions.SEEN, now)
    if now - seen > idle_seconds(account.person):
        return True
    if sessions.SEEN not in request.session or (
        now - seen >= NOTED_EVERY and UNATTENDED not in request.headers
    ):
        request.session[sessions.SEEN] = now
        request.session.setdefault(sessions.STARTED, now)
        request.session[sessions.ADDRESS] = audit.address_of(request)
        request.session[sessions.AGENT] = request.headers.get("User-Agent", "")
    return False


def _appointment(request: Request, person: Person) -> Appointment | None:
    """The post in which the person acts: the one chosen for this session, else the primary one."""
    held = queries.appointments_of(person)
    chosen = request.session.get(APPOINTMENT)
    return next((one for one in held if one.id == chosen), held[0] if held else None)
