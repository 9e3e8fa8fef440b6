"""What the acts of a booking ask for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose, Date
from xieli.matters.fields import MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, OpinionForm, ReasonForm, TextForm
from xieli.matters.models import Matter

from .models import Blackout, Remedy, Resource

if TYPE_CHECKING:
    from xieli.matters.scene import Scene


class ResourceChoose(Choose):
    """Found by code, name and pinyin; what must be known before one asks for it stands beside the name."""

    def create_option(
        self, name: str, value: Any, label: Any, selected: bool, index: int, *rest: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """One resource with its owner, conditions and certificate."""
        option: dict[str, Any] = super().create_option(name, value, label, selected, index, *rest, **kwargs)
        one = getattr(value, "instance", None)
        if isinstance(one, Resource):
            option["attrs"] |= {"data-keys": f"{one.pinyin} {one.initials}", "data-hint": hint_of(one)}
        return option


class ResourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One resource in use."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Resource.objects.filter(active=True).select_related("department")
        super().__init__(rows, to_field_name="uid", label=_("资源"), widget=ResourceChoose(), **kwargs)


def hint_of(one: Resource) -> str:
    """Whose it is, on which conditions, until when its certificate is valid: in one line."""
    parts = [one.department.short_name, one.conditions.replace("\n", " ")[:80]]
    if one.notice_hours:
        parts.append(gettext("提前 %(n)s 小时") % {"n": one.notice_hours})
    if one.certificate == "red":
        parts.append(gettext("检定试验已过期"))
    elif one.certified_until is not None:
        parts.append(gettext("检定试验有效期至 %(day)s") % {"day": f"{one.certified_until:%Y-%m-%d}"})
    return " · ".join(part for part in parts if part)


def _in_order(data: dict[str, Any]) -> None:
    if data.get("begins_at") and data.get("ends_at") and data["ends_at"] <= data["begins_at"]:
        raise ValidationError({"ends_at": _("结束时间应晚于开始时间。")})


class ApplyForm(ActionForm):
    """What, when, what for, where, who answers for it."""

    saves = ("resource", "quantity", "begins_at", "ends_at", "purpose", "place", "responsible", "emergency")
    resource = ResourceField()
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=10000, initial=1)
    begins_at = MomentField(label=_("开始时间"))
    ends_at = MomentField(label=_("结束时间"))
    purpose = forms.CharField(label=_("用途"), max_length=2000, widget=text_area())
    place = forms.CharField(label=_("使用地点和范围"), max_length=300)
    responsible = PersonField(label=_("使用负责人"))
    emergency = forms.BooleanField(
        label=_("紧急抢修"), required=False, help_text=_("归口部门 30 分钟内答复，不受提前时间限制。")
    )
    repeat = forms.ChoiceField(
        label=_("重复周期"), required=False,
        choices=[("", _("不重复")), ("daily", _("每天")), ("weekly", _("每周")), ("biweekly", _("每两周"))],
    )  # fmt: skip
    repeat_until = forms.DateField(label=_("重复到"), required=False, widget=Date())
    wait = forms.BooleanField(
        label=_("已被占用时排队等候"),
        required=False,
        help_text=_("重复的预约：空闲的次数照常预约，占用的次数排队。"),
    )
    accepted = forms.BooleanField(label=_("使用期间由本部门承担保管和使用责任，损坏照价赔偿。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None and self.actor.person is not None:
            self.initial.setdefault("responsible", self.actor.person)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning; a series has an end."""
        data = super().clean() or self.cleaned_data
        _in_order(data)
        if data.get("repeat") and not data.get("repeat_until"):
            raise ValidationError({"repeat_until": _("请填写重复到哪一天。")})
        return data


class MoveForm(ActionForm):
    """Another time for one's own application."""

    saves = ("begins_at", "ends_at")
    begins_at = MomentField(label=_("开始时间"))
    ends_at = MomentField(label=_("结束时间"))

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        _in_order(data)
        return data


GROUNDS = [
    ("own_use", _("本部门生产需要")),
    ("not_fit", _("资源状态不适合")),
    ("conditions", _("不符合使用条件")),
    ("other", _("其他")),
]


