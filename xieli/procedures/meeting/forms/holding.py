"""Who was there, what was said and resolved, and what the others say of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Form
from xieli.core.rows import RowsField
from xieli.matters.fields import DepartmentField, MomentField, PeopleField, PersonField, text_area
from xieli.matters.forms import ActionForm
from xieli.organisation.models import Person

from .. import live
from ..models import Attendee, MinuteLine

if TYPE_CHECKING:
    from xieli.matters.scene import Scene


class HoldForm(ActionForm):
    """到会情况: when it was held and who was there."""

    saves = ("held_at",)
    texts = ("absences",)
    held_at = MomentField(label=_("实际召开时间"))
    present = PeopleField(label=_("到会人员"))
    absences = forms.CharField(label=_("缺席说明"), required=False, max_length=1000, widget=text_area())

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """Who checked in, with those who lead it and write; where nobody checked in, all but who declined."""
        details, invited = scene.details, scene.matter.attendees.all()
        came = set(invited.exclude(checked_in_at=None).values_list("person_id", flat=True))
        if came:
            came |= {details.chair_id, details.convener_id, details.secretary_id}
        else:
            came = set(invited.exclude(reply=Attendee.Reply.DECLINED).values_list("person_id", flat=True))
        people = Person.objects.filter(pk__in=came)
        return {
            "held_at": min(details.begins_at, scene.now),
            "present": [str(uid) for uid in people.values_list("uid", flat=True)],
        }

    def clean_held_at(self) -> datetime:
        """A moment that has come."""
        moment: datetime = self.cleaned_data["held_at"]
        if moment > (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("会议召开后才能记录到会情况。"))
        return moment


class ResolutionRow(Form):
    """What was resolved: which department carries it out, who, by when."""

    content = forms.CharField(label=_("决议"), max_length=1000)
    department = DepartmentField(label=_("责任部门"))
    owner = PersonField(label=_("责任人"), required=False)
    needed_by = MomentField(label=_("完成期限"), required=False)


class MinutesForm(ActionForm):
    """会议纪要: what was said, and what was resolved."""

    saves = ("minutes",)
    with_files = True
    minutes = forms.CharField(label=_("会议纪要"), max_length=20_000, widget=text_area(rows=10))
    resolutions = RowsField(
        ResolutionRow, label=_("决议"), most=40, help_text=_("不填期限为 5 个工作日；主持人签发后成为待办")
    )

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """As written before; the first time, the lines taken while it was held, else the agenda as headings."""
        details = scene.details
        headings = "\n\n".join(f"{at}. {row['subject']}" for at, row in enumerate(details.agenda, 1))
        rows = [
            {
                **row,
                "department": str(row["department"].uid) if row["department"] else "",
                "owner": str(row["owner"].uid) if row["owner"] else "",
            }
            for row in details.resolved
        ]
        return {
            "minutes": details.minutes or live.as_text(scene.matter, details.agenda) or headings,
            "resolutions": rows or live.as_resolutions(scene.matter),
        }


class ConfirmForm(ActionForm):
    """What somebody who was there says of the minutes."""

    texts = ("words",)
    answers = "answer"
    answer = forms.ChoiceField(label=_("对纪要"), choices=Attendee.Answer.choices)
    words = forms.CharField(label=_("意见"), required=False, max_length=2000, widget=text_area())

    def clean_words(self) -> str:
        """An objection says what is wrong."""
        words: str = self.cleaned_data["words"]
        if self.cleaned_data.get("answer") == Attendee.Answer.OBJECTED and not words:
            raise ValidationError(_("有异议请写明哪里不对。"))
        return words


class LineForm(Form):
    """One line of the minutes as they are taken."""

    point = forms.TypedChoiceField(label=_("议题"), coerce=int, required=False, empty_value="0")
    kind = forms.ChoiceField(label=_("类别"), choices=MinuteLine.Kind.choices)
    text = forms.CharField(label=_("内容"), max_length=1000, widget=text_area(rows=2))
    department = DepartmentField(label=_("责任部门"), required=False)
    owner = PersonField(label=_("责任人"), required=False)
    needed_by = MomentField(label=_("完成期限"), required=False)

    def __init__(self, data: Any = None, *, agenda: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        points = [(str(at), f"{at}. {row['subject']}") for at, row in enumerate(agenda, 1)]
        self.fields["point"].choices = [*points, ("0", _("其他"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A resolution says which department carries it out; other lines have none."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("kind") != MinuteLine.Kind.RESOLUTION:
            return {**told, "department": None, "owner": None, "needed_by": None}
        if not told.get("department"):
            self.add_error("department", _("决议要写明责任部门。"))
        if told.get("needed_by") and told["needed_by"] <= clock.now():
            self.add_error("needed_by", _("决议的完成期限要晚于现在。"))
        return told
