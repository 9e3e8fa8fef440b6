"""What members of a department pin in its room (clause 3.2.a)."""

from django.utils.translation import gettext as _

from xieli.core.errors import Refused
from xieli.organisation import queries
from xieli.organisation.commands.transaction import command
from xieli.organisation.models import Department, Person, Pin

MOST = 30


@command
def pin(department: Department, title: str, url: str, by: Person) -> Pin:
    """Keep a link at hand for everybody of the department; one pinned before gets the new title."""
    _belongs(department, by)
    if Pin.objects.filter(department=department).exclude(url=url).count() >= MOST:
        raise Refused(422, _("最多置顶 %(n)s 个链接，请先去掉用不到的。") % {"n": MOST})
    values = {"title": title, "by": by}
    made, _new = Pin.objects.update_or_create(department=department, url=url, defaults=values)
    return made


@command
def unpin(one: Pin, by: Person) -> None:
    """Take a link away again."""
    _belongs(one.department, by)
    one.delete()


def _belongs(department: Department, person: Person) -> None:
    mine = {*queries.departments_of(person), *queries.headed_by(person)}
    if department.pk not in mine:
        raise Refused(403, _("只有本部门的人可以置顶链接。"))
