"""A plan as MS Project XML, dates by its schedule, with the company's holidays and shifted working days."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from xieli.worktime.statutory import published_names
from xieli.worktime.working_days import WorkingDays

from ..outline import Line, outline
from ..plan import Dependency, Plan, Task
from ..schedule import Dates, Schedule
from .mspdi import (
    AS_SOON_AS_POSSIBLE,
    CODE,
    COST_RESOURCE,
    DAY_MINUTES,
    DELIVERABLE,
    LAG_DAY,
    LAG_FORMAT_DAYS,
    LINK_TYPES,
    NAMESPACE,
    OWN_FIELDS,
    START_NO_EARLIER,
    WEIGHT,
    WORK_RESOURCE,
    money,
)
from .reading import Names

CALENDAR = 1
HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
OPENING, CLOSE = HOURS[0][0], HOURS[-1][1]
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Holder = tuple[int | None, int | None]  # department and person; a resource in the file


def write(plan: Plan, dates: Schedule, names: Names, title: str) -> bytes:
    """The file's content. `dates` is the plan's schedule, `title` the project's name."""
    lines = outline(plan)
    uids = {line.task.code: uid for uid, line in enumerate(lines, start=1)}
    holders = list(dict.fromkeys(h for h in (_holder(line.task) for line in lines) if any(h)))
    project = Element("Project", xmlns=NAMESPACE)
    _head(project, plan, dates, title)
    _own_fields(SubElement(project, "ExtendedAttributes"))
    _calendar(SubElement(project, "Calendars"), dates.days, min(plan.start, dates.start), dates.finish)
    tasks = SubElement(project, "Tasks")
    waits = _links(plan.dependencies)
    _put(SubElement(tasks, "Task"), UID=0, ID=0, Name=title, OutlineLevel=0, Summary=1)
    for line in lines:
        _task(SubElement(tasks, "Task"), line, dates[line.task.code], uids, waits.get(line.task.code, []))
    _resources(SubElement(project, "Resources"), plan, holders, names)
    _assignments(SubElement(project, "Assignments"), plan, lines, holders)
    indent(project, " ")
    return bytes(tostring(project, "UTF-8", xml_declaration=True))


def _put(element: Element, **values: object) -> None:
    """Parts in this order: the schema asks for one."""
    for name, value in values.items():
        SubElement(element, name).text = _FORBIDDEN.sub("", str(value))


def _head(project: Element, plan: Plan, dates: Schedule, title: str) -> None:
    _put(
        project,
        SaveVersion=14,
        Name=f"{title}.xml",
        Title=title,
        ScheduleFromStart=1,
        StartDate=f"{plan.start}T{OPENING}",
        FinishDate=f"{dates.finish}T{CLOSE}",
        CurrencyDigits=2,
        CurrencySymbol="¥",
        CurrencyCode="CNY",
        CalendarUID=CALENDAR,
        DefaultStartTime=OPENING,
        DefaultFinishTime=CLOSE,
        MinutesPerDay=DAY_MINUTES,
        MinutesPerWeek=5 * DAY_MINUTES,
        DaysPerMonth=20,
    )


def _own_fields(parent: Element) -> None:
    for number, name, alias in OWN_FIELDS:
        _put(SubElement(parent, "ExtendedAttribute"), FieldID=number, FieldName=name, Alias=alias)


def _calendar(parent: Element, days: WorkingDays, first: date, last: date) -> None:
    calendar = SubElement(parent, "Calendar")
    _put(calendar, UID=CALENDAR, Name="标准", IsBaseCalendar=1, BaseCalendarUID=-1)
    week = SubElement(calendar, "WeekDays")
    for number in range(1, 8):  # Sunday is 1
        day = SubElement(week, "WeekDay")
        worked = 2 <= number <= 6
        _put(day, DayType=number, DayWorking=int(worked))
        if worked:
            _hours(day)
    exceptions = SubElement(calendar, "Exceptions")
    for begin, end, worked, name in _exceptions(days, first, last):
        one = SubElement(exceptions, "Exception")
        _put(one, EnteredByOccurrences=0)
        _put(SubElement(one, "TimePeriod"), FromDate=f"{begin}T00:00:00", ToDate=f"{end}T23:59:00")
        _put(one, Occurrences=(end - begin).days + 1, Name=name, Type=1, DayWorking=int(worked))
        if worked:
            _hours(one)


def _hours(parent: Element) -> None:
    times = SubElement(parent, "WorkingTimes")
    for begin, end in HOURS:
        _put(SubElement(times, "WorkingTime"), FromTime=begin, ToTime=end)


