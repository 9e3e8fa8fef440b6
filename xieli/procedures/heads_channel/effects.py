"""What the acts on a thread of the heads' channel do besides moving it."""

from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.models import Follow, Link
from xieli.matters.policy import circle_of

POSTED = gettext_noop("%(person)s 在负责人频道发起话题：%(title)s")


def post(act: Act) -> None:
    """Every head is told and hears of what is said from now on; the matter it is about leads here, for heads."""
    people = circle_of("heads")
    act.set_details(lead_department=act.matter.initiator_department)
    rows = [Follow(matter=act.matter, person_id=one, at=act.now) for one in people]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)
    about = act.data["about"]
    if about is not None:
        Link.objects.get_or_create(source=act.matter, target=about, kind="concerns", defaults={"at": act.now})
    who = act.actor.person.name if act.actor.person else ""
    act.notice(people, "message", POSTED, person=who, title=act.data["title"])
