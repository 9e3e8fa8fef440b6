"""The team: a leader named by the PMO, members by the heads; conditions begin to be met (4.1.b)."""

from django.utils.translation import gettext as _

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.worktime import calendars

from ..children import hand_out
from ..models import Member


def name_leader(act: Act) -> None:
    """The leader's department leads, the others assist; what has to be met first is handed out."""
    leader = act.data["leader"]
    if leader.department is None:
        raise ActionError(_("%(person)s没有所属部门，请改选。") % {"person": leader.name})
    others = [one.pk for one in act.data["departments"] if one.pk != leader.department_id]
    act.set_details(lead_department=leader.department, assisting=others)
    act.joins(departments=[leader.department_id, *others], people=[leader.pk])
    if not Matter.objects.filter(parent=act.matter, parent_label="condition").exists():
        _conditions(act)


def _conditions(act: Act) -> None:
    calendar = calendars.get("office")
    for row in act.details.conditions:
        department = organisation.department_by_id(row["department"])
        assert department is not None
        asker = organisation.department_by_id(row["asked_by"]) if row.get("asked_by") else None
        head = organisation.head_of(asker) if asker is not None else None
        due = calendar.nth_close(calendar.next_day(act.now), row["days"])
        hand_out(
            act, "condition", title=_("立项条件：%(condition)s") % {"condition": row["condition"][:80]},
            content=row["condition"], department=department, accepter=head or act.details.leader, due=due,
        )  # fmt: skip


def name_members(act: Act) -> None:
    """A head names people of the own department; what was named before is replaced."""
    assert act.item is not None and act.item.department_id is not None and act.actor.person is not None
    rows, own = act.data["members"], act.item.department_id
    for row in rows:
        if own not in organisation.departments_of(row["person"]):
            raise ActionError(_("%(person)s不是本部门的人员。") % {"person": row["person"].name})
    Member.objects.filter(project=act.matter, department_id=own).delete()
    people = {row["person"].pk: row for row in rows}
    Member.objects.filter(project=act.matter, person__in=people).delete()
    Member.objects.bulk_create(
        Member(
            project=act.matter,
            department_id=own,
            person=row["person"],
            role=row["role"],
            named_by=act.actor.person,
        )
        for row in people.values()
    )
    act.joins(people=list(people))
