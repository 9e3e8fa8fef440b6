"""What the acts of an oral agreement do besides moving it."""

from datetime import datetime

from django.utils.translation import gettext as _

from xieli.matters import limits
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Link

from .models import Wording


def put_down(act: Act) -> None:
    """Written down by one side, for the other to confirm; linked to where it comes from."""
    given, person = act.data, act.actor.person
    if given["counterpart"] == person:
        raise ActionError(_("对方要是另一个人。"))
    act.set_details(written_at=act.now, lead_department=act.matter.initiator_department)
    act.set_details(write_by=_write_by(act))
    act.joins(people=[given["counterpart"].pk])
    _version(act)
    if given["about"] is not None:
        Link.objects.get_or_create(
            source=act.matter, target=given["about"], kind="concerns", defaults={"at": act.now}
        )


def _write_by(act: Act) -> datetime:
    """Until when what was said is to be written down: the limit in force, counted from the talk."""
    own = act.matter.initiator_department
    code, talked = own.calendar if own is not None else "office", act.details.talked_at
    found = limits.resolve(act.scene, "write_down")
    assert found is not None
    return limits.until(limits.evaluate(act.scene, found.allowance, code, talked), code, talked)


def reword(act: Act) -> None:
    """Another wording is another version: what the first side wrote stays to be read."""
    last = Wording.objects.filter(matter=act.matter).order_by("no").last()
    if last is not None and last.text == act.details.content:
        raise ActionError(_("内容没有变化；同意请直接确认。"))
    _version(act)


def _version(act: Act) -> None:
    assert act.actor.person is not None
    no = Wording.objects.filter(matter=act.matter).count() + 1
    Wording.objects.create(
        matter=act.matter, no=no, text=act.details.content, person=act.actor.person, at=act.now
    )
