"""What the acts of a rectification do besides moving it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance

from .models import Grade, Mending

USUAL = Allowance.parse("10 WD")  # where no date is named
GRAVE_FOUND = gettext_noop("%(matter)s：本部门有一项重大问题须立即整改")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    return {"grade": scene.details.grade}


def order(act: Act) -> None:
    """Who answers for it never looks at it again, and nobody inspects their own department."""
    lead, person = act.data["lead_department"], act.actor.person
    owner = act.data["owner"] or organisation.head_of(lead)
    checker = act.data["checker"] or person
    if owner is None or checker is None:
        raise ActionError(_("请写明整改责任人和复查人。"))
    if owner == checker:
        raise ActionError(_("整改责任人不能复查自己的整改，请另选复查人。"))
    if person is not None and lead.pk in organisation.departments_of(person):
        raise ActionError(_("不能检查自己的部门；本部门内部的事项请用交办。"))
    act.set_details(
        owner=owner, checker=checker, category=act.data["grade"],
        priority=int(act.data["grade"] == Grade.GRAVE), due_at=act.data["due_at"] or _in_ten_days(act.now),
    )  # fmt: skip
    act.joins(departments=[lead.pk, checker.department_id], people=[owner.pk, checker.pk])
    head = organisation.head_of(lead)
    if act.data["grade"] == Grade.GRAVE and head is not None and head != owner:
        act.notice([head.pk], "problem", GRAVE_FOUND)


def _in_ten_days(now: datetime) -> datetime:
    return calendars.get("office").due(now, USUAL)


def after_order(act: Act) -> str:
    """What is grave is stopped at once."""
    return "stopping" if act.data["grade"] == Grade.GRAVE else "noticed"


def hand_on(act: Act) -> None:
    """The owner says which department mends it and who in it; never who will look at it."""
    lead, doer = act.data["lead_department"], act.data["doer"]
    if doer is not None and lead.pk not in organisation.departments_of(doer):
        raise ActionError(_("%(person)s不是整改部门的人员。") % {"person": doer.name})
    if doer is not None and doer == act.details.checker:
        raise ActionError(_("复查人不能承办整改，请另选承办人。"))
    act.joins(departments=[lead.pk], people=[doer.pk] if doer is not None else [])


def submit_proof(act: Act) -> None:
    """One more round, kept whatever the re-check says of it."""
    person = act.actor.person
    if person is None or person == act.details.checker:
        raise ActionError(_("复查人不能提交整改结果，请由整改部门的其他人提交。"))
    no = act.details.mended + 1
    Mending.objects.create(
        matter=act.matter, no=no, result=act.data["result"], proof=act.data["proof"], by=person, at=act.now
    )
    act.set_details(mended=no)


def undo_submit_proof(act: Act, event: Event) -> None:
    """Taken back unread: the round never was."""
    Mending.objects.filter(matter=act.matter, no=act.details.mended, mended=None).delete()
    act.set_details(mended=act.details.mended - 1)


def confirm(act: Act) -> None:
    """Mended: this round's verdict."""
    _judge(act, mended=True, remark=act.texts.get("opinion", ""))


def again(act: Act) -> None:
    """Not mended: this round's verdict, and a new date."""
    _judge(act, mended=False, remark=act.texts["reason"])
    act.set_details(due_at=act.data["due_at"] or _in_ten_days(act.now))


def _judge(act: Act, *, mended: bool, remark: str) -> None:
    Mending.objects.filter(matter=act.matter, no=act.details.mended).update(
        mended=mended, remark=remark, checked_by=act.actor.person, checked_at=act.now
    )
    act.notice(
        [act.details.owner_id], "progress", "%(matter)s：%(action)s", action=act.procedure.actions[act.action].label,
    )  # fmt: skip


def category_labels() -> list[tuple[str, Any]]:
    """Listed by grade."""
    return list(Grade.choices)
