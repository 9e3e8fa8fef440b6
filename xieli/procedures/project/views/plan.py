"""The plan being written: drawn, its faults in words, changed by drawing or by a sheet; and taken elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.imports import download
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.organisation import snapshot

from ..calendar import days, today
from ..compare import compare, side_by_side
from ..edits import AREAS
from ..effects.establishing import faults
from ..exchange import excel, excel_read, mspdi_read, mspdi_write
from ..exchange.reading import FileError, Names, Reading
from ..execution import actuals
from ..gantt import gantt
from ..models import Baseline, PlanDraft, PlanTask
from ..plan import Plan
from ..schedule import Dates, schedule
from ..standing import holder
from .access import planned_for, seen, with_plan

WRITE = {"project": "write_plan", "plan_change": "write_change"}


@employee
@require_GET
def page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The draft, drawn and with everything that is wrong with it; once a plan is in force, that one."""
    matter = with_plan(request.person, uid)
    return _show(request, matter)


def _show(request: EmployeeRequest, matter: Matter, status: int = 200, **extra: Any) -> HttpResponse:
    base = Baseline.objects.filter(project=matter).order_by("no").last()
    kept = base if base is not None else getattr(matter, "plan_draft", None)
    with snapshot.pinned():
        plan = kept.plan if kept is not None else None
        wrong = faults(plan) if plan is not None and base is None else []
        context = {
            "matter": matter,
            "baseline": base,
            "plan": plan,
            "faults": wrong,
            "may_write": _may_write(request, matter),
            "act": WRITE[matter.procedure],
            "chart": _chart(request, plan) if plan is not None and not plan.problems() else None,
            "holders": {t.code: holder(t.department, t.person) for t in plan.tasks} if plan else {},
            "propose": f"{reverse('project:propose', args=[matter.uid])}?{request.GET.urlencode()}",
            **extra,
        }
    return html.render(request, "project/plan.html", context, status=status, fragment="plan")


def _chart(request: EmployeeRequest, plan: Plan) -> Any:
    return gantt(plan, schedule(plan, days()), today=today(clock.now()), **seen(request))


def _may_write(request: EmployeeRequest, matter: Matter) -> bool:
    scene = Scene.load(matter, clock.now())
    names = {one.name for one in available_actions(scene, Actor.of(request.person))}
    return WRITE[matter.procedure] in names


