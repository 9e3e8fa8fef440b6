"""What the acts of customer opinions and their monthly digest do besides moving the state."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Follow, Matter
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.procedures.service.models import DigestDetails

GRAVE = gettext_noop("重大客户意见 %(matter)s")
ISSUED = gettext_noop("%(title)s 已印发，请阅")


def facts(scene: Scene) -> Mapping[str, Any]:
    """A grave opinion has a limit of its own."""
    return {"grave": getattr(scene.details, "grave", False)}


def on_opinion(act: Act) -> None:
    """Named by its first words; a grave one is told to the executive and the head of customer service at once."""
    text, parent = act.details.text, act.matter.parent
    act.set_details(title=text.splitlines()[0][:80], summary=text, priority=1 if act.details.grave else 0)
    if parent is not None and parent.customer_id and act.matter.customer_id is None:
        act.set_details(customer=parent.customer)
    department = organisation.department_with_duty("customer_service")
    if not act.details.grave or department is None:
        return
    told = [
        organisation.head_of(department),
        organisation.executive_of(department),
        organisation.general_manager(),
    ]
    people = [person.pk for person in told if person]
    act.joins(people=people)
    act.notice(people, "urged", GRAVE)


def on_assigned(act: Act) -> None:
    """The department that answers leads the opinion."""
    act.set_details(lead_department=act.data["department"])


def on_digest(act: Act) -> None:
    """One digest for each month."""
    month = act.data["month"].replace(day=1)
    if DigestDetails.objects.filter(month=month).exclude(pk=act.matter.pk).exists():
        raise ActionError(_("这个月的客户意见汇编已经开始编制。"))
    act.set_details(month=month, title=_("%(month)s 客户意见汇编") % {"month": f"{month:%Y-%m}"})


def on_digest_issued(act: Act) -> None:
    """Executives and heads get it to read."""
    heads = [organisation.head_of(department) for department in organisation.departments()]
    executives = [organisation.executive_of(department) for department in organisation.departments()]
    everyone = [*heads, *executives, organisation.general_manager()]
    readers = sorted({person.pk for person in everyone if person is not None})
    for reader in readers:
        Follow.objects.update_or_create(
            matter=act.matter,
            person_id=reader,
            defaults={"copied_by": act.actor.person, "active": True, "at": act.now, "read_at": None},
        )
    act.joins(people=readers)
    act.notice(readers, "copied", ISSUED, title=act.matter.title)


def opinions_of(month: date) -> "QuerySet[Matter]":
    """The opinions submitted in a month, grave ones first."""
    begins = clock.at(month.year, month.month, 1)
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    ends = clock.at(following.year, following.month, 1)
    rows = Matter.objects.filter(procedure="customer_opinion", number__isnull=False)
    rows = rows.filter(opened_at__gte=begins, opened_at__lt=ends)
    return rows.select_related("opinion", "lead_department", "parent").order_by(
        "-opinion__grave", "opened_at"
    )


def begin_due_digest() -> int:
    """Begin last month's digest where nobody has; called about hourly, harmless when repeated. 1 if begun.

    Nothing to compile, nothing to begin: a month without opinions has no digest.
    """
    today = clock.local(clock.now()).date()
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if DigestDetails.objects.filter(month=last_month).exists() or not opinions_of(last_month).exists():
        return 0
    open_matter(
        "opinion_digest", SYSTEM, "begin", {"month": last_month.isoformat()}, key=f"digest:{last_month}"
    )
    return 1
