"""What the acts of a coordination do besides moving it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Link
from xieli.organisation import queries as organisation

from .models import Position
from .rules import unheard

ASKED = gettext_noop("%(matter)s 已提请协调，请陈述本部门立场")
DECIDED = gettext_noop("%(matter)s 已有决定")


def submit(act: Act) -> None:
    """The sides are the submitter's department and the others; each head is asked for the department's position."""
    own, others = act.matter.initiator_department, list(act.data["others"])
    if own is None or not any(one != own for one in others):
        raise ActionError(_("至少要有另一个部门，才需要协调。"))
    act.set_details(sides=[own.pk, *(one.pk for one in others if one != own)], lead_department=own)
    act.joins(departments=act.details.sides)
    _say(act, own.pk, act.data["position"])
    act.notice(_heads(act), "asked", ASKED)
    concerned = act.data.get("concerns")
    if concerned is not None:
        Link.objects.get_or_create(
            source=act.matter, target=concerned, kind="concerns", defaults={"at": act.now}
        )


def state_position(act: Act) -> None:
    """Another side is heard, once, in its own words."""
    assert act.actor.person is not None
    _say(act, unheard(act.scene, organisation.headed_by(act.actor.person))[0], act.texts["position"])


def _say(act: Act, department: int, text: str) -> None:
    assert act.actor.person is not None
    Position.objects.create(
        matter=act.matter, department_id=department, person=act.actor.person, text=text, at=act.now
    )


def decide(act: Act) -> None:
    """Every side hears the decision; who carries it out leads from now on."""
    act.set_details(lead_department=act.data["executor"])
    act.notice(_heads(act), "decided", DECIDED)


def _heads(act: Act) -> list[int]:
    heads = (organisation.head_of(side) for side in act.details.sides)
    return [one.pk for one in heads if one is not None]


def undo_carry_out(act: Act, event: Event) -> None:
    """Taken back: it is not carried out yet."""
    act.set_details(outcome="")
