"""What the acts on a resolved item do besides moving it."""

from typing import Any

from xieli.matters.commands.act import Act
from xieli.matters.models import Event
from xieli.matters.scene import Scene


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for: how often it is being carried out."""
    return {"round": scene.details.sent_back + 1}


def resolve(act: Act) -> None:
    """Found by its words; who judges it knows of it from the beginning."""
    act.set_details(summary=act.details.content)
    act.joins(people=[act.details.judge_id])


def count(act: Act) -> None:
    """Sent back: one more round."""
    act.set_details(sent_back=act.details.sent_back + 1)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1)
