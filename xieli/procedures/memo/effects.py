"""What the acts of a memo do besides moving it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands import issuing
from xieli.matters.commands.act import Act
from xieli.matters.commands.asking import ask_again, cast_beside, remind
from xieli.matters.errors import ActionError
from xieli.matters.models import Follow
from xieli.organisation import queries as organisation

from .models import Addressee
from .oral_effects import put_down, reword
from .rules import ANSWERING, answered_seat, needs_signature, receipt_for, spoken_for

__all__ = ["put_down", "remind", "reword"]

COPIED = gettext_noop("%(matter)s 抄送给您")
RECALLED = gettext_noop("%(matter)s 已撤回。原因：%(reason)s")
WANTED = gettext_noop("%(matter)s：答复需要补充。%(reason)s")


def submit(act: Act) -> None:
    """Who is addressed is part of what is signed; without need of a signature it is issued at once."""
    _address(act)
    if not needs_signature(act):
        _issue(act)


def _address(act: Act) -> None:
    given = act.data
    for name in ("to", "answer_from", "copy_departments", "copy_people"):
        act.set_details(**{name: sorted(one.pk for one in given.get(name) or ())})
    act.set_details(lead_department=act.matter.initiator_department)


def revise(act: Act) -> None:
    """Handed in again, perhaps to others; it goes to the head who asked for it."""
    _address(act)


def sign(act: Act) -> None:
    """The head's signature issues it."""
    _issue(act)


def _issue(act: Act) -> None:
    """Numbered, sent to each addressee, copied to who should read it. A date gone by meanwhile falls away."""
    details = act.details
    if details.answer_by is not None and details.answer_by <= act.now:
        act.set_details(answer_by=None)
    Addressee.objects.bulk_create(
        Addressee(matter=act.matter, department_id=pk, must_answer=pk in details.answer_from)
        for pk in details.to
    )
    act.issues.append("letter")
    copied = _copied(act)
    Follow.objects.bulk_create(
        (Follow(matter=act.matter, person_id=pk, copied_by=act.actor.person, at=act.now) for pk in copied),
        ignore_conflicts=True,
    )
    act.joins(departments=[*details.to, *details.copy_departments], people=copied)
    act.notice(copied, "message", COPIED)


def _copied(act: Act) -> list[int]:
    heads = _heads(act.details.copy_departments)
    return list(dict.fromkeys([*heads, *act.details.copy_people]))


def _heads(ids: list[int]) -> list[int]:
    found = (organisation.department_by_id(pk) for pk in ids)
    heads = (organisation.head_of(one) for one in found if one is not None)
    return [one.pk for one in heads if one is not None]


def after_submit(act: Act) -> str:
    """To the head, or straight out."""
    return "signing" if needs_signature(act) else after_signing(act)


def after_signing(act: Act) -> str:
    """Answers are waited for where any is asked, else receipts alone."""
    return ANSWERING if act.details.answer_from else "issued"


def receive(act: Act) -> None:
    """签收: when, and by whom."""
    rows = Addressee.objects.filter(matter=act.matter, department__in=spoken_for(act), received_at=None)
    rows.update(received_at=act.now, received_by=act.actor.person)


def answer(act: Act) -> None:
    """Who answers has received it: nothing is left to be signed for."""
    departments = spoken_for(act)
    receive(act)
    rows = Addressee.objects.filter(matter=act.matter, department__in=departments, must_answer=True)
    rows = rows.filter(answered_at=None)
    rows.update(answer=act.texts["answer"], answered_at=act.now, answered_by=act.actor.person, wanted="")
    receipt = receipt_for(act, departments)
    if receipt is not None:
        cast_beside(act, receipt)


def send_back(act: Act) -> None:
    """These departments owe their answer again; what they had said stands until then."""
    departments, reason = [one.pk for one in act.data["departments"]], act.texts["reason"]
    rows = Addressee.objects.filter(matter=act.matter, department__in=departments, must_answer=True)
    if rows.filter(answered_at__isnull=False).update(answered_at=None, wanted=reason) != len(departments):
        raise ActionError(_("请选择已经答复、须补充的部门。"))
    act.notice(_heads(departments), "message", WANTED, reason=reason)


def return_answer(act: Act) -> None:
    """An answer is sent back on its own, while others are still waited for."""
    send_back(act)
    act.scene.item = None
    seats = [answered_seat(act, one.pk) for one in act.data["departments"]]
    for seat in dict.fromkeys(seats):
        if seat is not None:
            ask_again(act, seat, kind="handle")


def recall(act: Act) -> None:
    """The document is void, its number stays; everybody it reached hears why."""
    reason = act.texts["reason"]
    issuing.void_all(act)
    told = [*_heads(act.details.to), *_copied(act)]
    act.notice(told, "message", RECALLED, reason=reason)
