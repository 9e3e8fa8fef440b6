"""The end of a project: closed after acceptance, then its file complete and sealed (4.1.d)."""

from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.matters.commands.act import Act
from xieli.matters.commands.ending import end_children, stands
from xieli.matters.commands.sealing import seal
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from .. import archive as file
from ..children import end_meetings
from ..models import LeadingGroup, PlanTask, ProjectArchive


def close_project(act: Act) -> None:
    """All of the plan is done and nothing is under way but this week's reports; the leading group is dissolved."""
    undone = PlanTask.objects.filter(project=act.matter, dropped=False, actual_end=None).exclude(kind="phase")
    if codes := list(undone.values_list("code", flat=True)):
        raise ActionError(_("还有任务没有完成：%(codes)s") % {"codes": listed(codes)})
    open_ones = Matter.objects.filter(closed_at=None, head_seq__gt=0).order_by("pk")
    own = open_ones.filter(parent=act.matter).exclude(procedure__in=("project_report", "meeting_series"))
    under = open_ones.filter(parent__parent=act.matter, parent__procedure="decision")
    if other := next((one for one in (*own, *under) if not stands(one)), None):
        raise ActionError(
            _("%(child)s 还没有办结，办结后才能「%(action)s」。")
            % {"child": other.reference, "action": act.procedure.actions[act.action].label}
        )
    end_meetings(act)
    end_children(act)
    LeadingGroup.objects.filter(project=act.matter, dissolved_at=None).update(dissolved_at=act.now)


def archive(act: Act) -> None:
    """Index and digest of the whole file; then nothing in it can be written any more."""
    tree = file.tree(act.matter)
    left = (one for one in tree if one.closed_at is None and one != act.matter and not stands(one))
    if other := next(left, None):
        raise ActionError(
            _("%(child)s 还没有办结，办结后才能「%(action)s」。")
            % {"child": other.reference, "action": act.procedure.actions[act.action].label}
        )
    index = file.index(tree)
    digest = file.digest(index)
    ProjectArchive.objects.create(
        project=act.matter, index=index, sha256=digest, at=act.now, by=act.actor.person
    )
    act.journal["archive"] = {"matters": len(index["matters"]), "sha256": digest}
    seal(act, [one.pk for one in tree])
