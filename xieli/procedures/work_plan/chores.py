"""What plans do by themselves, about hourly: harmless when repeated, one plan at a time."""

from datetime import date

import structlog

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department

from .effects.drawing import plans_of
from .effects.ending import carry_now
from .effects.running import begins_on
from .models import Cadence, Fate, PlanDetails, PlanLine
from .periods import AHEAD, Period, period

log = structlog.get_logger(__name__)


def move_on() -> int:
    """Hand out the items whose day has come; bring over what an earlier plan left."""
    return _hand_out() + _carry()


def _hand_out() -> int:
    today = clock.local(clock.now()).date()
    waiting = PlanLine.objects.filter(plan__state="running", matter=None, fate=Fate.OPEN)
    plans = {}
    for line in waiting.select_related("plan__work_plan"):
        if begins_on(line, line.plan.work_plan) <= today:
            plans[line.plan_id] = line.plan
    return sum(_do(plan, "advance") for plan in plans.values())


def _carry() -> int:
    waiting = PlanLine.objects.filter(fate=Fate.CARRIED, successor=None, plan__closed_at__isnull=False)
    found = waiting.values_list("plan__lead_department", "plan__work_plan__cadence", "plan_id").distinct()
    done = 0
    for department, cadence, plan in found:
        coming = PlanDetails.objects.get(pk=plan).period.next()
        try:
            done += carry_now(department, cadence, coming)
        except ActionError as refused:
            log.warning("items could not be carried over", department=department, why=refused.message)
    return done


def ask_for_next() -> int:
    """A department that plans by the quarter goes on planning by the quarter: it is asked in time for the next. One
    that never planned is asked for the coming quarter."""
    today = clock.local(clock.now()).date()
    return sum(
        _ask(department, coming)
        for department in organisation.departments()
        for coming in _coming(department, today)
        if (coming.first - today).days <= AHEAD[coming.cadence] and coming.last >= today
    )


def _coming(department: Department, today: date) -> list[Period]:
    """The periods after those a department has planned; the next quarter for one that has planned nothing and has a
    head of its own below the company's leaders."""
    newest = (plans_of(department.pk, cadence).first() for cadence in AHEAD)
    if found := [last.period.next() for last in newest if last is not None]:
        return found
    executive = organisation.executive_of(department)
    if department.head_id is None or (executive is not None and executive.pk == department.head_id):
        return []
    return [period(Cadence.QUARTER, today).next()]


def _ask(department: Department, coming: Period) -> int:
    asked = PlanDetails.objects.filter(
        matter__lead_department=department, cadence=coming.cadence, starts_on=coming.first
    )
    if asked.exists():  # and declared void, or withdrawn
        return 0
    data = {
        "cadence": coming.cadence, "starts_on": coming.first.isoformat(), "department": str(department.uid),
    }  # fmt: skip
    try:
        open_matter("work_plan", SYSTEM, "begin", data)
    except ActionError as refused:
        log.warning("no plan could be asked for", department=department.code, why=refused.message)
        return 0
    return 1


def _do(matter: Matter, action: str) -> int:
    try:
        perform(matter, action, SYSTEM)
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning("plan chore refused", matter=matter.number, action=action, why=refused.message)
        return 0
    return 1
