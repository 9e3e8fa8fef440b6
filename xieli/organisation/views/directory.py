"""Who and what there is: chart, departments, people, suggestions for pickers."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from xieli.core import clock, html
from xieli.organisation import queries
from xieli.organisation.forms import PeopleFilter
from xieli.organisation.http import PersonRequest
from xieli.organisation.models import Department, Person
from xieli.organisation.tree import chart as tree

PER_PAGE = 50
SUGGESTED = 20


def may_keep(request: PersonRequest) -> bool:
    """Whether to offer changes: to human resources, and to the administrator who comes here without a person."""
    return request.person is None or "hr" in queries.duties_of(request.person)


def chart(request: PersonRequest) -> HttpResponse:
    """The tree of departments."""
    tops = tree()
    context = {"tops": tops, "everybody": sum(top.everybody for top in tops), "keeper": may_keep(request)}
    return html.render(request, "organisation/chart.html", context)


def department(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One department: who leads it, its duties, posts with their holders, teams."""
    rows = Department.objects.select_related("parent", "head", "executive")
    row = get_object_or_404(rows.prefetch_related("deputies", "children", "posts", "teams"), uid=uid)
    members = queries.members_of(row)
    holders: dict[int, list[Person]] = {}
    teams: dict[int, list[Person]] = {}
    for person in members:
        for held in queries.appointments_of(person):
            holders.setdefault(held.post_id, []).append(person)
        if team := queries.team_of(person):
            teams.setdefault(team.id, []).append(person)
    context = {
        "department": row,
        "answering": queries.head_of(row),
        "posts": [(post, holders.get(post.id, [])) for post in row.posts.all()],
        "teams": [(team, teams.get(team.id, [])) for team in row.teams.all()],
        "members": members,
        "keeper": may_keep(request),
    }
    return html.render(request, "organisation/department.html", context)


def people(request: PersonRequest) -> HttpResponse:
    """The directory, searched by name, sound, number or telephone; paged by key."""
    form = PeopleFilter(request.GET)
    form.full_clean()
    rows = queries.find_people(form.cleaned_data.get("q", "")).order_by("pinyin", "number")
    if chosen := form.cleaned_data.get("department"):
        rows = rows.filter(department=chosen)
    after = request.GET.get("after")
    if last := Person.objects.filter(number=after).first() if after else None:
        later = rows.filter(pinyin__gt=last.pinyin) | rows.filter(pinyin=last.pinyin, number__gt=last.number)
        rows = later.order_by("pinyin", "number")
    page = list(rows[: PER_PAGE + 1])
    context = {
        "form": form,
        "lines": [(one, queries.appointments_of(one)) for one in page[:PER_PAGE]],
        "next": page[PER_PAGE - 1].number if len(page) > PER_PAGE else None,
        "keeper": may_keep(request),
    }
    return html.render(request, "organisation/people.html", context, fragment="rows")


def person(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One person: how to reach them, posts, superior, who stands in for them now."""
    row = get_object_or_404(Person.objects.select_related("department"), uid=uid)
    now = clock.now()
    context = {
        "subject": row,
        "held": queries.appointments_of(row),
        "former": [one for one in row.appointments.select_related("post__department") if one.to_date],
        "superior": queries.superior_of(row) if row.active else None,
        "team": queries.team_of(row),
        "delegation": queries.in_force(now).filter(person=row).select_related("deputy").first(),
        "standing_in": queries.principals_of(row, now),
        "headed": [queries.department_by_id(one) for one in queries.headed_by(row)],
        "area": [queries.department_by_id(one) for one in queries.area_of(row)],
        "keeper": may_keep(request),
    }
    return html.render(request, "organisation/person.html", context)


def suggest_people(request: PersonRequest) -> JsonResponse:
    """Up to twenty people for a picker, by what was typed."""
    found = queries.find_people(request.GET.get("q", ""))[:SUGGESTED]
    options = [
        {"value": str(one.uid), "text": one.name, "hint": one.department.short_name if one.department else ""}
        for one in found
    ]
    return JsonResponse(options, safe=False)


def suggest_mentions(request: PersonRequest) -> JsonResponse:
    """Whom one may name after @: people, and departments as a whole."""
    typed = request.GET.get("q", "")
    people = [
        {"text": one.name, "hint": one.department.short_name if one.department else ""}
        for one in queries.find_people(typed)[:6]
    ]
    departments = [{"text": one.name, "hint": _("部门")} for one in queries.find_departments(typed)[:3]]
    return JsonResponse([*people, *(departments if typed else [])], safe=False)


def suggest_departments(request: PersonRequest) -> JsonResponse:
    """Departments for a picker, by what was typed."""
    found = queries.find_departments(request.GET.get("q", ""))
    options = [{"value": str(one.uid), "text": one.name, "hint": one.code} for one in found]
    return JsonResponse(options, safe=False)
