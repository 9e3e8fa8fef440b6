"""What the acts of a handover do besides moving it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands import issuing
from xieli.matters.commands.act import Act
from xieli.matters.commands.sealing import seal
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import lines
from .models import HandoverLine, Reason
from .permissions import decider, may_open_for

TITLES = {"leaving": "离职", "post": "岗位变动", "absence": "休假外派", "project": "项目"}
TAKEN = gettext_noop("工作交接 %(matter)s 已生效：%(n)d 项工作转到您名下")
GIVEN = gettext_noop("工作交接 %(matter)s 已生效：您移交的工作已转给接收人")
RETURNED = gettext_noop("工作交接 %(matter)s：%(n)d 项工作已退还给 %(person)s")

Verdict, Ruling = HandoverLine.Verdict, HandoverLine.Ruling


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    return {"reason": scene.details.reason, "key_post": scene.details.key_post}


def category_labels() -> list[tuple[str, Any]]:
    """Listed by reason."""
    return list(Reason.choices)


def begin(act: Act) -> None:
    """Who hands over why to whom; the list is filled with all they hold."""
    given = act.data
    giver: Person | None = given["giver"] or act.actor.person
    if giver is None:
        raise ActionError(_("请写明移交人。"))
    if not may_open_for(act.actor, giver):
        raise ActionError(_("只能为自己、本部门员工发起交接，或由人力资源部门发起。"))
    about = _about(given["about"]) if given["reason"] == Reason.PROJECT else None
    title = f"{giver.name}{TITLES[given['reason']]}工作交接"
    act.set_details(
        title=f"{title}（{about.reference}）" if about else title, category=given["reason"], giver=giver, about=about,
        reason=given["reason"], key_post=given["key_post"], note=given["note"], returns_at=given["returns_at"],
        absent=given["absent"], absent_why=given["absent_why"], supervisor=given["supervisor"],
        lead_department=giver.department,
    )  # fmt: skip
    act.set_details(receiver=given["receiver"] or _usual_receiver(act))
    _check_people(act)
    details = act.details
    people = [details.giver_id, details.receiver_id, details.supervisor_id]
    personnel = organisation.department_with_duty("hr")
    departments = [giver.department_id, details.receiver.department_id, personnel.pk if personnel else None]
    act.joins(departments=departments, people=people)
    lines.refresh(act)


def _about(number: str) -> Matter:
    found = Matter.objects.filter(number=number.strip(), closed_at=None).first()
    if found is None:
        raise ActionError(_("请填写要移交的任务或项目的编号，例如 XM-2026-0001。"))
    return found


def _usual_receiver(act: Act) -> Person:
    """The head, who may hand each line on to whom it suits."""
    place = decider.resolve(act.scene) if act.details.giver_id else None
    if place is None or place.person is None:
        raise ActionError(_("请写明接收人。"))
    return place.person


def _check_people(act: Act) -> None:
    details = act.details
    people = [
        one for one in (details.giver_id, details.receiver_id, details.supervisor_id) if one is not None
    ]
    if len(people) != len(set(people)):
        raise ActionError(_("移交人、接收人和监交人不能是同一个人。"))
    if details.absent and (details.supervisor_id is None or not details.absent_why):
        raise ActionError(_("移交人不能到场时，请写明原因，并指定监交人代为签字。"))


def hand_in(act: Act) -> None:
    """To be checked as it stands now; with nothing to hand over there is nothing to check."""
    if act.data["note"]:
        act.set_details(note=act.data["note"])
    lines.refresh(act)
    if not any(one.is_open for one in lines.of(act.matter)):
        raise ActionError(_("清单是空的。请先补充条目，或撤销这次交接。"))
    act.joins(
        departments=(one.receiver.department_id for one in _open_lines(act)),
        people=(one.receiver_id for one in _open_lines(act)),
    )


def _open_lines(act: Act) -> list[HandoverLine]:
    rows = HandoverLine.objects.filter(handover=act.matter, outcome="", stays=False)
    return list(rows.select_related("receiver"))


def add_lines(act: Act) -> None:
    """What the product can't know: papers, keys, accounts (never passwords), loose ends."""
    receiver = act.data["receiver"]
    if receiver == act.details.giver:
        raise ActionError(_("接收人不能是移交人本人。"))
    rows = act.data["rows"]
    lines.add(act, [HandoverLine(**row, receiver=receiver or act.details.receiver) for row in rows])


def arrange(act: Act) -> None:
    """Another receiver, words on how far it is; or it stays with the giver, which a leaver can't choose."""
    given = act.data
    values: dict[str, Any] = {name: given[name] for name in ("progress", "contact") if given[name]}
    if given["receiver"]:
        if given["receiver"] == act.details.giver:
            raise ActionError(_("接收人不能是移交人本人。"))
        values["receiver"] = given["receiver"]
    if given["stays"]:
        if act.details.reason == Reason.LEAVING:
            raise ActionError(_("离职交接的条目都要移交，不能留在本人名下。"))
        values["stays"] = given["stays"] == "yes"
    rows = _chosen(act)
    rows.update(**values, verdict="", words="", judged_by=None, judged_at=None)
    if given["receiver"]:
        act.joins(departments=[given["receiver"].department_id], people=[given["receiver"].pk])