class AgreeForm(OpinionForm):
    """Agreed; of a series perhaps all that still wait for an answer."""

    whole_series = forms.BooleanField(label=_("本系列其他待答复的申请一并同意"), required=False, initial=True)

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        if scene is not None and getattr(scene.details, "series", None) is None:
            self.fields["whole_series"].widget = forms.HiddenInput()


class RefuseForm(ReasonForm):
    """Not agreed: the ground and in words why."""

    ground = forms.ChoiceField(label=_("不同意的理由"), choices=GROUNDS)


class CancelForm(ReasonForm):
    """Not needed any more; of a series perhaps all that is still to come."""

    whole_series = forms.BooleanField(label=_("本系列以后的预约一并取消"), required=False)

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        if scene is not None and getattr(scene.details, "series", None) is None:
            self.fields["whole_series"].widget = forms.HiddenInput()


class CounterForm(ReasonForm):
    """The owner offers another time, or another of its resources."""

    resource = ResourceField()
    begins_at = MomentField(label=_("开始时间"))
    ends_at = MomentField(label=_("结束时间"))

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        asked = getattr(scene.details, "resource_id", None) if scene is not None else None
        if scene is not None and asked is not None:
            own = Resource.objects.filter(active=True, department=scene.details.resource.department_id)
            self.fields["resource"].queryset = own  # type: ignore[attr-defined]

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What was asked for."""
        details = scene.details
        return {
            "resource": details.resource.uid, "begins_at": details.begins_at, "ends_at": details.ends_at,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        _in_order(data)
        return data


class CollectForm(ActionForm):
    """Taken over: its condition, with photos."""

    texts = ("condition_then",)
    with_files = True
    condition_then = forms.CharField(label=_("领用时状况"), max_length=1000, widget=text_area())


class ReturnedForm(ActionForm):
    """Brought back: its condition, with photos."""

    saves = ("condition", "damaged")
    with_files = True
    condition = forms.CharField(label=_("归还时状况"), max_length=1000, widget=text_area())
    damaged = forms.BooleanField(label=_("有损坏或缺件"), required=False)


class DamageForm(ActionForm):
    """What the owner finds broken, with photos."""

    saves = ("condition",)
    with_files = True
    condition = forms.CharField(label=_("损坏情况"), max_length=2000, widget=text_area())
    unusable_until = MomentField(
        label=_("停用到"), required=False, help_text=_("修好之前不能再借的，填预计恢复时间。")
    )

    def clean_unusable_until(self) -> Any:
        """It lies ahead."""
        moment = self.cleaned_data["unusable_until"]
        if moment is not None and self.scene is not None and moment <= self.scene.now:
            raise ValidationError(_("请填今后的时间。"))
        return moment


class SettleForm(TextForm):
    """How the damage was dealt with, what it cost, and the matter in which it is found who answers for it."""

    saves = ("remedy", "cost")
    remedy = forms.ChoiceField(label=_("损坏处理方式"), choices=[("", _("请选择")), *Remedy.choices])
    cost = forms.DecimalField(
        label=_("损失金额（元）"), max_digits=12, decimal_places=2, min_value=0, required=False
    )
    usable = forms.BooleanField(label=_("已可使用，因此登记的停用时段随之结束"), required=False, initial=True)
    liability = forms.CharField(
        label=_("责任认定事项编号"),
        max_length=40,
        required=False,
        help_text=_("已立项认定责任的，填编号以便关联。"),
    )

    def __init__(self, *args: Any, scene: "Scene | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        if scene is not None and not Blackout.objects.filter(matter=scene.matter.pk).exists():
            self.fields["usable"].widget = forms.HiddenInput()

    def clean_liability(self) -> Any:
        """A matter that may be seen by who names it, or none."""
        number = self.cleaned_data["liability"].strip()
        if not number:
            return None
        person = self.actor.person if self.actor is not None else None
        found = Matter.objects.visible_to(person).filter(number__iexact=number).first() if person else None
        if found is None or (self.scene is not None and found.pk == self.scene.matter.pk):
            raise ValidationError(_("没有找到这个编号的事项。"))
        return found
