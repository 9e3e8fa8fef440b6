"""Changing departments, posts and teams."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xieli.core import html
from xieli.organisation import commands
from xieli.organisation.forms import DepartmentForm, PostForm, TeamForm, filled_in
from xieli.organisation.models import Department, Post, Team
from xieli.organisation.views.form_page import form_page, told


def _page(department: Department) -> str:
    return reverse("organisation:department", args=[department.uid])


def new_department(request: HttpRequest) -> HttpResponse:
    """A new department."""
    form = DepartmentForm(request.POST or None, initial={"calendar": "office", "active": True, "order": 0})
    return form_page(
        request,
        form,
        lambda data: commands.set_department(form.department(Department()), data["deputies"]),
        title=_("新建部门"),
        submit=_("新建"),
        done=lambda made: reverse("organisation:chart"),
        back=reverse("organisation:chart"),
    )


def edit_department(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a department, or put it out of use."""
    row = get_object_or_404(Department, uid=uid)
    form = DepartmentForm(request.POST or None, initial=filled_in(row))
    return form_page(
        request,
        form,
        lambda data: commands.set_department(form.department(row), data["deputies"]),
        title=f"{row.name} · {_('修改部门')}",
        submit=_("保存"),
        done=lambda made: _page(row),
        back=_page(row),
    )


def new_post(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new post in the department."""
    department = get_object_or_404(Department, uid=uid)
    return _post(request, Post(department=department), PostForm(request.POST or None), _("新建岗位"))


def edit_post(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a post."""
    row = get_object_or_404(Post.objects.select_related("department"), uid=uid)
    initial = {"name": row.name, "post_class": row.post_class, "duties": row.duties}
    return _post(request, row, PostForm(request.POST or None, initial=initial), _("修改岗位"))


def _post(request: HttpRequest, row: Post, form: PostForm, title: str) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda data: commands.set_post(form.post(row)),
        title=f"{row.department.name} · {title}",
        submit=_("保存"),
        done=lambda made: _page(row.department),
        back=_page(row.department),
    )


def new_team(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new team in the department."""
    department = get_object_or_404(Department, uid=uid)
    return _team(request, Team(department=department), {}, _("新建班组"))


def edit_team(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a team's name, leader and members."""
    row = get_object_or_404(Team.objects.select_related("department", "leader"), uid=uid)
    members = [one.person.uid for one in row.members.select_related("person")]
    initial = {"name": row.name, "leader": row.leader.uid if row.leader else None, "members": members}
    return _team(request, row, initial, _("修改班组"))


def _team(request: HttpRequest, row: Team, initial: dict[str, Any], title: str) -> HttpResponse:
    form = TeamForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        lambda data: commands.set_team(form.team(row), list(data["members"])),
        title=f"{row.department.name} · {title}",
        submit=_("保存"),
        done=lambda made: _page(row.department),
        back=_page(row.department),
    )


@require_POST
def delete_post(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Remove a post nobody ever held."""
    row = get_object_or_404(Post.objects.select_related("department"), uid=uid)
    commands.delete_post(row)
    told(request, _("%(department)s · 删除岗位") % {"department": row.department.name}, row.name)
    return html.redirect(request, _page(row.department))


@require_POST
def delete_team(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Dissolve a team."""
    row = get_object_or_404(Team.objects.select_related("department"), uid=uid)
    commands.delete_team(row)
    told(request, _("%(department)s · 解散班组") % {"department": row.department.name}, row.name)
    return html.redirect(request, _page(row.department))
