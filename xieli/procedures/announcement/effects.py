"""What the acts of an announcement do besides moving it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.actors import SYSTEM
from xieli.matters.commands import issuing, perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.asking import remind
from xieli.matters.errors import ActionError
from xieli.matters.models import Classification, Follow, Link, Matter
from xieli.organisation.models import Person

from .addressing import PUBLISHED, addressed, asked, needs_signature, not_asked

__all__ = ["remind"]

SENT = gettext_noop("公告 %(matter)s")
RECALLED = gettext_noop("公告 %(matter)s 已撤回。原因：%(reason)s")
REPLACED = gettext_noop("公告 %(matter)s 不再有效。%(reason)s")


def submit(act: Act) -> None:
    """To whom it goes is part of what is signed; without need of a signature it is published at once."""
    _address(act)
    if not needs_signature(act):
        publish(act)


def _address(act: Act) -> None:
    given: dict[str, Any] = act.data
    for name in ("departments", "posts", "people"):
        act.set_details(**{name: sorted(one.pk for one in given.get(name) or ())})
    act.set_details(lead_department=act.matter.initiator_department)
    if not addressed(act.details):
        raise ActionError(_("发布范围内没有其他人，请重新选择。"))


def revise(act: Act) -> None:
    """Handed in again, perhaps to others; it goes to who asked for it."""
    _address(act)


def after_submit(act: Act) -> str:
    """To who signs, or straight out."""
    return "signing" if needs_signature(act) else PUBLISHED


def publish(act: Act) -> None:
    """Numbered, sent out, everybody's from now on. Dates gone by meanwhile fall away; what it replaces ends."""
    details = act.details
    if details.confirm_by is not None and details.confirm_by <= act.now:
        act.set_details(confirm_by=None)
    if details.valid_until is not None and details.valid_until <= act.now:
        raise ActionError(_("有效期已经过去，请先修改。"))
    act.set_details(published_at=act.now, classification=Classification.COMPANY)
    act.issues.append("notice")
    if not details.must_confirm:
        _send(act, addressed(details))
    if details.supersedes_id is not None:
        _replace(act, details.supersedes_id)


def _send(act: Act, people: Iterable[Person]) -> None:
    """To be read, with nothing to confirm: it stands under 待阅 until opened."""
    ids = [one.pk for one in people]
    sender = act.matter.initiator
    rows = (Follow(matter=act.matter, person_id=pk, copied_by=sender, active=False, at=act.now) for pk in ids)
    Follow.objects.bulk_create(rows, ignore_conflicts=True)
    act.joins(people=ids)
    act.notice(ids, "message", SENT)


def _replace(act: Act, former: int) -> None:
    """Only one still in force can be replaced; who had not confirmed that one need not any more."""
    other = Matter.objects.get(pk=former)
    if other.state == PUBLISHED:
        perform(other, "supersede", SYSTEM, _heir(act), now=act.now)
    Link.objects.get_or_create(source=act.matter, target=other, kind="concerns", defaults={"at": act.now})


def _heir(act: Act) -> dict[str, str]:
    """The new one has no number yet, so its title says which it is."""
    return {"by": str(act.matter.uid), "reason": _("由新公告《%(title)s》替代") % {"title": act.matter.title}}


def ask_joined(act: Act) -> None:
    """Who came to an addressed department or post since is asked too, with the whole time others had."""
    details = act.details
    if details.confirm_by is not None and details.confirm_by <= act.now:
        act.set_details(confirm_by=None)
    if not details.must_confirm:
        _send(act, not_asked(details))


def prolong(act: Act) -> None:
    """Until when it holds; a moment to come, or without end."""
    if act.details.valid_until is not None and act.details.valid_until <= act.now:
        raise ActionError(_("有效期要晚于现在。"))


def expire(act: Act) -> None:
    """Its time is over; who never confirmed stays on record."""
    if act.details.valid_until is None or act.details.valid_until > act.now:
        raise ActionError(_("还没有到有效期。"))


def end(act: Act) -> None:
    """Ended before its time, or one without a time: the reason is kept, nothing more is asked."""


def supersede(act: Act) -> None:
    """Another announcement says what holds now; this one's document says so."""
    act.set_details(superseded_by=act.data["by"])
    issuing.void_all(act)
    _tell(act, REPLACED, reason=act.texts["reason"])


def recall(act: Act) -> None:
    """The document is void, its number and what people confirmed stay; everybody it reached hears why."""
    issuing.void_all(act)
    _tell(act, RECALLED, reason=act.texts["reason"])


def _tell(act: Act, text: str, **more: str) -> None:
    act.notice(sorted(asked(act.matter.pk)), "message", text, **more)
