"""Who leads and who works in it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.core.rows import RowsField
from xieli.matters.fields import DepartmentsField, PersonField, text_area
from xieli.matters.forms import ActionForm
from xieli.organisation.models import Department

if TYPE_CHECKING:
    from xieli.matters.scene import Scene


class LeaderForm(ActionForm):
    """指定项目负责人: with what authority, and which departments take part."""

    saves = ("leader", "authority")
    leader = PersonField(label=_("项目负责人"))
    authority = forms.CharField(label=_("负责人权限"), max_length=2000, widget=text_area(), required=False)
    departments = DepartmentsField(label=_("参加部门"))

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """The departments named before, else those the application asks for."""
        applied = [
            scene.matter.initiator_department_id,
            *(row["department"] for row in scene.details.cooperation),
        ]
        ids = scene.matter.assisting or applied
        found = super().initial_from(scene)
        return {
            **found,
            "departments": list(Department.objects.filter(pk__in=[one for one in ids if one is not None])),
        }


class MemberRow(Form):
    """A member, and what for."""

    person = PersonField(label=_("成员"))
    role = forms.CharField(label=_("分工"), max_length=60, required=False)


class MembersForm(ActionForm):
    """Each head names theirs."""

    members = RowsField(MemberRow, label=_("本部门成员"), least=1)
