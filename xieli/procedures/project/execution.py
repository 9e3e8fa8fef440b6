"""The plan as it goes: its lines kept as rows, due dates moved on by what is upstream, lines that can begin handed out.

A line's own lateness never moves its own date; what waits for it moves by as many working days, and nobody is
blamed for it (4.1.c).
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation

from .calendar import close_of, days, today
from .children import hand_out
from .models import PlanTask
from .plan import Plan, Task
from .schedule import Actual, Dates, Schedule, schedule


def follow(project: Matter, plan: Plan, dates: Schedule, former: Plan | None = None) -> None:
    """The living rows of a plan that is in force from now on; what already happened stays, and so does who took a
    line over meanwhile where the plan names whom the `former` one named."""
    had = {row.code: row for row in PlanTask.objects.filter(project=project)}
    named = {task.code: (task.department, task.person) for task in former.tasks} if former is not None else {}
    kept: list[PlanTask] = []
    new: list[PlanTask] = []
    for place, task in enumerate(plan.tasks):
        row, group = (had.pop(task.code), kept) if task.code in had else (_new(project, task, dates), new)
        group.append(_row(row, place, task, dates[task.code]))
        if row.dropped or named.get(task.code) != (task.department, task.person):
            row.department_id, row.person_id = task.department, task.person
        row.dropped = False
    PlanTask.objects.bulk_create(new)
    PlanTask.objects.bulk_update(kept, _FROM_PLAN)
    PlanTask.objects.filter(pk__in=[row.pk for row in had.values()]).update(dropped=True)


def _new(project: Matter, task: Task, dates: Schedule) -> PlanTask:
    return PlanTask(project=project, code=task.code, original_end=dates[task.code].finish)


_FROM_PLAN = (
    "place", "name", "kind", "weight", "department", "person", "planned_start", "planned_end", "due_on", "dropped",
)  # fmt: skip


def _row(row: PlanTask, place: int, task: Task, dates: Dates) -> PlanTask:
    row.place, row.name, row.kind, row.weight = place, task.name, task.kind, task.weight
    row.planned_start, row.planned_end = dates.start, dates.finish
    row.due_on = dates.finish
    return row


def reassign(act: Act, before: Mapping[str, tuple[int | None, int | None]]) -> None:
    """After a plan change: work that was taken out or given to others ends where it was, to be handed out anew."""
    for row in PlanTask.objects.filter(project=act.matter, matter__closed_at=None, matter__isnull=False):
        if row.dropped or before.get(row.code) != (row.department_id, row.person_id):
            matter, row.matter = row.matter, None
            row.save(update_fields=["matter"])
            if matter is not None:
                perform(matter, "void", SYSTEM, {"reason": str(_("计划变更"))}, now=act.now)
        elif row.matter is not None:
            _shift(act, row)


def plan_of(project: Matter) -> Plan:
    """The plan in force."""
    return project.baselines.order_by("-no")[0].plan


def actuals(rows: Iterable[PlanTask]) -> dict[str, Actual]:
    """What happened to the lines so far."""
    return {
        row.code: Actual(row.actual_start, row.actual_end, row.forecast_end)
        for row in rows
        if row.actual_start or row.actual_end or row.forecast_end
    }


def advance(act: Act) -> None:
    """Move on what waits for something late, and hand out what can begin. The project is locked."""
    project, on = act.matter, today(act.now)
    plan = plan_of(project)
    rows = {row.code: row for row in PlanTask.objects.filter(project=project, dropped=False)}
    _reach(plan, rows)
    dates = schedule(plan, days(), actuals(rows.values()), on)
    _move(act, {rows[code]: due for code, due in allowed(plan, rows, dates).items()})
    for task in startable(plan, rows, on):
        _begin(act, task, rows[task.code])


def _move(act: Act, dues: Mapping[PlanTask, date]) -> None:
    """New dates, one statement for all lines of a day; clocks of what is handed out follow."""
    moved: dict[date, list[PlanTask]] = {}
    for row, due in dues.items():
        if due != row.due_on:
            row.due_on = due
            moved.setdefault(due, []).append(row)
    for due, rows in moved.items():
        PlanTask.objects.filter(pk__in=[row.pk for row in rows]).update(due_on=due)
    for row in (one for rows in moved.values() for one in rows if one.matter_id is not None):
        _shift(act, row)


def _reach(plan: Plan, rows: Mapping[str, PlanTask]) -> None:
    """A milestone is reached with the last of what it waits for, on that day."""
    waits = _waits(plan)
    open_ones = [task.code for task in plan.tasks if task.kind == "milestone" and waits.get(task.code)]
    found = True
    while found:
        found = False
        for code in open_ones:
            ends = [rows[one].actual_end for one in waits[code]]
            if rows[code].actual_end is None and all(ends):
                reached = max(one for one in ends if one is not None)
                rows[code].actual_start = rows[code].actual_end = reached
                rows[code].percent, found = 100, True
                rows[code].save(update_fields=["actual_start", "actual_end", "percent"])


def _waits(plan: Plan) -> dict[str, list[str]]:
    waits: dict[str, list[str]] = {}
    for link in plan.dependencies:
        if link.kind == "FS":
            waits.setdefault(link.after, []).append(link.before)
    return waits


def allowed(plan: Plan, rows: Mapping[str, PlanTask], dates: Schedule) -> dict[str, date]:
    """By when each line that is not done may end: as planned, or later by as much as what it waits for is late."""
    counted = days()
    latest: dict[str, int] = {}
    for link in plan.dependencies:
        before, after = dates[link.before], plan.by_code[link.after]
        match link.kind:
            case "FS":
                end = counted.past(before.finish) + link.lag + after.days
            case "SS":
                end = counted.first(before.start) + link.lag + after.days
            case _:
                end = counted.past(before.finish) + link.lag
        latest[link.after] = max(latest.get(link.after, 0), end)
    return {
        code: max(row.planned_end, counted.day(latest[code] - 1)) if code in latest else row.planned_end
        for code, row in rows.items()
        if row.actual_end is None and row.kind != "phase"
    }


def startable(plan: Plan, rows: Mapping[str, PlanTask], on: date) -> list[Task]:
    """Tasks that are nobody's work yet and can begin: all before them is done, and their day has come (or comes
    with the next working day)."""
    counted = days()
    horizon = counted.past(on)  # the position of the next working day
    waits = _waits(plan)
    return [
        task
        for task in plan.tasks
        if task.kind == "task"
        and rows[task.code].matter_id is None
        and rows[task.code].actual_end is None
        and all(rows[one].actual_end is not None for one in waits.get(task.code, ()))
        and counted.first(rows[task.code].planned_start) <= horizon
    ]


def _begin(act: Act, task: Task, row: PlanTask) -> None:
    # The living row: a handover may have moved it since the plan was written.
    department = organisation.department_by_id(row.department_id) if row.department_id else None
    person = organisation.person_by_id(row.person_id) if row.person_id else None
    leader = act.details.leader
    child = hand_out(
        act,
        "task",
        title=task.name,
        content=f"{act.matter.title} · {task.code} {task.name}",
        department=department or leader.department,
        owner=person if person is not None and person.active else None,
        accepter=leader,
        due=close_of(row.due_on),
        deliverable=task.deliverable,
    )
    row.matter = child
    row.save(update_fields=["matter"])


def _shift(act: Act, row: PlanTask) -> None:
    """The clock of a task already handed out moves with its date."""
    matter = row.matter
    if matter is None or matter.closed_at is not None or matter.state != "doing":
        return
    due = clock.local(close_of(row.due_on)).strftime("%Y-%m-%dT%H:%M")
    perform(matter, "shift", SYSTEM, {"due_at": due}, now=act.now)
