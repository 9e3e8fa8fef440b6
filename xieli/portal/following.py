"""What the page of a case shows its customer: built here field by field, so that nothing else can slip through."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.commands import available_actions
from xieli.matters.models import Attachment, Clock, ClockChange, Comment, Event, Matter
from xieli.matters.scene import Scene
from xieli.portal import wording
from xieli.portal.access import Visit
from xieli.portal.models import Rating
from xieli.stations.queries import notices

RESULT_SHOWN = frozenset({"checked", "followed", "closed"})  # the check by customer service comes first
ANSWER_SHOWN = frozenset({"answered", "followed", "closed"})
GUEST_ACTS = frozenset({"comment"})
ACTS = frozenset({"comment", "replied", "not_helped", "confirmed", "satisfied", "reopen", "give_up", "urge"})


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the way, for the stepper."""

    label: str
    state: str  # done | now | todo
    late: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """Something we owe the customer by a time: to be there, to have mended it, to have answered."""

    label: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Message:
    """Something said between the customer and us. Of us the customer learns no names here."""

    text: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """Everything the page knows."""

    number: str
    subject: str
    place: str
    text: str
    sentence: str
    steps: list[Step]
    department: str
    promises: list[Promise]
    late: bool
    delays: list[str]
    question: str
    answer: str
    notices: list[str]
    happened: list[tuple[str, datetime]]
    messages: list[Message]
    files: list[Attachment]
    acts: frozenset[str]
    open: bool
    rating: Rating | None
    merged_into: str


def followed(visit: Visit) -> Followed:
    """The case as its customer may see it. For a guest without the telephone's owner's own words and rating."""
    matter, case = visit.matter, visit.matter.case
    shown = _kept(matter)
    department = _department(shown)
    said = wording.STATES.get(shown.state, wording.STATES["recorded"])
    promises = _promises(shown, said.stage)
    late = any(one.late for one in promises)
    return Followed(
        number=matter.number or "",
        subject=case.subject,
        place=_place(case),
        text="" if visit.guest else case.text,
        sentence=_filled(said.sentence, department),
        steps=_steps(said.stage, late, ended=not shown.is_open),
        department=department if said.stage == 1 else "",
        promises=promises,
        late=late,
        delays=_delays(shown, late),
        question=case.question if matter.state == "waiting" else "",
        answer=_answer(shown),
        notices=notices(case.station) if case.station else [],
        happened=_happened(matter, department),
        messages=_messages(matter),
        files=list(_files(matter)),
        acts=_acts(visit),
        open=matter.is_open,
        rating=None if visit.guest else _rating(matter),
        merged_into=(shown.number or "") if shown is not matter else "",
    )


def _kept(matter: Matter) -> Matter:
    """The case that goes on for this one, itself where it was not merged; the kept one may be merged later too."""
    seen = {matter.pk}
    while matter.state == "merged" and (into := matter.case.duplicate_of) and into.pk not in seen:
        seen.add(into.pk)
        matter = into
    return matter


def _rating(matter: Matter) -> Rating | None:
    return Rating.objects.filter(matter=matter, round=matter.case.reopenings + 1).first()


def _department(matter: Matter) -> str:
    return matter.lead_department.name if matter.lead_department else _("客户服务中心")


def _filled(sentence: Any, department: str) -> str:
    return str(sentence) % {"department": department} if "%(" in str(sentence) else str(sentence)


def _place(case: Any) -> str:
    if case.charger is not None and case.station is not None:
        return _("%(station)s %(number)s 号桩") % {
            "station": case.station.name,
            "number": case.charger.short_code,
        }
    return case.station.name if case.station else ""


def _steps(stage: int, late: bool, *, ended: bool) -> list[Step]:
    found = []
    for place, label in enumerate(wording.STAGES):
        state = "done" if place < stage or ended else "now" if place == stage else "todo"
        found.append(Step(str(label), state, late and place == stage))
    return found


def _promises(matter: Matter, stage: int) -> list[Promise]:
    """The time agreed with the customer and the limits that run now: to respond, to arrive, to repair; where there is
    none of these, the answer as a whole. Nothing once it is done."""
    if not matter.is_open or stage >= 2:
        return []
    running = {
        one.name: one.due_at
        for one in Clock.objects.filter(matter=matter, kind="matter", stopped_at=None, paused_at=None)
    }
    if matter.case.promised_at is not None:
        running["agreed"] = matter.case.promised_at
    now, total = clock.now(), running.pop("total", None)
    found = [(name, running[name]) for name in wording.PROMISES if name in running]
    if not found and total is not None:
        found = [("total", total)]
    return [Promise(str(wording.PROMISES[name]), at, at < now) for name, at in found]


def _delays(matter: Matter, late: bool) -> list[str]:
    """Why it takes longer: pauses and extensions by their declared reasons, and lateness itself."""
    changes = ClockChange.objects.filter(clock__matter=matter, kind__in=["pause", "extension"]).order_by("at")
    found = []
    for kind, cause in changes.values_list("kind", "cause"):
        if kind == "extension":
            found.append(str(wording.EXTENDED))
        elif cause in wording.CAUSES:
            found.append(str(wording.CAUSES[cause]))
    if late:
        found.append(str(wording.LATE))
    return list(dict.fromkeys(found)) if matter.is_open else []


def _answer(matter: Matter) -> str:
    case = matter.case
    if matter.state in RESULT_SHOWN and case.result:
        return str(case.result)
    return str(case.answer) if matter.state in ANSWER_SHOWN else ""


def _happened(matter: Matter, department: str) -> list[tuple[str, datetime]]:
    rows = Event.objects.filter(matter=matter, action__in=list(wording.ACTS)).order_by("-seq")
    return [
        (_filled(wording.ACTS[action], department), at) for action, at in rows.values_list("action", "at")
    ]


def _messages(matter: Matter) -> list[Message]:
    rows = Comment.objects.filter(matter=matter, for_customer=True, deleted_at=None).order_by("at")
    return [Message(row.text, row.at, row.customer) for row in rows]


def _files(matter: Matter) -> Any:
    """Files the customer sent or was meant to get."""
    rows = Attachment.objects.filter(matter=matter, deleted_at=None)
    return (rows.filter(for_customer=True) | rows.filter(by_customer=True)).order_by("at")


def file_of(matter: Matter, uid: Any) -> Attachment | None:
    """One of the files the customer may open."""
    found: Attachment | None = _files(matter).filter(uid=uid).first()
    return found


def _acts(visit: Visit) -> frozenset[str]:
    """Names of the acts the customer may carry out now: those of the engine, as far as the portal offers them."""
    scene = Scene.load(visit.matter, clock.now())
    offered = {one.name for one in available_actions(scene, visit.actor)}
    return frozenset(offered & (GUEST_ACTS if visit.guest else ACTS))
