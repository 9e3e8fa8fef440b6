"""提前说明 / 延期, 挂起 / 恢复: saying beforehand that it will be late; stopping the clock for a declared reason."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.matters import clocks as running
from xieli.matters.actors import Actor
from xieli.matters.commands import matter_clocks, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.moving import copy_due
from xieli.matters.commands.seating import seat_at
from xieli.matters.errors import ActionError, AlreadyDone
from xieli.matters.forms import EmptyForm, NoticeForm, PauseForm
from xieli.matters.holders import Place, at, executive_of, field, head_of, initiator
from xieli.matters.models import Clock, WorkItem
from xieli.matters.scene import Scene
from xieli.worktime import calendars

from .side import pausable
from .verb import Verb


def _may_notice(scene: Scene, actor: Actor) -> str | None:
    """Before due; also while the clock stands still."""
    item, most = scene.item, scene.procedure.verbs.extend
    if item is None or most == 0 or _is_asked(scene, item, "extension"):
        return None
    clock = scene.step_clock(item)
    if clock is None or clock.due_at <= (clock.paused_at or scene.now) or clock.extensions >= most:
        return None
    return scene.authority_over_item(actor)


def _is_asked(scene: Scene, item: WorkItem, purpose: str) -> bool:
    """One request at a time."""
    return any(r.purpose == purpose and r.about_id == item.pk and r.closed_at is None for r in scene.rounds)


def _give_notice(act: Act) -> None:
    """An early notice with a new date is the request for an extension: first the requester or head, second the
    executive, no third."""
    item, new_due = act.item, act.data["new_due"]
    assert item is not None
    clock = act.scene.step_clock(item)
    assert clock is not None
    if new_due <= act.now:  # of what has stood still for long, the date it would be due at lies behind
        raise ActionError(_("新期限要晚于现在。"))
    more = running.added_by(clock, new_due)
    if more == 0:
        raise ActionError(_("新期限要晚于现在的期限。"))
    rules = act.procedure.verbs.extend_who or (initiator, executive_of(field("lead")))
    rule, asker = rules[min(clock.extensions, len(rules) - 1)], act.actor.person_id
    place = rule.resolve(act.scene)
    chair = seat_at(act.scene, place, "approve_extension", "decide_extension", asker=asker)
    early = is_early(clock, act)
    act.journal["early"] = early
    opening.open_side(
        act,
        "extension",
        "decide_extension",
        [chair],
        new_due=new_due.isoformat(),
        more=more,
        clock=clock.pk,
        early=early,
        asker=asker,
    )


def is_early(clock: Clock, act: Act) -> bool:
    """Whether a notice given now counts as early: 20 % of the allowance left, and for limits over 1 WD one WD."""
    calendar = calendars.get(clock.calendar)
    day = 86_400 if clock.unit == "C" else calendar.day_seconds
    if clock.unit == "WD":
        total = clock.allowed * day
        left = max(0, calendar.elapsed(clock.paused_at or act.now, clock.due_at))
    else:
        total, left = clock.allowed, running.left(clock, act.now)
    if left * 5 < total:
        return False
    return total <= day or left >= day


def _may_pause(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    if item is None or not scene.procedure.verbs.pause or _is_asked(scene, item, "pause"):
        return None
    clock = scene.step_clock(item)
    return scene.authority_over_item(actor) if clock is not None and clock.running else None


def _pause(act: Act) -> None:
    """Short pauses the holder takes for a declared reason; long ones the head of the department decides."""
    until, cause = act.data["until"], act.data["cause"]
    if cause not in act.procedure.verbs.pause:
        raise ActionError(_("请从列表中选择挂起事由。"))
    if until <= act.now:
        raise ActionError(_("恢复时间要晚于现在。"))
    if until > act.now + timedelta(days=settings.LONGEST_OWN_PAUSE_DAYS):
        assert act.item is not None and act.item.department is not None
        place, asker = head_of(at(Place(act.item.department))).resolve(act.scene), act.actor.person_id
        chair = seat_at(act.scene, place, "approve_pause", "decide_pause", asker=asker)
        opening.open_side(
            act,
            "pause",
            "decide_pause",
            [chair],
            until=until.isoformat(),
            cause=cause,
            asker=asker,
        )
        return
    matter_clocks.pause(
        act, pausable(act, act.item), cause=cause, until=until, text=act.texts.get("reason", "")
    )


def _may_resume(scene: Scene, actor: Actor) -> str | None:
    if actor.kind == "system":
        return "system"
    if scene.item is None or not _taken_pauses(scene, scene.item):
        return None
    return scene.authority_over_item(actor)


def _taken_pauses(scene: Scene, item: WorkItem | None) -> list[Clock]:
    """Paused clocks of the matter and of one item (or all open ones). Only pauses somebody took have an end; those
    of the state last as long as the state."""
    here = {one.pk for one in ([item] if item is not None else scene.main_items)}
    return [
        clock
        for clock in scene.clocks
        if clock.pause_until is not None
        and clock.stopped_at is None
        and (clock.item_id is None or clock.item_id in here)
    ]


def _resume(act: Act) -> None:
    by_itself = act.actor.kind == "system"
    paused = _taken_pauses(act.scene, None if by_itself else act.item)
    if by_itself:
        paused = [one for one in paused if one.pause_until is not None and one.pause_until <= act.now]
        if not paused:
            raise AlreadyDone(_("没有到期的挂起。"))
    matter_clocks.resume(act, paused)
    copy_due(act)


VERBS = (
    Verb(
        "give_notice",
        gettext_lazy("提前说明"),
        _may_notice,
        _give_notice,
        NoticeForm,
        ("item",),
        rank=6,
        icon="clock-plus",
    ),
    Verb(
        "pause", gettext_lazy("挂起"), _may_pause, _pause, PauseForm, ("item",), rank=22, icon="player-pause"
    ),
    Verb(
        "resume",
        gettext_lazy("恢复计时"),
        _may_resume,
        _resume,
        EmptyForm,
        ("item", "matter"),
        rank=2,
        icon="player-play",
    ),
)
