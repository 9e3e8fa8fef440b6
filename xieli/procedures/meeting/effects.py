"""What the acts of a meeting do besides moving it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters import places
from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.matters.procedure import Label
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from . import circles
from .agenda import opened_with
from .kinds import KINDS
from .models import Attendee, Need
from .series_effects import begin_series, change_series, end_series, plan_next

__all__ = ["begin_series", "change_series", "end_series", "plan_next"]

INVITED = gettext_noop("%(title)s：%(at)s 在 %(place)s 召开，请准时参加")
CHANGED = gettext_noop("%(title)s 已调整：%(at)s 在 %(place)s 召开，请重新答复是否参加")
CANCELLED = gettext_noop("%(title)s 已取消。原因：%(reason)s")
PROPOSED = gettext_noop("%(title)s：%(person)s 提议议题「%(subject)s」")
DECLINED = gettext_noop("%(title)s：%(person)s 不能参加。%(excuse)s")
UNINVITED = gettext_noop("您不再需要参加 %(title)s")
OBJECTED = gettext_noop("%(title)s：%(person)s 对会议纪要有异议：%(words)s")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    return {"kind": getattr(scene.details, "kind", "")}


def category_labels() -> list[tuple[str, Label]]:
    """Meetings are listed by kind."""
    return [(key, kind.label) for key, kind in KINDS.items()]


def call(act: Act) -> None:
    """Who calls it convenes it; with a time fixed by a person the invitations go out at once."""
    given, system = act.data, act.actor.kind == "system"
    convener = (given["convener"] if system else None) or act.actor.person
    if convener is None:
        raise ActionError(_("会议要有召集人。"))
    circles.check_convener(given["kind"], convener)
    act.set_details(
        convener=convener, chair=given["chair"] or convener, secretary=given["secretary"] or convener,
        lead_department=convener.department, category=given["kind"], ends_at=_ends(given),
        agenda=opened_with(act.matter, given["kind"], given["agenda"]),
    )  # fmt: skip
    if system:
        act.set_details(period_begins=given["period_begins"], period_ends=given["period_ends"])
    _invite(act, circles.with_circle(given["kind"], given["attendees"]))
    if given["begins_at"] and not system:
        _keep_room(act)
        _tell(act, INVITED)


def after_call(act: Act) -> str:
    """Straight to the invitation where everything is fixed."""
    return "invited" if act.data["begins_at"] and act.actor.kind != "system" else "planned"


def invite(act: Act) -> None:
    """The invitations go out."""
    act.set_details(ends_at=_ends(act.data))
    _invite(act, circles.with_circle(act.details.kind, act.data["attendees"]))
    _keep_room(act)
    _tell(act, INVITED)


def reschedule(act: Act) -> None:
    """Calendars take the newer version."""
    act.set_details(ends_at=_ends(act.data), sequence=act.details.sequence + 1)
    Attendee.objects.filter(matter=act.matter).update(reply="", replied_at=None, excuse="")
    _invite(act, circles.with_circle(act.details.kind, act.data["attendees"]))
    _keep_room(act)
    _tell(act, CHANGED)


def cancel(act: Act) -> None:
    """Everybody invited hears so; their calendars by the next version."""
    act.set_details(sequence=act.details.sequence + 1)
    if act.details.begins_at is not None:
        places.keep(act, "", act.details.begins_at, act.details.ends_at, act.actor)
    _tell(act, CANCELLED, reason=act.texts["reason"])


def _keep_room(act: Act) -> None:
    """The room chosen is booked for its time, the one before given back; where no place is named it is the place."""
    details, key = act.details, act.data.get("room") or ""
    by = act.actor if act.actor.person is not None else Actor.of(details.convener)
    places.keep(act, key, details.begins_at, details.ends_at, by)
    name = next((one.name for one in places.every() if one.key == key), "") if key else ""
    known = {one.name for one in places.every()} if key else set()
    if name and (not details.place or details.place in known):
        act.set_details(place=name)


def _ends(given: dict[str, Any]) -> Any:
    begins = given["begins_at"]
    return begins + timedelta(minutes=given["duration"] or 60) if begins else None


def _invite(act: Act, people: Iterable[Person]) -> None:
    """Those named, the chair, the convener and who takes the minutes; the others are not invited any more."""
    details = act.details
    wanted = {one.pk for one in people} | {details.chair_id, details.convener_id, details.secretary_id}
    if wanted == {details.chair_id}:
        raise ActionError(_("除主持人外，至少还要有一位参会人。"))
    have = Attendee.objects.filter(matter=act.matter)
    gone = have.exclude(person__in=wanted)
    if act.details.begins_at is not None and act.matter.state == "invited":
        act.notice(gone.values_list("person_id", flat=True), "message", UNINVITED, title=act.matter.title)
    gone.delete()
    known = set(have.values_list("person_id", flat=True))
    Attendee.objects.bulk_create(Attendee(matter=act.matter, person_id=pk) for pk in sorted(wanted - known))
    act.joins(people=sorted(wanted))


def _tell(act: Act, text: str, **params: Any) -> None:
    people = Attendee.objects.filter(matter=act.matter).values_list("person_id", flat=True)
    begins = act.details.begins_at
    at = clock.local(begins).strftime("%Y-%m-%d %H:%M") if begins else ""
    act.notice(
        people, "message", text, title=act.matter.title, at=at, place=act.details.place or "—", **params
    )


def propose(act: Act) -> None:
    """The agenda grows at its end; the convener hears of it."""
    person = act.actor.person
    assert person is not None
    row = {"subject": act.data["subject"], "minutes": act.data["minutes"], "by": person.name}
    act.set_details(agenda=[*act.details.agenda, row])
    act.notice(
        [act.details.convener_id], "message", PROPOSED, title=act.matter.title, person=person.name,
        subject=row["subject"],
    )  # fmt: skip


def on_needs(act: Act) -> None:
    """A head has said how far the department is; what it needs of others is a point of the agenda."""
    person = act.actor.person
    assert person is not None
    seat = act.item.person if act.item is not None and act.item.person is not None else person
    department = _headed(seat)
    if department is None:
        raise ActionError(_("没有找到您负责的部门。"))
    Need.objects.update_or_create(
        matter=act.matter, person=seat,
        defaults={
            "department": department, "progress": act.data["progress"], "needs": act.data["needs"], "at": act.now,
        },
    )  # fmt: skip
    if act.data["needs"]:
        subject = _("%(department)s需协调：%(needs)s") % {
            "department": department.short_name, "needs": act.data["needs"].splitlines()[0],
        }  # fmt: skip
        row = {"subject": subject[:200], "minutes": None, "by": person.name}
        act.set_details(agenda=[*act.details.agenda, row])


def _headed(person: Person) -> Department | None:
    """The department a head speaks for: their own, if they head it, else the first they head."""
    headed = organisation.headed_by(person)
    own = person.department_id if person.department_id in headed else next(iter(headed), None)
    return organisation.department_by_id(own) if own is not None else None


def reply(act: Act) -> None:
    """Whether somebody invited comes; the convener hears who doesn't."""
    person = act.actor.person
    assert person is not None
    Attendee.objects.filter(matter=act.matter, person=person).update(
        reply=act.data["reply"], excuse=act.data["excuse"], replied_at=act.now
    )
    if act.data["reply"] == Attendee.Reply.DECLINED:
        told = [act.details.convener_id]
        said = {"person": person.name, "excuse": act.data["excuse"]}
        act.notice(told, "message", DECLINED, title=act.matter.title, **said)


