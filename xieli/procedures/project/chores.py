"""What projects do by themselves, about hourly: harmless when repeated, one project at a time."""

import logging

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from . import execution, week
from .calendar import days, today
from .effects.change import adopt_waiting
from .effects.logs import owing
from .models import PlanTask, ReportDetails
from .schedule import schedule

log = logging.getLogger(__name__)
WEDNESDAY = 2


def move_on() -> int:
    """Changes approved, or in no need of it, take effect; late lines move what waits; what can begin is handed out."""
    done = 0
    for project in Matter.objects.filter(procedure="project", state="executing").order_by("pk"):
        try:
            done += adopt_waiting(project.pk) + _advance(project)
        except ActionError as refused:  # somebody was faster, or it has ended meanwhile: the next round sees
            log.warning("project %s could not be moved on: %s", project.number, refused.message)
    return done


def _advance(project: Matter) -> int:
    """1 where something is to be moved on or handed out; nothing is written where not."""
    plan, on = execution.plan_of(project), today(clock.now())
    rows = {row.code: row for row in PlanTask.objects.filter(project=project, dropped=False)}
    dates = schedule(plan, days(), execution.actuals(rows.values()), on)
    late = any(due != rows[code].due_on for code, due in execution.allowed(plan, rows, dates).items())
    if not late and not execution.startable(plan, rows, on):
        return 0
    perform(project, "advance", SYSTEM)
    return 1


def ask_for_reports() -> int:
    """From Wednesday on, each department with open tasks is asked for the week's report."""
    on = today(clock.now())
    if on.weekday() < WEDNESDAY or not days().works(on) or clock.now() >= week.due_of(week.monday_of(on)):
        return 0
    done = 0
    for project in Matter.objects.filter(procedure="project", state="executing").order_by("pk"):
        asked = ReportDetails.objects.filter(matter__parent=project, week=week.monday_of(on))
        if owing(project.pk) - set(asked.values_list("matter__lead_department_id", flat=True)):
            perform(project, "ask_reports", SYSTEM)
            done += 1
    return done
