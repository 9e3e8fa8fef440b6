"""The plan is written, handed in, and becomes baseline 0 with the notice (4.1.b)."""

from django.utils.translation import gettext as _

from xieli.matters import ledger
from xieli.matters.commands.act import Act
from xieli.matters.commands.closing import close_round
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from .. import execution
from ..calendar import close_of, days
from ..children import begin_meetings
from ..models import Baseline, PlanDraft
from ..plan import Plan
from ..schedule import schedule


def write_plan(act: Act) -> None:
    """The plan as written so far. The ledger keeps its fingerprint and size, not its thousand lines."""
    plan: Plan = act.data["plan"]
    values = plan.to_json()
    PlanDraft.objects.update_or_create(
        matter=act.matter, defaults={"values": values, "saved_at": act.now, "saved_by": act.actor.person}
    )
    act.journal["data"] = {
        "lines": len(plan.tasks),
        "budget": str(plan.total),
        "sha256": ledger.sha256(ledger.canonical(values)),
    }
    act.material = True


def submit_plan(act: Act) -> None:
    """Whole and without a fault, or it is not handed in: what is missing is said at once."""
    draft = PlanDraft.objects.filter(matter=act.matter).first()
    if draft is None:
        raise ActionError(_("还没有制定计划。"))
    missing = faults(draft.plan)
    if missing:
        raise ActionError(_("计划还不完整：") + " ".join(missing))


def faults(plan: Plan) -> list[str]:
    """What keeps a plan from being put in force: its own problems, and what a notice has to name."""
    found = plan.problems()
    if not plan.criteria:
        found.append(_("还没有验收标准。"))
    if any(not one.departments for one in plan.criteria):
        found.append(_("每条验收标准都要写明由哪个部门验收。"))
    if not plan.responsibilities:
        found.append(_("还没有写各部门的职责分工。"))
    if any(task.kind == "task" and task.department is None for task in plan.tasks):
        found.append(_("每项任务都要有责任部门。"))
    return found


def issue(act: Act) -> None:
    """立项通知: plan and criteria are frozen as baseline 0, its lines come alive, what can begin is handed out."""
    plan = act.matter.plan_draft.plan
    if missing := faults(plan):
        raise ActionError(_("计划还不完整：") + " ".join(missing))
    freeze(act, plan, 0, act.matter)
    named = {one.department for one in plan.responsibilities} | {one.department for one in plan.tasks}
    new = {one for one in named if one is not None} - {act.matter.lead_department_id, *act.matter.assisting}
    act.set_details(assisting=[*act.matter.assisting, *sorted(new)])
    act.joins(departments=sorted(new), people=[task.person for task in plan.tasks])
    begin_meetings(act)
    execution.advance(act)


def issue_again(act: Act) -> None:
    """Who has not signed for the former notice signs for this one alone."""
    for round in act.scene.rounds:
        if round.purpose == "receipt" and round.closed_at is None:
            close_round(act, round, "superseded", item_outcome="superseded")


def freeze(act: Act, plan: Plan, no: int, source: Matter) -> Baseline:
    """Put a plan in force as baseline `no`; the project's own end moves with it."""
    dates = schedule(plan, days())
    former = act.matter.baselines.order_by("-no").first()
    baseline = Baseline.objects.create(
        project=act.matter, no=no, values=plan.to_json(), source=source, approved_at=act.now,
        approved_by=act.actor.person, starts_on=dates.start, ends_on=dates.finish, budget=plan.total,
    )  # fmt: skip
    execution.follow(act.matter, plan, dates, former.plan if former is not None else None)
    act.set_details(baseline=no, due_at=close_of(dates.finish))
    act.journal["baseline"] = {"no": no, "ends_on": dates.finish.isoformat(), "budget": str(plan.total)}
    return baseline