def _chosen(act: Act) -> Any:
    rows = HandoverLine.objects.filter(handover=act.matter, outcome="", no__in=act.data["lines"])
    if not rows.exists():
        raise ActionError(_("请选择条目。"))
    return rows


def look_again(act: Act) -> None:
    """What has come or was settled since the list was filled."""
    lines.refresh(act, late=act.matter.state not in ("preparing", "checking"))
    if act.matter.state == "signing":
        lines.digest(act)


def judge(act: Act) -> None:
    """The receiver's word on lines of theirs."""
    rows = _mine(act).filter(no__in=act.data["lines"])
    if not rows.exists():
        raise ActionError(_("请选择由您接收的条目。"))
    rows.update(
        verdict=act.data["verdict"], words=act.data["words"], judged_by=act.actor.person, judged_at=act.now
    )


def _mine(act: Act) -> Any:
    """Open lines of the receiver whose seat is acted on; a deputy checks for the receiver."""
    item = act.item
    rows = HandoverLine.objects.filter(handover=act.matter, outcome="", stays=False)
    return rows.filter(receiver=item.person_id if item is not None else None)


def finish_check(act: Act) -> None:
    """Every line has been looked at, one by one, and can be taken over."""
    missing = _mine(act).filter(verdict="").count()
    if missing:
        raise ActionError(_("还有 %(n)d 条没有核对，请逐条确认或提出异议。") % {"n": missing})
    confirmed = _mine(act).filter(verdict=Verdict.CONFIRMED)
    lines.rehearse(act, confirmed, _("请对这些条目提出异议，由负责人改由他人接收。"))
    lines.digest(act)


def checked(act: Act) -> str:
    """With a disputed line the head has a say first."""
    return "refuse" if _mine(act).filter(verdict=Verdict.DISPUTED, ruling="").exists() else "approve"


def rule(act: Act) -> None:
    """The head's word on disputed lines: as it is, to somebody else, or not at all."""
    given, ruling = act.data, act.data["ruling"]
    rows = _chosen(act).filter(verdict=Verdict.DISPUTED)
    if not rows.exists():
        raise ActionError(_("请选择有异议的条目。"))
    values: dict[str, Any] = {"ruling": ruling, "ruled_by": act.actor.person}
    if ruling == Ruling.OTHER:
        receiver = given["receiver"]
        if receiver is None or receiver == act.details.giver:
            raise ActionError(_("请选择由谁接收。"))
        values |= {"receiver": receiver, "verdict": "", "judged_by": None, "judged_at": None, "ruling": ""}
        act.joins(departments=[receiver.department_id], people=[receiver.pk])
    elif ruling == Ruling.OUT:
        if act.details.reason == Reason.LEAVING and rows.exclude(key="").exists():
            raise ActionError(_("离职交接的工作不能不列入，请改由他人接收。"))
        values["stays"] = True
    rows.update(**values)


def conclude(act: Act) -> None:
    """No dispute is left open."""
    left = HandoverLine.objects.filter(
        handover=act.matter, outcome="", stays=False, verdict=Verdict.DISPUTED, ruling=""
    ).count()
    if left:
        raise ActionError(_("还有 %(n)d 条异议没有裁定。") % {"n": left})
    lines.digest(act)


def after_ruling(act: Act) -> str:
    """What somebody else is to take over is looked at by them."""
    unseen = HandoverLine.objects.filter(handover=act.matter, outcome="", stays=False, verdict="", late=False)
    return "checking" if unseen.exists() else "signing"


def sign(act: Act) -> None:
    """What has come since the check stands in the list before it is signed; nobody signs for what can't move."""
    if lines.refresh(act, late=True):
        lines.digest(act)
    lines.rehearse(act, _open_lines(act), _("请「拒绝签字」，由负责人改由他人接收。"))


def endorse(act: Act) -> None:
    """On the last signature everything moves, in this transaction."""
    main, item = act.scene.main_round, act.item
    others = [one for one in act.scene.seats_of(main) if not one.verdict] if main is not None else []
    if item is None or any(one.pk != item.seat_id for one in others):
        lines.rehearse(act, _open_lines(act), _("请「退回重新整理」，改由他人接收。"))
        return
    taken = lines.move_all(act)
    act.set_details(effective_at=act.now)
    act.joins(people=taken)
    for person, n in taken.items():
        act.notice([person], "assigned", TAKEN, n=n)
    act.notice([act.details.giver_id], "progress", GIVEN)


def archive(act: Act) -> None:
    """The list goes into the archive: read from now on, never written."""
    seal(act, ())


def give_back(act: Act) -> None:
    """Who was away is back: what is still open returns to them, what was settled meanwhile stays settled."""
    _return(act)
    seal(act, ())


def reverse(act: Act) -> None:
    """It never should have moved: everything still open returns, the document is void."""
    _return(act)
    issuing.void_all(act)


def _return(act: Act) -> None:
    people = {one.moved_to_id for one in lines.of(act.matter) if one.outcome == HandoverLine.Outcome.MOVED}
    n = lines.move_back(act)
    act.set_details(returned_at=act.now)
    giver = organisation.person_by_id(act.details.giver_id)
    name = giver.name if giver else ""
    told = [*sorted(one for one in people if one), act.details.giver_id]
    act.notice(told, "progress", RETURNED, n=n, person=name)
