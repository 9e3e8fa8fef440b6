"""A booking takes hold of its resource: under the resource's lock, fit and free, with a title that says when."""

from datetime import datetime

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError

from . import calendar
from .models import Resource


def locked(pk: int) -> Resource:
    """The resource under its lock: who wants the same waits here."""
    return Resource.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)


def refuse_unfit(act: Act, resource: Resource, *, emergency: bool) -> None:
    """ActionError where it may not be lent then, whoever holds it. `emergency`: short notice is no matter."""
    details = act.details
    if why := calendar.unfit(resource, details.begins_at, details.ends_at, act.now, emergency=emergency):
        raise ActionError(why)


def hold(act: Act, resource: Resource) -> None:
    """Keep it from others from now on. ActionError where somebody else has it, or nobody may."""
    details = act.details
    why = calendar.conflict(
        resource, details.begins_at, details.ends_at, details.quantity, act.matter.pk, act.actor.person,
        now=act.now,
    )  # fmt: skip
    if why:
        raise ActionError(why)
    act.set_details(holding=True, title=title_of(resource, details.begins_at))


def title_of(resource: Resource, begins: datetime) -> str:
    """What a booking is called: the thing and its day."""
    return f"{resource.name} {calendar.said(begins)}"[:200]
