"""People come, take posts, move and leave."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from xieli.core import clock, pinyin
from xieli.core.errors import Refused
from xieli.organisation import hooks
from xieli.organisation.commands.delegation import revoke
from xieli.organisation.commands.transaction import command
from xieli.organisation.models import Appointment, Delegation, Department, Person, Post, Team, TeamMember
from xieli.organisation.queries import today


@command
def join(number: str, name: str, post: Post, on: date, *, phone: str = "", email: str = "") -> Person:
    """Somebody starts work in `post` on the day `on`, which may be ahead."""
    full, initials = pinyin.keys(name)
    person = Person.objects.create(
        number=number,
        name=name,
        pinyin=full,
        initials=initials,
        phone=phone,
        email=email,
        department=post.department,
        joined_on=on,
    )
    Appointment.objects.create(person=person, post=post, primary=True, from_date=on)
    return person


@command
def edit_person(person: Person, *, name: str, phone: str, email: str, superior: Person | None) -> Person:
    """Correct what is known of a person; the pinyin follows the name."""
    person = _locked(person)
    person.name, person.phone, person.email, person.superior = name, phone, email, superior
    person.pinyin, person.initials = pinyin.keys(name)
    person.save(update_fields=["name", "phone", "email", "superior", "pinyin", "initials"])
    return person


@command
def appoint(person: Person, post: Post, on: date) -> Appointment:
    """Give the person one more post, beside the primary one."""
    return Appointment.objects.create(person=_locked(person), post=post, primary=False, from_date=on)


@command
def transfer(person: Person, post: Post, on: date) -> Appointment:
    """Make `post` the person's primary post from `on` (today or before); the former primary post ends."""
    person = _locked(person)
    _not_ahead(on, _("调动请在生效当天办理。"))
    former = person.appointments.filter(primary=True, to_date=None).first()
    if former and former.post_id == post.id:
        raise Refused(422, _("这已经是主岗。"))
    if former:
        former.to_date = on
        former.save(update_fields=["to_date"])
    person.appointments.filter(post=post, to_date=None).update(to_date=on)  # held beside until now
    made = Appointment.objects.create(person=person, post=post, primary=True, from_date=on)
    if former and former.post.department_id != post.department_id:
        _drop_places(person, former.post.department)
    Person.objects.filter(id=person.id).update(department=post.department)
    person.department = post.department
    for also in hooks.transferred:
        also(person, former)
    return made


@command
def relieve(appointment: Appointment, on: date) -> None:
    """End a post beside the primary one on the day `on`; the primary one ends by moving or leaving."""
    if appointment.primary:
        raise Refused(422, _("主岗不能单独卸任，请办理调动或离职。"))
    person = _locked(appointment.person)
    Appointment.objects.filter(id=appointment.id).update(to_date=on)
    still_there = person.appointments.filter(to_date=None, post__department=appointment.post.department_id)
    if not still_there.exists():
        _drop_places(person, appointment.post.department)


@command
def leave(person: Person, on: date, *, then: Callable[[Person], None] | None = None) -> Person:
    """The person leaves: from `on` (today or before) no post, headship, team or delegation of theirs lasts.

    Everything falls in one transaction with `then(person)` and with what higher layers declared in `hooks`:
    returning open work to its departments. The login ends too: each request asks whether the person is employed.
    """
    person = _locked(person)
    if person.left_on:
        raise Refused(422, _("%(name)s 已经离职。") % {"name": person.name})
    _not_ahead(on, _("离职请在当天办理：办理后登录立即失效，未完成的待办退回部门。"))
    person.left_on = on
    person.save(update_fields=["left_on"])
    person.appointments.filter(from_date__gt=on).delete()
    person.appointments.filter(Q(to_date=None) | Q(to_date__gt=on)).update(to_date=on)
    _vacate(person)
    for also in (*hooks.left, *([then] if then else [])):
        also(person)
    return person


def _vacate(person: Person) -> None:
    """Every seat the person sat in becomes empty; rules then ask the next superior."""
    Department.objects.filter(head=person).update(head=None)
    Department.objects.filter(executive=person).update(executive=None)
    Department.deputies.through.objects.filter(person_id=person.id).delete()
    Team.objects.filter(leader=person).update(leader=None)
    TeamMember.objects.filter(person=person).delete()
    Person.objects.filter(superior=person).update(superior=None)
    now = clock.now()
    touched = Delegation.objects.filter(Q(person=person) | Q(deputy=person), revoked_at=None, to_at__gt=now)
    for delegation in touched.select_for_update():
        revoke(delegation)


def _drop_places(person: Person, department: Department) -> None:
    """Who no longer works in a department leads nothing there."""
    Department.objects.filter(id=department.id, head=person).update(head=None)
    department.deputies.remove(person)
    Team.objects.filter(department=department, leader=person).update(leader=None)
    TeamMember.objects.filter(team__department=department, person=person).delete()


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(id=person.id)


def _not_ahead(on: date, sentence: str) -> None:
    if on > today():
        raise Refused(422, sentence)
