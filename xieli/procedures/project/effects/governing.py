"""The leading group: set up, dissolved, and what it decides: in the register of decisions, and followed up (3.1.b)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from ..calendar import today
from ..models import GroupDecision, LeadingGroup
from ..permissions import group_of

JOIN = gettext_noop("%(matter)s：请您参加专项领导小组")
RULED = gettext_noop("%(matter)s：争议已裁决")
DECIDED = gettext_noop("%(matter)s：专项领导小组作出决定")


def set_up_group(act: Act) -> None:
    """One group at a time; it decides from now on."""
    if act.data["until"] <= today(act.now):
        raise ActionError(_("任期要晚于今天。"))
    LeadingGroup.objects.filter(project=act.matter, dissolved_at=None).update(dissolved_at=act.now)
    assert act.actor.person is not None
    group = LeadingGroup.objects.create(
        project=act.matter, mandate=act.data["mandate"], chair=act.data["chair"], until=act.data["until"],
        set_up_by=act.actor.person, set_up_at=act.now,
    )  # fmt: skip
    people = {act.data["chair"], *act.data["members"]}
    group.members.set(people)
    act.joins(people=[one.pk for one in people])
    act.notice([one.pk for one in people], "message", JOIN)


def dissolve_group(act: Act) -> None:
    """Its decisions stay."""
    LeadingGroup.objects.filter(project=act.matter, dissolved_at=None).update(dissolved_at=act.now)


def group_decides(act: Act) -> None:
    """What the group decided of its own accord; the team hears of it."""
    data = act.data
    register(act, act.matter, data["subject"], "", data["decision"], data["follow_ups"])
    act.notice([act.details.leader_id, act.matter.initiator_id], "decided", DECIDED)


def ruled(act: Act) -> None:
    """A dispute is decided; who raised it reads it in the timeline, and what follows from it becomes work."""
    act.notice([act.details.leader_id, act.matter.initiator_id], "decided", RULED)
    register(act, act.matter, _("裁决争议"), "", act.texts.get("ruling", ""), act.data["follow_ups"])


def record_decision(act: Act, project: Matter, what: str, outcome: str) -> None:
    """Yes or no to what was asked, with the opinion given."""
    said = act.texts.get("opinion") or act.texts.get("reason") or ""
    register(act, project, what, outcome, said)


def register(
    act: Act,
    project: Matter,
    what: str,
    outcome: str,
    said: str,
    follow_ups: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Where a group governs in the executive's place, its word stands in the register of decisions; an executive's
    does where something follows from it."""
    rows = [_row(one) for one in follow_ups]
    group = group_of(project.pk, act.now)
    decider = group.chair if group is not None else act.actor.person
    if decider is None or (group is None and not rows):
        return
    title = f"{what}：{outcome}" if outcome else what
    data = {
        "title": title[:120],
        "content": f"{title}\n{said}".strip(),
        "decided_by": str(decider.uid),
        "decided_on": today(act.now).isoformat(),
        "basis": f"{project.title} · {_('专项领导小组') if group is not None else _('分管领导')}",
        "goal": str(project.goal.uid) if project.goal is not None and project.goal.closed_at is None else "",
        "follow_ups": rows,
        "signers": _signers(act, group) if group is not None else [],
    }
    entry = open_under(act, "decision", data)
    if group is not None:
        act.after.append(
            lambda event: GroupDecision.objects.create(
                group=group, matter=act.matter, seq=event.seq, what=what[:200],
                outcome=(outcome or said)[:60], at=act.now, entry=entry,
            )
        )  # fmt: skip


def _signers(act: Act, group: LeadingGroup) -> list[str]:
    """All of the group, its chair first; who decides by this act signs with it."""
    people = [group.chair, *group.members.exclude(pk=group.chair_id).order_by("pk")]
    return [str(one.uid) for one in people if one.pk != act.actor.person_id]


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """What follows, as the register's form takes it."""
    owner, due = row["owner"], row["needed_by"]
    return {
        "content": row["content"],
        "department": str(row["department"].uid),
        "owner": str(owner.uid) if owner else "",
        "needed_by": clock.local(due).strftime("%Y-%m-%dT%H:%M") if due else "",
    }
