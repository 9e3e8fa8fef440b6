"""Keys of programs: made once, shown once, checked at every call of the API."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xieli.accounts import audit
from xieli.accounts.audit import By
from xieli.accounts.models import ApiToken
from xieli.accounts.models.audit import AuditAction
from xieli.core import clock, readonly
from xieli.core.errors import Refused
from xieli.core.ids import digest_of, new_token
from xieli.organisation.models import Person

LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create(
    scopes: Sequence[str],
    expires_at: datetime,
    who: By,
    *,
    person: Person | None = None,
    client: str = "",
) -> tuple[ApiToken, str]:
    """A token for a person or a named client, and its secret, which nobody will see again."""
    if not clock.now() < expires_at <= clock.now() + LONGEST:
        raise Refused(422, _("有效期最长一年，请重新选择失效时间。"))
    secret, digest = new_token()
    token = ApiToken.objects.create(
        digest=digest, person=person, client=client, scopes=list(scopes), expires_at=expires_at
    )
    audit.note(who, AuditAction.TOKEN_CREATED, token, ", ".join(scopes))
    return token, secret


@transaction.atomic
def revoke(token: ApiToken, who: By) -> None:
    """End a token now."""
    if token.revoked_at is None:
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=clock.now())
        audit.note(who, AuditAction.TOKEN_REVOKED, token)


def authenticate(secret: str) -> ApiToken | None:
    """The token of this secret, if it may be used now; with its person. One query, and one write a minute."""
    now = clock.now()
    found = ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=now)
    token = found.select_related("person__account").first()
    if token is None or (token.person and not may_come_in(token.person)):
        return None
    stale = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        with readonly.writing():
            ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now)
    return token


def may_come_in(person: Person) -> bool:
    """Whether what was given to somebody in place of a login opens anything still: not once their login is disabled."""
    account = getattr(person, "account", None)
    return person.active and (account is None or account.is_active)
