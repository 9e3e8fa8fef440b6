"""Who acts for somebody who is away (代理)."""

from datetime import datetime

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation import hooks
from xieli.organisation.commands.transaction import command
from xieli.organisation.models import Delegation, Person


@command
def delegate(
    person: Person,
    deputy: Person,
    from_at: datetime,
    to_at: datetime,
    reason: str,
    *,
    include_existing: bool = False,
) -> Delegation:
    """Let `deputy` act for `person` from one moment until another.

    The deputy must be employed and not be away at the same time, since a deputy's deputy is never asked.
    """
    if to_at <= clock.now():
        raise Refused(422, _("结束时间已过，请重新选择。"))
    if not deputy.active:
        raise Refused(422, _("%(name)s 已经离职，请另选代理人。") % {"name": deputy.name})
    away = Delegation.objects.filter(person=deputy, revoked_at=None, from_at__lt=to_at, to_at__gt=from_at)
    if away.exists():
        raise Refused(422, _("%(name)s 这段时间也已委托他人，请另选代理人。") % {"name": deputy.name})
    made = Delegation.objects.create(
        person=person,
        deputy=deputy,
        from_at=from_at,
        to_at=to_at,
        reason=reason,
        include_existing=include_existing,
    )
    for also in hooks.delegated:
        also(made)
    return made


@command
def revoke(delegation: Delegation) -> None:
    """End a delegation now; what the deputy did until now stands."""
    if delegation.revoked_at or delegation.to_at <= clock.now():
        raise Refused(422, _("这项委托已经结束。"))
    delegation.revoked_at = clock.now()
    delegation.save(update_fields=["revoked_at"])
    for also in hooks.revoked:
        also(delegation)
