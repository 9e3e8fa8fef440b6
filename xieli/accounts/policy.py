"""Who may come near a URL at all. Every view carries exactly one of these marks; without one nothing starts.

    @employee
    @duty("agent", "shift_leader")
    @(duty("hr") | administrator("system"))

What a person may do with one matter is the procedure's business and is asked again inside the command.
Strangers get the same 404 as for a page that isn't there; who isn't logged in is asked to log in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, NamedTuple, TypeVar

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View

from xieli.accounts import audit
from xieli.accounts.http import Request
from xieli.accounts.models import AccountKind
from xieli.organisation import queries

Viewish = TypeVar("Viewish", bound=Callable[..., Any] | type[View])


@dataclass(frozen=True)
class Policy:
    """A named answer to "may this request come in?"; `allows` is None where the view itself must ask."""

    name: str
    allows: Callable[[Request], bool] | None = None

    def __call__(self, view: Viewish) -> Viewish:
        """The view, marked with this policy and behind it."""
        guarded: Viewish = _guarded(view, self)
        return guarded

    def __or__(self, other: "Policy") -> "Policy":
        """Who is let in by either."""
        mine, theirs = self.allows, other.allows
        if mine is None or theirs is None:
            raise TypeError("a policy that asks nobody can't be joined with another")
        return Policy(f"{self.name}|{other.name}", lambda request: mine(request) or theirs(request))


# Anybody, without login.
public = Policy("public")
# A customer with the secret link of one matter: the view looks the token up, 404 without it.
customer_token = Policy("customer_token")
# A program with an API token: the API checks it and its scopes itself.
api = Policy("api")
# Any account, the administrators' too: one's own password, language, sessions.
signed_in = Policy("signed_in", lambda request: True)
# Any employee; never an administrator.
employee = Policy("employee", lambda request: request.person is not None)


def duty(*codes: str) -> Policy:
    """Employees whose posts or departments carry one of the duties."""
    wanted = frozenset(codes)

    def allows(request: Request) -> bool:
        return request.person is not None and not wanted.isdisjoint(queries.duties_of(request.person))

    return Policy(f"duty:{','.join(codes)}", allows)


def administrator(*kinds: str) -> Policy:
    """One of the three administrators: `system`, `security`, `audit`."""
    if unknown := set(kinds) - set(AccountKind.values):
        raise ValueError(f"no such administrator: {unknown}")

    def allows(request: Request) -> bool:
        return request.account is not None and request.account.kind in kinds

    return Policy(f"administrator:{','.join(kinds)}", allows)


def under(policy: Policy, patterns: Sequence[URLPattern | URLResolver]) -> None:
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


def _guarded(view: Any, policy: Policy) -> Any:
    """The view behind the policy's check; a class at `dispatch`, whose attributes `as_view()` copies."""
    if isinstance(view, type):
        view.dispatch = _behind(view.dispatch, policy, place=1)  # type: ignore[attr-defined]
        return view
    if iscoroutinefunction(view):
        return _behind_async(view, policy)
    return _behind(view, policy, place=0)


def _behind(view: Any, policy: Policy, place: int) -> Any:
    """`view` with a check first; the request is its argument number `place`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return _refusal(args[place], policy) or view(*args, **kwargs)

    guarded.policy = policy.name  # type: ignore[attr-defined]
    return guarded


def _behind_async(view: Any, policy: Policy) -> Any:
    @wraps(view)
    async def guarded(request: Request, *args: Any, **kwargs: Any) -> Any:
        refusal = await sync_to_async(_refusal)(request, policy)
        return refusal or await view(request, *args, **kwargs)

    guarded.policy = policy.name  # type: ignore[attr-defined]
    return guarded


def _refusal(request: Request, policy: Policy) -> HttpResponse | None:
    """None where the request may pass; the way to the login where nobody is logged in; else 404, noted."""
    if policy.allows is None:
        return None
    if request.account is None:
        return redirect_to_login(request.get_full_path())
    if not policy.allows(request):
        audit.denied(request)
        raise Http404
    return None
