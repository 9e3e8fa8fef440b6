"""The matter's own clocks: started, stopped and resumed by acts and states; pauses bound to the state they began in."""

from datetime import datetime

from xieli.core.rowwise import added, changed
from xieli.matters import clocks as running
from xieli.matters import limits
from xieli.matters.models import Clock, ClockChange
from xieli.matters.procedure import Clock as ClockSpec

from .act import Act
from .closing import end_pause_rows, stop_clock
from .opening import warnings_of


def run(act: Act, *, moved_to: str | None) -> None:
    """Let every declared clock react to this act and, if the state changed, to the state reached."""
    names = {act.action, moved_to}
    for spec in act.procedure.clocks.values():
        clock = act.scene.running_clock(spec.name)
        if clock is not None:
            if names & set(spec.stop):
                stop_clock(act, clock, "judged")
            continue
        before = [one for one in _stopped(act) if one.name == spec.name]
        if before and names & set(spec.resume_on):
            start_again(act, before[-1])
        elif names & set(spec.again if before else spec.start) and not names & set(spec.stop):
            _start(act, spec)


def _start(act: Act, spec: ClockSpec) -> None:
    if spec.when is not None and not spec.when.holds(act.scene, act.actor):
        return
    found = limits.resolve(act.scene, spec.name)
    if found is None:
        return
    calendar = _calendar(act, spec)
    clock = Clock(
        matter=act.matter,
        name=spec.name,
        kind="matter",
        calendar=calendar,
        warnings=found.warnings or spec.warnings or warnings_of(act.scene),
        service_level=found.edited,
        started_seq=act.seq,
    )
    running.start(clock, limits.evaluate(act.scene, found.allowance, calendar, act.now), act.now)
    _keep(act, clock)


def _stopped(act: Act) -> list[Clock]:
    """The matter's clocks that ran and stopped. What was taken back never ran."""
    stopped = (one for one in [*act.scene.stopped_clocks, *act.scene.clocks] if one.stopped_at is not None)
    return [one for one in stopped if one.kind == "matter" and one.outcome != "withdrawn"]


def _calendar(act: Act, spec: ClockSpec) -> str:
    if spec.calendar == "lead" and act.matter.lead_department is not None:
        return act.matter.lead_department.calendar
    return "office" if spec.calendar == "lead" else spec.calendar


def _keep(act: Act, clock: Clock) -> None:
    added(clock)
    act.scene.clocks.append(clock)
    act.note("clocks", "started", [clock.pk, clock.name, clock.due_at])


def start_again(act: Act, clock: Clock) -> None:
    """Let a stopped clock run on from now; the time it stood still is kept as a change of its due moment."""
    assert clock.stopped_at is not None
    ClockChange.objects.create(
        clock=clock,
        kind="stopped",
        at=clock.stopped_at,
        ended_at=act.now,
        old_due=clock.due_at,
        state=act.matter.state,
        event_seq=act.seq,
    )
    running.restart(clock, act.now)
    changed(clock)
    act.scene.runs_again(clock)
    show_due(act, clock)
    act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])


def timers(act: Act, state: str) -> None:
    """Stop the timers of the state left, start those of the state reached."""
    for clock in act.scene.clocks:
        if clock.kind == "timer" and clock.stopped_at is None:
            stop_clock(act, clock, "superseded")
    for spec in act.procedure.timers.values():
        if spec.source.name == state:
            clock = Clock(
                matter=act.matter,
                name=spec.name,
                kind="timer",
                calendar="office",
                warnings="silent",
                started_seq=act.seq,
            )
            _keep(
                act, running.start(clock, limits.evaluate(act.scene, spec.after, "office", act.now), act.now)
            )


def pause(act: Act, clocks: list[Clock], *, cause: str, until: datetime | None, text: str = "") -> None:
    """Pause clocks and keep the reason; each pause belongs to the state it began in."""
    for clock in clocks:
        if not clock.running or clock.kind == "timer":
            continue
        running.pause(clock, act.now, until)
        clock.ever_paused = True
        changed(clock)
        ClockChange.objects.create(
            clock=clock,
            kind="pause",
            at=act.now,
            old_due=clock.due_at,
            state=act.matter.state,
            cause=cause,
            text=text,
            event_seq=act.seq,
        )
        act.note("clocks", "paused", [clock.pk, clock.name])


def resume(act: Act, clocks: list[Clock]) -> None:
    """Let paused clocks run on, with their warnings set anew."""
    for clock in clocks:
        if clock.paused_at is None or clock.stopped_at is not None:
            continue
        ended = running.pause_ends(clock, act.now)
        running.resume(clock, act.now)
        changed(clock)
        end_pause_rows(clock, ended)
        show_due(act, clock)
        act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])


def show_due(act: Act, clock: Clock) -> None:
    """An item shows the due moment of its clock."""
    for item in act.scene.open_items:
        if item.pk == clock.item_id and item.due_at != clock.due_at:
            item.due_at = clock.due_at
            changed(item, "due_at")


def leave_and_enter(act: Act, paused_before: list[Clock], state: str) -> None:
    """No pause outlives its state: those of the state left end, those the new state declares begin."""
    spec = act.procedure.states[state]
    declared = [clock for clock in act.scene.clocks if clock.name in spec.pauses and clock.stopped_at is None]
    resume(act, [clock for clock in paused_before if clock.item_id is None])
    for clock in paused_before:
        if clock.paused_at is not None and clock.stopped_at is None and clock.item_id is not None:
            stop_clock(act, clock, "superseded")
    pause(act, [clock for clock in declared if clock.item_id is None], cause=f"state:{state}", until=None)
