"""Departments, posts and teams."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from xieli.core.errors import Refused
from xieli.core.marks import listed
from xieli.organisation import queries
from xieli.organisation.commands.transaction import command
from xieli.organisation.duties import DepartmentDuty
from xieli.organisation.models import Department, Person, Post, Team, TeamMember


@command
def set_department(department: Department, deputies: Iterable[Person] | None = None) -> Department:
    """Create or change a department as given; `deputies` None leaves them as they are."""
    for seat, person in ((_("部门负责人"), department.head), (_("分管领导"), department.executive)):
        if person and not person.active:
            raise Refused(422, _("%(seat)s %(name)s 已经离职。") % {"seat": seat, "name": person.name})
    taken = _taken_duties(department)
    if department.active and taken:
        raise Refused(422, _("职责“%(duty)s”已由 %(name)s 承担。") % taken)
    if not department.active and department.pk:
        _may_close(department)
    department.save()
    if deputies is not None:
        department.deputies.set(deputies)
    return department


def _taken_duties(department: Department) -> dict[str, str]:
    """A duty that another department in use holds already: rules ask for *the* department of a duty."""
    others = Department.objects.filter(active=True, duties__overlap=department.duties).exclude(
        pk=department.pk
    )
    for other in others:
        code = next(code for code in department.duties if code in other.duties)
        return {"duty": str(DepartmentDuty(code).label), "name": other.name}
    return {}


def _may_close(department: Department) -> None:
    if queries.members_of(department):
        raise Refused(422, _("还有员工在这个部门任职，请先办理调动。"))
    if department.children.filter(active=True).exists():
        raise Refused(422, _("还有下级部门在用，请先停用或移走。"))


@command
def set_post(post: Post) -> Post:
    """Create or change a post as given."""
    post.save()
    return post


@command
def delete_post(post: Post) -> None:
    """Remove a post nobody ever held; one that was held stays, for the record."""
    if post.appointments.exists():
        raise Refused(422, _("有人担任过这个岗位，不能删除。"))
    post.delete()


@command
def set_team(team: Team, members: Sequence[Person]) -> Team:
    """Create or change a team with exactly these members; its leader is one of them."""
    employed = {person.id for person in queries.members_of(team.department_id)}
    if strangers := [person.name for person in members if person.id not in employed]:
        raise Refused(422, _("%(names)s 不在本部门任职。") % {"names": listed(strangers)})
    if team.leader and team.leader not in members:
        raise Refused(422, _("班组长应是本班组成员。"))
    team.save()
    team.members.exclude(person__in=members).delete()
    for person in members:
        TeamMember.objects.update_or_create(person=person, defaults={"team": team})
    return team


@command
def delete_team(team: Team) -> None:
    """Dissolve a team; its members stay in the department."""
    team.delete()
