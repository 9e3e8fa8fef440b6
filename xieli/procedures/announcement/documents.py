"""《公告》, issued with a number when it is published (4.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Paper, Text
from xieli.matters.official import OfficialForm, moment_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name
from xieli.organisation.models import Post

from .models import AnnouncementDetails


def addressees(details: AnnouncementDetails) -> str:
    """To whom, as the paper says it."""
    if details.whole_company:
        return "公司全体员工"
    posts = Post.objects.filter(pk__in=details.posts).select_related("department").order_by("pk")
    names = [
        *(department_name(one) for one in details.departments),
        *(f"{one.department.name}{one.name}" for one in posts),
        *(person_name(one) for one in details.people),
    ]
    return "、".join(names)


def _notice(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = []
    if details.supersedes is not None:
        facts.append(Fact("替代公告", f"{details.supersedes.number} {details.supersedes.title}", wide=True))
    if details.valid_until is not None:
        facts.append(Fact("有效期至", moment_of(details.valid_until), wide=True))
    if details.must_confirm:
        facts.append(
            Fact("阅读确认", f"请于{moment_of(details.confirm_by) or '发布后3个工作日内'}确认", wide=True)
        )
    blocks: tuple[Text | Facts, ...] = (Text(details.content),)
    return Paper(
        title=f"关于{matter.title}的公告" if matter.title else "公告",
        blocks=(*blocks, Facts(tuple(facts))) if facts else blocks,
        to=addressees(details),
        red=True,
    )


notice = OfficialForm(_("公告"), _notice, series="告")
