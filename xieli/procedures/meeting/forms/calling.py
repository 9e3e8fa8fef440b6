"""Calling a meeting, inviting to it, proposing for it, holding one regularly."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Form
from xieli.core.rows import RowsField
from xieli.matters import places
from xieli.matters.fields import MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm
from xieli.organisation.models import Person

from .. import agenda, repeating
from ..circles import may_convene
from ..kinds import choices
from ..models import Attendee
from .people import attendees_field
from .rooms import RoomField

if TYPE_CHECKING:
    from xieli.matters.scene import Scene

USUAL = 60  # minutes
POINTS = 120  # of an agenda, what it begins with included
CIRCLE = _("高层例会自动包括公司领导，部门负责人协调会自动包括各部门负责人")


class AgendaRow(Form):
    """One point of the agenda."""

    subject = forms.CharField(label=_("议题"), max_length=200)
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=480, required=False)
    about = forms.RegexField(regex=r"^[0-9a-f-]{36}$", required=False, widget=forms.HiddenInput())
    by = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput())
    made = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput())


def _duration() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("时长（分钟）"), min_value=5, max_value=720, required=False, initial=USUAL
    )


def _room() -> RoomField:
    return RoomField(label=_("会议室"), required=False, help_text=_("随会议一起预约，改期、取消时一并更改。"))


def _ahead(form: ActionForm, name: str) -> datetime | None:
    """A moment that lies ahead, or none. Raises ValidationError."""
    moment: datetime | None = form.cleaned_data[name]
    if moment is not None and moment <= (form.scene.now if form.scene else clock.now()):
        raise ValidationError(_("会议时间要晚于现在。"))
    return moment


def _somewhere(data: dict[str, Any]) -> None:
    """A room, or words for where it is. Raises ValidationError."""
    if not data.get("place") and not data.get("room"):
        raise ValidationError({"place": _("请选择会议室，或填写地点。")})


class CallForm(ActionForm):
    """召集会议: on what, with whom, when. Without a time the convener fixes it later. The hidden ones are the
    product's, which plans regular meetings."""

    saves = ("title", "kind", "purpose", "begins_at", "place")
    title = forms.CharField(label=_("会议名称"), max_length=120)
    kind = forms.ChoiceField(label=_("会议类别"), choices=choices, initial="ad_hoc")
    purpose = forms.CharField(label=_("目的"), required=False, max_length=2000, widget=text_area())
    begins_at = MomentField(label=_("开始时间"), required=False)
    duration = _duration()
    room = _room()
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    attendees = attendees_field(label=_("参会人"), required=False, help_text=CIRCLE)
    chair = PersonField(label=_("主持人"), required=False, help_text=_("不填为召集人"))
    secretary = PersonField(label=_("记录人"), required=False, help_text=_("不填为召集人"))
    agenda = RowsField(AgendaRow, label=_("议程"), most=POINTS)
    convener = PersonField(label=_("召集人"), required=False, widget=forms.HiddenInput())
    period_begins = MomentField(label=_("周期开始"), required=False, widget=forms.HiddenInput())
    period_ends = MomentField(label=_("周期结束"), required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only kinds are offered that who calls may convene; what is sent is judged by the act, which says why not."""
        super().__init__(*args, **kwargs)
        person = self.actor.person if self.actor else None
        if person is not None and not self.is_bound:
            kinds = [one for one in choices() if may_convene(one[0], person)]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_begins_at(self) -> datetime | None:
        """It lies ahead."""
        return _ahead(self, "begins_at")

    def clean(self) -> dict[str, Any]:
        """With a time it is called at once, so where it is has to be said."""
        data = super().clean() or self.cleaned_data
        if data.get("begins_at") and not data.get("period_ends"):
            _somewhere(data)
        return data


class InviteForm(ActionForm):
    """会议通知: when, where, with whom, on what."""

    saves = ("begins_at", "place", "agenda")
    begins_at = MomentField(label=_("开始时间"))
    duration = _duration()
    room = _room()
    place = forms.CharField(
        label=_("地点"),
        required=False,
        max_length=200,
        help_text=_("其他地点或线上会议号；选了会议室的可以不填"),
    )
    attendees = attendees_field(label=_("参会人"), required=False, help_text=CIRCLE)
    agenda = RowsField(AgendaRow, label=_("议程"), most=POINTS)

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        if scene is not None and scene.matter.pk is not None:
            self.fields["attendees"].widget.meeting = str(scene.matter.uid)

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """As it stands, with what was resolved before and is still open."""
        details = scene.details
        people = Person.objects.filter(pk__in=scene.matter.attendees.filter(invited=True).values("person"))
        found = super().initial_from(scene)
        return {
            **found,
            "duration": (details.ends_at - details.begins_at).seconds // 60 if details.ends_at else USUAL,
            "attendees": [str(uid) for uid in people.values_list("uid", flat=True)],
            "agenda": agenda.opened_with(scene.matter, details.kind, details.agenda),
            "room": places.had(scene.matter.pk) or places.named(details.place),
        }

    def clean_begins_at(self) -> datetime | None:
        """It lies ahead."""
        return _ahead(self, "begins_at")

    def clean(self) -> dict[str, Any]:
        """A room, or words for where it is."""
        data = super().clean() or self.cleaned_data
        _somewhere(data)
        return data


class ProposeForm(ActionForm):
    """提议议题: a point somebody invited wants on the agenda."""

    subject = forms.CharField(label=_("议题"), max_length=200)
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=480, required=False)


class ReplyForm(ActionForm):
    """答复邀请: whether one comes."""

    answers = "reply"
    reply = forms.ChoiceField(label=_("是否参加"), choices=Attendee.Reply.choices)
    excuse = forms.CharField(label=_("说明"), required=False, max_length=200)


class NeedsForm(ActionForm):
    """进展与需协调事项: what a head says before the heads' meeting."""

    progress = forms.CharField(label=_("本部门进展"), max_length=2000, widget=text_area())
    needs = forms.CharField(label=_("需协调事项"), required=False, max_length=2000, widget=text_area())


class SeriesForm(ActionForm):
    """例会: what, how often, from when, with whom."""

    saves = ("title", "kind", "purpose", "first_at", "place")
    title = forms.CharField(label=_("例会名称"), max_length=120)
    kind = forms.ChoiceField(label=_("会议类别"), choices=lambda: choices(regular=True))
    purpose = forms.CharField(label=_("目的"), required=False, max_length=2000, widget=text_area())
    repeat = forms.ChoiceField(
        label=_("周期"), choices=repeating.CHOICES, initial=repeating.WEEKS, help_text=_("日期按首次时间推算")
    )
    weeks = forms.IntegerField(label=_("每几周一次"), min_value=1, max_value=13, initial=2, required=False)
    first_at = MomentField(label=_("首次时间"))
    duration = _duration()
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    attendees = attendees_field(label=_("参会人"), required=False, help_text=CIRCLE)
    convener = PersonField(label=_("召集人"), required=False, help_text=_("不填为您本人"))
    chair = PersonField(label=_("主持人"), required=False, help_text=_("不填为召集人"))
    secretary = PersonField(label=_("记录人"), required=False, help_text=_("不填为召集人"))

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """As it stands."""
        details = scene.details
        found = super().initial_from(scene)
        if details._state.adding:
            return found
        named = {name: str(getattr(details, name).uid) for name in ("convener", "chair", "secretary")}
        repeat, weeks = repeating.answers(details.rule)
        return {
            **found,
            **named,
            "repeat": repeat,
            "weeks": weeks,
            "duration": details.duration,
            "attendees": [str(one.uid) for one in details.people if one.pk in details.attendees],
        }
