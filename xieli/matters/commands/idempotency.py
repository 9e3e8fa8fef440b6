"""The same request twice acts once; the same key with other content is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xieli.core import clock
from xieli.core.database import prepared
from xieli.matters.actors import Actor
from xieli.matters.errors import KeyReused
from xieli.matters.ledger import canonical, plain, sha256
from xieli.matters.models import Event, Idempotency

_CLAIM = """
insert into matters_idempotency (scope, key, digest, at) values (%s, %s, %s, %s)
on conflict (scope, key) do nothing returning id
"""
_FULFIL = "update matters_idempotency set event_id = %s where id = %s"


@dataclass
class Claim:
    """A key taken for this transaction, or the event an earlier one made of it."""

    pk: int | None
    event: Event | None


def claim(key: str, actor: Actor, content: Any) -> Claim:
    """Take the key; a concurrent twin waits here until the first commits. Raises KeyReused."""
    digest = sha256(canonical(plain(_stable(content))))
    with prepared() as cursor:
        cursor.execute(_CLAIM, [actor.scope, key, digest, clock.now()])
        row = cursor.fetchone()
    if row is not None:
        return Claim(row[0], None)
    earlier = Idempotency.objects.select_related("event").get(scope=actor.scope, key=key)
    if earlier.digest != digest:
        raise KeyReused
    return Claim(None, earlier.event)


def fulfil(claim: Claim, event: Event) -> None:
    """Remember what the key did."""
    assert claim.pk is not None  # nobody fulfils what an earlier request did
    with prepared() as cursor:
        cursor.execute(_FULFIL, [event.pk, claim.pk])


def was_carried_out(key: str, actor: Actor) -> bool:
    """Whether a request of the actor under this key has acted (2-model: the same request acts once)."""
    return Idempotency.objects.filter(scope=actor.scope, key=key, event__isnull=False).exists()


def _stable(content: Any) -> Any:
    if isinstance(content, Mapping):
        getlist = getattr(content, "getlist", None)
        return {
            key: (getlist(key) if getlist else value) for key, value in content.items() if key not in _IGNORED
        }
    if isinstance(content, list):
        return [_stable(one) for one in content]
    return content


_IGNORED = {"csrfmiddlewaretoken", "_key", "_rev"}
