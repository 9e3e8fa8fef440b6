"""A plan is begun, written, submitted and confirmed; what was carried over comes into it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person
from xieli.worktime import calendars

from .. import lines
from ..models import Cadence, Fate, PlanDetails, PlanLine, named
from ..periods import Period, moved, period
from ..permissions import plans_for
from .running import OFFICE, close_of, come_into_force, hand_out_due

UNDONE = ("withdrawn", "void")
SUMMARY_DAYS = 3


def begin(act: Act) -> None:
    """One plan for a department and a period; it begins with what was carried over, or with all of the last one."""
    department = _department(act)
    which = period(act.data["cadence"], act.data["starts_on"])
    if which.last < clock.local(act.now).date():
        raise ActionError(_("这一计划期已经结束。"))
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)  # one at a time
    other = plans_of(department.pk, which.cadence).filter(starts_on=which.first).first()
    if other is not None:
        raise ActionError(
            _("这一期已有计划：%(matter)s。一个部门一期只有一份。") % {"matter": other.matter.reference}
        )
    with override("zh-hans"):
        title = _("%(department)s%(period)s工作计划") % {
            "department": department.name,
            "period": named(which),
        }
    act.set_details(
        cadence=which.cadence, starts_on=which.first, ends_on=which.last, title=title,
        category=which.cadence, lead_department=department,
        draw_up_by=_close_before(which.first, act.now), summary_due=_summary_due(which),
    )  # fmt: skip
    act.joins(departments=[department.pk])
    if act.data.get("from_last"):
        _copy_last(act, which)
    bring_over(act)


def _department(act: Act) -> Department:
    """The one named, else the first the person makes plans for. The product names it."""
    named_one: Department | None = act.data.get("department")
    if act.actor.person is None:
        if named_one is None:
            raise ActionError(_("请选择部门。"))
        return named_one
    own = plans_for(act.actor.person)
    if named_one is not None and named_one.pk not in own:
        raise ActionError(_("您不是%(department)s的负责人。") % {"department": named_one.name})
    first = act.matter.initiator_department_id if act.matter.initiator_department_id in own else own[0]
    found = named_one or organisation.department_by_id(first or 0)
    assert found is not None
    return found


def plans_of(department: int, cadence: str) -> Any:
    """The plans of a department of one length that stand, the newest first."""
    rows = PlanDetails.objects.filter(
        matter__lead_department=department, cadence=cadence, matter__head_seq__gt=0
    )
    return rows.exclude(matter__outcome__in=UNDONE).select_related("matter").order_by("-starts_on")


def _close_before(first: date, now: datetime) -> datetime | None:
    """The last close of business before the period, if that lies ahead."""
    moment = close_of(first - timedelta(days=1))
    return moment if moment > now else None


def _summary_due(which: Period) -> datetime:
    """Three working days after the period."""
    after = which.last + timedelta(days=1)
    start = clock.at(after.year, after.month, after.day)
    return calendars.get(OFFICE).nth_close(start, SUMMARY_DAYS)


def _copy_last(act: Act, which: Period) -> None:
    """The items of the plan before, moved to the same place of this period; what goes on by itself is left out."""
    assert act.matter.lead_department_id is not None
    last = plans_of(act.matter.lead_department_id, which.cadence).filter(starts_on__lt=which.first).first()
    if last is None:
        raise ActionError(_("没有可以照抄的上期计划。"))
    rows = PlanLine.objects.filter(plan=last.matter).exclude(fate__in=(Fate.CARRIED, Fate.DROPPED))
    for no, line in enumerate(rows.select_related("owner"), start=1):
        begins = moved(line.starts_on, last.period, which) if line.starts_on else None
        due = max(moved(line.due_on, last.period, which), begins or which.first)
        PlanLine.objects.create(
            plan=act.matter, no=no, content=line.content, standard=line.standard, goal_id=line.goal_id,
            owner=_still_here(line.owner, act.matter), starts_on=begins, due_on=due,
        )  # fmt: skip


def _still_here(owner: Person, plan: Matter) -> Person:
    """The owner, or who answers for the department where they are not in it any more."""
    lead = plan.lead_department_id
    assert lead is not None
    if owner.active and lead in (*organisation.departments_of(owner), *organisation.headed_by(owner)):
        return owner
    head = organisation.head_of(lead)
    assert head is not None
    return head


def bring_over(act: Act) -> int:
    """Items carried over from earlier plans of the same length that no later plan has taken in yet."""
    which = act.details.period
    waiting = PlanLine.objects.filter(
        fate=Fate.CARRIED, successor=None, plan__lead_department=act.matter.lead_department_id,
        plan__work_plan__cadence=which.cadence, plan__work_plan__starts_on__lt=which.first,
        plan__closed_at__isnull=False,
    )  # fmt: skip
    last = PlanLine.objects.filter(plan=act.matter).order_by("-no").values_list("no", flat=True).first() or 0
    taken = list(waiting.select_related("owner").order_by("plan_id", "no"))
    for no, line in enumerate(taken, start=last + 1):
        due = min(max(line.next_due or which.last, which.first), which.last)
        PlanLine.objects.create(
            plan=act.matter, no=no, content=line.content, standard=line.standard, goal_id=line.goal_id,
            owner=_still_here(line.owner, act.matter), due_on=due, percent=line.percent, note=line.note,
            origin=line, carried=line.carried + 1,
        )  # fmt: skip
    if taken:
        act.note("lines", "carried_in", [one.content for one in taken])
        act.set_details(lines_hash=lines.hash_of(act.matter))
    return len(taken)


def carry_in(act: Act) -> None:
    """The plan before was summed up after this one was begun."""
    if bring_over(act) and act.matter.state == "running":
        hand_out_due(act)


def write_lines(act: Act) -> None:
    """As in the table."""
    assert act.matter.lead_department_id is not None
    rows = act.data["lines"]
    lines.check(rows, act.details.period, act.matter.lead_department_id)
    lines.write(act.matter, rows)
    act.set_details(lines_hash=lines.hash_of(act.matter))


def submit(act: Act) -> None:
    """With at least one item; a month's plan of the head's own is in force at once."""
    if not PlanLine.objects.filter(plan=act.matter).exists():
        raise ActionError(_("计划里还没有事项，请先编制计划。"))
    act.set_details(submitted_by=act.actor.person, lines_hash=lines.hash_of(act.matter))
    if after_submit(act) == "running":
        come_into_force(act, bring_over)


def after_submit(act: Act) -> str:
    """What a deputy submits the head sees first; what is longer than a month the executive confirms."""
    person = act.actor.person
    if person is None or act.matter.lead_department_id not in organisation.headed_by(person):
        return "head_confirming"
    return "running" if act.details.cadence == Cadence.MONTH else "confirming"


def confirm(act: Act) -> None:
    """Confirmed by the last who has to: it is in force."""
    if after_confirm(act) == "running":
        come_into_force(act, bring_over)


def after_confirm(act: Act) -> str:
    """From the head to the executive, unless it is a month's."""
    if act.matter.state == "head_confirming" and act.details.cadence != Cadence.MONTH:
        return "confirming"
    return "running"