@employee
@require_POST
def propose(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """A bar was drawn: the line's first day or length in the draft. Who may write decides the command."""
    matter = with_plan(request.person, uid)
    draft = PlanDraft.objects.filter(matter=matter).first()
    if draft is None:
        raise Http404
    if not _may_write(request, matter):
        return _show(request, matter, 403, trouble=_("您现在不能修改这份计划。"))
    try:
        plan = _moved(draft.plan, request.POST)
        perform(matter, WRITE[matter.procedure], Actor.of(request.person), {"plan": plan.to_json()})
    except (ActionError, ValueError) as refused:
        return _show(request, matter, getattr(refused, "status", 422), trouble=str(refused))
    return _show(request, with_plan(request.person, uid))


def _moved(plan: Plan, said: Any) -> Plan:
    """The plan with one line begun no earlier than a day, or with other days. ValueError."""
    if said.get("code") not in plan.by_code:
        raise ValueError(_("没有编号为“%(code)s”的任务。") % {"code": said.get("code", "")})
    changed: dict[str, Any] = {}
    if said.get("not_before"):
        changed["not_before"] = date.fromisoformat(said["not_before"])
    if said.get("days"):
        changed["days"] = int(said["days"])
    tasks = [replace(one, **changed) if one.code == said["code"] else one for one in plan.tasks]
    return replace(plan, tasks=tuple(tasks))


def known_names(*, former: bool = False) -> Names:
    """Departments in use and people employed, as files call them; with the `former` ones for what is written."""
    now = snapshot.current()
    return Names(
        {one.pk: one.name for one in now.departments.values() if former or one.active},
        {one.pk: one.name for one in now.people.values() if former or one.active},
    )


@employee
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """A whole plan from Excel or MS Project: checked first, written only without a fault."""
    matter = with_plan(request.person, uid)
    if request.method == "GET":
        if "template" in request.GET:
            return download(excel.template(), _("项目计划模板.xlsx"))
        return _show(request, matter)
    if not _may_write(request, matter):  # before anything is read of what came
        return _show(request, matter, 403, trouble=_("您现在不能修改这份计划。"))
    file = request.FILES.get("file")
    if file is None:
        return _show(request, matter, 422, trouble=_("没有收到文件，请重新选择。"))
    try:
        with snapshot.pinned():
            found = _read(file, matter)
        if found.plan is None:
            return _show(request, matter, 422, reading=found)
        perform(matter, WRITE[matter.procedure], Actor.of(request.person), {"plan": found.plan.to_json()})
    except (FileError, ActionError) as refused:
        return _show(request, matter, getattr(refused, "status", 422), trouble=str(refused))
    return _show(request, with_plan(request.person, uid), reading=found)


def _read(file: Any, matter: Matter) -> Reading:
    if file.name.lower().endswith(".xml"):
        return mspdi_read.read(file.read(), known_names())
    draft = getattr(matter, "plan_draft", None)
    start = draft.plan.start if draft is not None else today(clock.now())
    return excel_read.read(file, known_names(), start)


@employee
@require_GET
def take_out(request: EmployeeRequest, uid: UUID, kind: str) -> HttpResponse:
    """The plan in force as a workbook, for MS Project, or its milestones for a calendar."""
    project, baseline = planned_for(request.person, uid)
    plan = baseline.plan
    with snapshot.pinned():
        rows = PlanTask.objects.filter(project=project, dropped=False)
        dates, names = schedule(plan, days(), actuals(rows), today(clock.now())), known_names(former=True)
        match kind:
            case "xlsx":
                return download(excel.write(plan, names, dates), f"{project.number}.xlsx")
            case "xml":
                data, media = mspdi_write.write(plan, dates, names, project.title), "application/xml"
            case "ics":
                from ..exchange import ical  # with icalendar, when a calendar is asked for

                data = ical.milestones(
                    plan, dates, project=f"{project.uid}@xieli", title=project.title, sequence=baseline.no,
                    stamp=baseline.approved_at,
                )  # fmt: skip
                media = "text/calendar; charset=utf-8"
            case _:
                raise Http404
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{project.number}.{kind}"'
    return response


@employee
@require_GET
def difference(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """对照: a change against the baseline it starts from, or two baselines of a project (`?from=&to=`)."""
    matter = with_plan(request.person, uid)
    project = matter.parent if matter.procedure == "plan_change" and matter.parent is not None else matter
    baselines = list(Baseline.objects.filter(project=project))
    if not baselines:
        raise Http404
    by_no = {str(one.no): one for one in baselines}
    if matter.procedure == "plan_change":
        old, new = by_no[str(matter.plan_change.base)].plan, matter.plan_draft.plan
    else:
        old = by_no.get(request.GET.get("from", ""), baselines[0]).plan
        new = by_no.get(request.GET.get("to", ""), baselines[-1]).plan
    context: dict[str, Any] = {
        "matter": matter,
        "project": project,
        "baselines": baselines,
        "faults": new.problems(),
    }
    if not context["faults"]:
        with snapshot.pinned():
            found = compare(old, new, days())
            context |= {
                "forecast": _forecast(matter, old, new),
                "found": found,
                "areas": [(label, found.of(area)) for area, label in AREAS.items() if found.of(area)],
                "lines": [row for row in side_by_side(found) if _span(row[1]) != _span(row[2])],
                "names": {task.code: task.name for plan in (old, new) for task in plan.tasks},
                "departments": [name for pk in sorted(found.departments) if (name := holder(pk, None))],
            }
    return html.render(request, "project/difference.html", context)


def _forecast(change: Matter, old: Plan, new: Plan) -> tuple[date, date] | None:
    """When the project would end under either plan as things stand today; while a change is open."""
    if change.procedure != "plan_change" or change.closed_at is not None:
        return None
    facts = actuals(PlanTask.objects.filter(project=change.parent, dropped=False))
    now = today(clock.now())
    return schedule(old, days(), facts, now).finish, schedule(new, days(), facts, now).finish


def _span(dates: Dates | None) -> tuple[date, date] | None:
    """First and last day; slack alone is no change of dates."""
    return (dates.start, dates.finish) if dates is not None else None
