"""What the acts on a resolved item do besides moving it."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.db import transaction

from xieli.matters import registry
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Matter
from xieli.matters.scene import Scene


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for: how often it is being carried out."""
    return {"round": scene.details.sent_back + 1}


def resolve(act: Act) -> None:
    """Found by its words; who judges it knows of it from the beginning."""
    act.set_details(summary=act.details.content)
    act.joins(people=[act.details.judge_id])


def settle(act: Act) -> None:
    """With the last of them what resolved it is over too: after this act's own commit, since a parent is locked
    before its children. What ends otherwise, the hourly round sees."""
    if act.matter.parent_id is not None:
        transaction.on_commit(partial(_close, act.matter.parent_id), robust=True)


def _close(pk: int) -> None:
    parent = Matter.objects.get(pk=pk)
    if any(one.name == "close" for one in registry.get(parent.procedure).actions_from(parent.state)):
        with suppress(ActionError):  # others are still being carried out, or the round was faster
            perform(parent, "close", SYSTEM)


def count(act: Act) -> None:
    """Sent back: one more round."""
    act.set_details(sent_back=act.details.sent_back + 1)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1)