def check_in(act: Act) -> None:
    """签到: there, by their own word."""
    Attendee.objects.filter(matter=act.matter, person=act.actor.person).update(
        checked_in_at=act.now, present=True
    )


def hold(act: Act) -> None:
    """Who was there, invited or not."""
    there = {one.pk for one in act.data["present"]}
    if not there - {act.details.chair_id}:
        raise ActionError(_("除主持人外没有人到会，会议不能算召开。请改期或取消。"))
    rows = Attendee.objects.filter(matter=act.matter)
    known = set(rows.values_list("person_id", flat=True))
    rows.filter(person__in=there).update(present=True)
    rows.exclude(person__in=there).update(present=False)
    Attendee.objects.bulk_create(
        Attendee(matter=act.matter, person_id=pk, invited=False, present=True) for pk in sorted(there - known)
    )
    act.joins(people=sorted(there))


def write(act: Act) -> None:
    """A new draft is asked about anew."""
    for row in act.data["resolutions"]:
        if row["needed_by"] is not None and row["needed_by"] <= act.now:
            raise ActionError(_("决议的完成期限要晚于现在。"))
    act.set_details(
        resolutions=[
            {
                "content": row["content"],
                "department": row["department"].pk,
                "owner": row["owner"].pk if row["owner"] else None,
                "needed_by": row["needed_by"].isoformat() if row["needed_by"] else None,
            }
            for row in act.data["resolutions"]
        ]
    )
    Attendee.objects.filter(matter=act.matter).update(answer="", words="", answered_at=None)


def on_confirmation(act: Act) -> None:
    """Confirmed or objected; the chair hears of an objection and may send the minutes back."""
    person = act.actor.person
    assert person is not None
    answer = Attendee.Answer(act.data["answer"])
    seat = act.item.person_id if act.item is not None and act.item.person_id else person.pk
    Attendee.objects.filter(matter=act.matter, person=seat).update(
        answer=answer, words=act.texts.get("words", ""), answered_at=act.now
    )
    if answer == Attendee.Answer.OBJECTED:
        told = [act.details.chair_id, act.details.secretary_id]
        said = {"person": person.name, "words": act.texts["words"]}
        act.notice(told, "message", OBJECTED, title=act.matter.title, **said)


def sign(act: Act) -> None:
    """What was resolved becomes work; the chair judges whether it was carried out."""
    for row in act.details.resolved:
        due, content = row["needed_by"], row["content"]
        open_under(
            act,
            "resolution",
            {
                "title": content.splitlines()[0][:100],
                "content": content,
                "lead_department": str(row["department"].uid),
                "owner": str(row["owner"].uid) if row["owner"] else None,
                "judge": str(act.details.chair.uid),
                "needed_by": clock.local(due).strftime("%Y-%m-%dT%H:%M") if due and due > act.now else None,
            },
        )


def after_signing(act: Act) -> str:
    """Closed at once where nothing was resolved."""
    return "minutes_confirmed" if act.details.resolutions else "closed"
