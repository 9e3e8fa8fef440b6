"""People come, move and leave."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xieli.organisation import commands
from xieli.organisation.forms import AppointForm, ContactForm, DayForm, JoinForm
from xieli.organisation.models import Appointment, Person
from xieli.organisation.views.form_page import form_page


def _found(uid: UUID) -> Person:
    return get_object_or_404(Person.objects.select_related("department", "superior"), uid=uid)


def _page(person: Person) -> str:
    return reverse("organisation:person", args=[person.uid])


def join(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    people = reverse("organisation:people")
    return form_page(
        request,
        JoinForm(request.POST or None),
        lambda data: commands.join(**data),
        title=_("员工入职"),
        submit=_("办理入职"),
        done=lambda made: people,
        back=people,
        note=_("入职后请系统管理员开通账号。"),
    )


def edit_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Correct a person's name, contacts, superior."""
    row = _found(uid)
    initial: dict[str, Any] = {"name": row.name, "phone": row.phone, "email": row.email}
    initial["superior"] = row.superior.uid if row.superior else None
    return form_page(
        request,
        ContactForm(request.POST or None, initial=initial),
        lambda data: commands.edit_person(row, **data),
        title=f"{row.name} · {_('修改员工资料')}",
        submit=_("保存"),
        done=lambda made: _page(row),
        back=_page(row),
    )


def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One more post."""
    row = _found(uid)
    return form_page(
        request,
        AppointForm(request.POST or None),
        lambda data: commands.appoint(row, **data),
        title=_("%(name)s · 兼任岗位") % {"name": row.name},
        submit=_("任命"),
        done=lambda made: _page(row),
        back=_page(row),
    )


def transfer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another primary post."""
    row = _found(uid)
    return form_page(
        request,
        AppointForm(request.POST or None),
        lambda data: commands.transfer(row, **data),
        title=_("%(name)s · 调动主岗") % {"name": row.name},
        submit=_("调动"),
        done=lambda made: _page(row),
        back=_page(row),
        note=_("原主岗自生效日起结束；不再任职的部门里，负责人、副职、班组一并卸下。"),
    )


def relieve(request: HttpRequest, uid: UUID, appointment: int) -> HttpResponse:
    """End a post held beside the primary one."""
    row = _found(uid)
    held = get_object_or_404(
        Appointment.objects.select_related("post__department"), id=appointment, person=row
    )
    return form_page(
        request,
        DayForm(request.POST or None),
        lambda data: commands.relieve(held, **data),
        title=_("%(name)s · 卸任%(post)s") % {"name": row.name, "post": held.post.name},
        submit=_("卸任"),
        done=lambda made: _page(row),
        back=_page(row),
    )


def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The person leaves."""
    row = _found(uid)
    return form_page(
        request,
        DayForm(request.POST or None),
        lambda data: commands.leave(row, **data),
        title=_("%(name)s · 离职") % {"name": row.name},
        submit=_("办理离职"),
        done=lambda made: _page(row),
        back=_page(row),
        note=_(
            "办理后登录立即失效，岗位、负责人、班组和委托全部结束，未完成的待办退回部门，时限照走。离职交接还有未移交的条目时不能办理。"
        ),
    )
