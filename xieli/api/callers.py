"""Who calls: a program with a token. Its scopes are asked for by each endpoint; its calls are counted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from xieli.accounts import tokens
from xieli.accounts.models import ApiToken
from xieli.accounts.models.token import Scope
from xieli.core import readonly
from xieli.customers import limits
from xieli.matters.actors import Actor
from xieli.matters.models import Matter
from xieli.organisation.models import Person

CALLS_A_MINUTE = 600


class ScopeMissing(Exception):
    """The token is good, but not for this: it would need one of the scopes."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        super().__init__(*scopes)
        self.scopes = scopes


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>` with one of the scopes. Unknown, expired or revoked tokens all answer 401."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, when it has the scope. Raises ScopeMissing and limits.TooOften."""
        found = tokens.authenticate(token)
        if found is None:
            return None
        with readonly.writing():
            limits.spend("api", str(found.pk), CALLS_A_MINUTE, timedelta(minutes=1))
        if not set(self.scopes) & set(found.scopes):
            raise ScopeMissing(self.scopes)
        return found


def token_of(request: Any) -> ApiToken:
    """The token that `Bearer` found."""
    token: ApiToken = request.auth
    return token


def actor_of(request: Any) -> Actor:
    """The actor a token stands for: an employee through a program, or a named program."""
    token = token_of(request)
    return Actor.api(f"token:{token.uid}", token.person)


def person_of(request: Any) -> Person | None:
    """The employee behind the token, if it has one."""
    return token_of(request).person


def visible(request: Any) -> Any:
    """The matters this caller may know of: an employee's own view; a named program sees what it brought in itself."""
    person = person_of(request)
    if person is not None:
        return Matter.objects.visible_to(person)
    ref = actor_of(request).ref
    return Matter.objects.filter(events__seq=1, events__actor_kind="api", events__actor_ref=ref)