def _exceptions(days: WorkingDays, first: date, last: date) -> Iterator[tuple[date, date, bool, str]]:
    """Runs of days that differ from Monday to Friday, of the years the plan touches: first, last, worked, name."""
    begin, end = date(first.year, 1, 1), date(last.year, 12, 31)
    names = published_names()
    dates = (begin + timedelta(n) for n in range((end - begin).days + 1))
    odd = [(day, days.works(day)) for day in dates if days.works(day) != (day.weekday() < 5)]
    # Days in a row have one ordinal in common when their place is taken off.
    for _run, group in groupby(enumerate(odd), key=lambda one: (one[1][0].toordinal() - one[0], one[1][1])):
        run = [day for _place, day in group]
        name = names.get(run[0][0], "")
        yield run[0][0], run[-1][0], run[0][1], f"{name}调休上班" if run[0][1] else name or "休息"


def _links(dependencies: Sequence[Dependency]) -> dict[str, list[Dependency]]:
    waits: dict[str, list[Dependency]] = {}
    for one in dependencies:
        waits.setdefault(one.after, []).append(one)
    return waits


def _task(element: Element, line: Line, dates: Dates, uids: dict[str, int], waits: list[Dependency]) -> None:
    task, uid = line.task, uids[line.task.code]
    opening = CLOSE if task.kind == "milestone" and waits else OPENING
    closing = opening if task.kind == "milestone" else CLOSE
    _put(element, UID=uid, ID=uid, Name=task.name, Active=1, Manual=0, Type=1, IsNull=0)
    _put(element, WBS=line.number, OutlineNumber=line.number, OutlineLevel=line.level + 1)
    _put(element, Start=f"{dates.start}T{opening}", Finish=f"{dates.finish}T{closing}")
    _put(
        element,
        Duration=f"PT{task.days * DAY_MINUTES // 60}H0M0S",
        DurationFormat=7,
        EffortDriven=0,
        Estimated=0,
    )
    _put(element, Milestone=int(task.kind == "milestone"), Summary=int(task.kind == "phase"))
    _put(element, Critical=int(dates.critical), TotalSlack=dates.slack * LAG_DAY)
    if task.not_before:
        _put(element, ConstraintType=START_NO_EARLIER, ConstraintDate=f"{task.not_before}T{OPENING}")
    else:
        _put(element, ConstraintType=AS_SOON_AS_POSSIBLE)
    for one in waits:
        link = SubElement(element, "PredecessorLink")
        _put(link, PredecessorUID=uids[one.before], Type=LINK_TYPES[one.kind], CrossProject=0)
        _put(link, LinkLag=one.lag * LAG_DAY, LagFormat=LAG_FORMAT_DAYS)
    for (number, _name, _alias), value in (
        (CODE, task.code),
        (DELIVERABLE, task.deliverable),
        (WEIGHT, task.weight),
    ):
        if value:
            _put(SubElement(element, "ExtendedAttribute"), FieldID=number, Value=value)


def _holder(task: Task) -> Holder:
    return task.department, task.person


def _resources(parent: Element, plan: Plan, holders: Sequence[Holder], names: Names) -> None:
    for uid, (department, person) in enumerate(holders, start=1):
        group = names.departments[department] if department is not None else ""
        name = names.people[person] if person is not None else group
        _put(SubElement(parent, "Resource"), UID=uid, ID=uid, Name=name, Type=WORK_RESOURCE, Group=group)
    for uid, line in enumerate(plan.budget, start=len(holders) + 1):
        resource = SubElement(parent, "Resource")
        _put(resource, UID=uid, ID=uid, Name=line.subject, Type=COST_RESOURCE, Group=line.source)
        _put(resource, Cost=money(line.amount), IsCostResource=1, IsBudget=1)


def _assignments(parent: Element, plan: Plan, lines: Sequence[Line], holders: Sequence[Holder]) -> None:
    uid = 0
    places = {holder: place for place, holder in enumerate(holders, start=1)}
    for at, line in enumerate(lines, start=1):
        if (resource := places.get(_holder(line.task))) is not None:
            uid += 1
            _put(SubElement(parent, "Assignment"), UID=uid, TaskUID=at, ResourceUID=resource, Units=1)
    for place, budget in enumerate(plan.budget, start=len(holders) + 1):
        uid += 1
        one = SubElement(parent, "Assignment")
        _put(
            one,
            UID=uid,
            TaskUID=0,
            ResourceUID=place,
            Cost=money(budget.amount),
            BudgetCost=money(budget.amount),
        )
