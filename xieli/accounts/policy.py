"""Who may come near a URL at all. Every view carries exactly one of these marks; without one nothing starts.

What a person may do with one matter is the procedure's business and is asked again inside the command.
Strangers get the same 404 as for a page that isn't there; who isn't logged in is asked to log in.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, NamedTuple, TypeVar

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View

from xieli.accounts import audit
from xieli.accounts.http import Request
from xieli.accounts.models import AccountKind
from xieli.organisation import queries

Viewish = TypeVar("Viewish", bound=Callable[..., Any] | type[View])
Check = Callable[[Request], bool]


def public(view: Viewish) -> Viewish:
    """Anybody, without login."""
    return _marked(view, "public")


def customer_token(view: Viewish) -> Viewish:
    """A customer with the secret link of one matter; the view looks the token up, 404 without it."""
    return _marked(view, "customer_token")


def api(view: Viewish) -> Viewish:
    """A program with an API token; the API checks it and its scopes itself."""
    return _marked(view, "api")


def signed_in(view: Viewish) -> Viewish:
    """Any account, the administrators' too: one's own password, language, sessions."""
    return _guarded(view, "signed_in", lambda request: True)


def employee(view: Viewish) -> Viewish:
    """Any employee; never an administrator."""
    return _guarded(view, "employee", lambda request: request.person is not None)


def duty(*codes: str) -> Callable[[Viewish], Viewish]:
    """Employees whose posts or departments carry one of the duties."""
    wanted = frozenset(codes)

    def allows(request: Request) -> bool:
        return request.person is not None and not wanted.isdisjoint(queries.duties_of(request.person))

    return lambda view: _guarded(view, f"duty:{','.join(codes)}", allows)


def administrator(*kinds: str) -> Callable[[Viewish], Viewish]:
    """One of the three administrators: `system`, `security`, `audit`."""
    if unknown := set(kinds) - set(AccountKind.values):
        raise ValueError(f"no such administrator: {unknown}")

    def allows(request: Request) -> bool:
        return request.account is not None and request.account.kind in kinds

    return lambda view: _guarded(view, f"administrator:{','.join(kinds)}", allows)


def under(policy: Callable[[Any], Any], patterns: Sequence[URLPattern | URLResolver]) -> None:
    """Put `policy` on every view of somebody else's URL patterns that carries none."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            under(policy, pattern.url_patterns)
        elif not hasattr(pattern.callback, "policy"):
            pattern.callback = policy(pattern.callback)


class Row(NamedTuple):
    """One URL: its name with namespaces (or None), its route, its policy (None where one is missing)."""

    name: str | None
    route: str
    policy: str | None


def table() -> list[Row]:
    """Every URL of the installation with its policy, for the start-up check and the permission matrix."""
    return list(_rows(get_resolver().url_patterns, "", ""))


def _rows(patterns: Sequence[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Row]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _rows(pattern.url_patterns, route, inner)
        else:
            name = f"{space}{pattern.name}" if pattern.name else None
            yield Row(name, route, getattr(pattern.callback, "policy", None))


def _marked(view: Any, name: str) -> Any:
    """Note the policy on a function, or on a class's `dispatch`, whose attributes `as_view()` copies."""
    if isinstance(view, type):
        view.dispatch = _marked(_own(view.dispatch), name)  # type: ignore[attr-defined]
        return view
    view.policy = name
    return view


def _own(dispatch: Any) -> Any:
    """A class's own copy of an inherited `dispatch`, so that its mark doesn't reach its siblings."""

    @wraps(dispatch)
    def own(self: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        return dispatch(self, request, *args, **kwargs)

    return own


def _guarded(view: Any, name: str, allows: Check) -> Any:
    """The view behind its check."""
    if isinstance(view, type):
        dispatch = view.dispatch  # type: ignore[attr-defined]

        @wraps(dispatch)
        def method(self: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
            return _refusal(request, allows) or dispatch(self, request, *args, **kwargs)

        view.dispatch = _marked(method, name)  # type: ignore[attr-defined]
        return view
    if iscoroutinefunction(view):

        @wraps(view)
        async def waiting(request: Request, *args: Any, **kwargs: Any) -> Any:
            refusal = await sync_to_async(_refusal)(request, allows)
            return refusal or await view(request, *args, **kwargs)

        return _marked(waiting, name)

    @wraps(view)
    def function(request: Request, *args: Any, **kwargs: Any) -> Any:
        return _refusal(request, allows) or view(request, *args, **kwargs)

    return _marked(function, name)


def _refusal(request: Request, allows: Check) -> Any:
    """None where the request may pass; the way to the login where nobody is logged in; else 404, noted."""
    if request.account is None:
        return redirect_to_login(request.get_full_path())
    if not allows(request):
        audit.denied(request)
        raise Http404
    return None
