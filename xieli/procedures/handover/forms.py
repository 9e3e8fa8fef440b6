"""What the acts of a handover ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Form
from xieli.core.rows import RowsField
from xieli.matters.fields import MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, ReasonForm
from xieli.organisation.models import Person

from .models import Free, HandoverLine, Reason


class Lines(forms.CheckboxSelectMultiple):
    """Boxes to tick, and one that ticks them all."""

    template_name = "handover/lines.html"


class LinesField(forms.TypedMultipleChoiceField):
    """Lines of the list, by their numbers."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("条目"))
        super().__init__(coerce=int, widget=Lines, **kwargs)


class OpenForm(ActionForm):
    """发起交接: who, why, to whom; the list fills itself."""

    reason = forms.ChoiceField(label=_("交接原因"), choices=Reason.choices)
    giver = PersonField(label=_("移交人"), required=False, help_text=_("不填为您本人。"))
    receiver = PersonField(
        label=_("接收人"), required=False, help_text=_("不填为部门负责人；以后每一条都可另选接收人。")
    )
    supervisor = PersonField(label=_("监交人"), required=False)
    key_post = forms.BooleanField(
        label=_("关键岗位"), required=False, help_text=_("交接期限由 2 个工作日改为 5 个工作日。")
    )
    absent = forms.BooleanField(
        label=_("移交人不能到场"), required=False, help_text=_("由监交人代为整理和签字。")
    )
    absent_why = forms.CharField(label=_("不能到场的原因"), max_length=200, required=False)
    about = forms.CharField(
        label=_("移交的任务或项目"), max_length=40, required=False,
        help_text=_("只移交一个项目或任务时填它的编号，例如 XM-2026-0001。"),
    )  # fmt: skip
    returns_at = MomentField(label=_("预计返岗时间"), required=False, help_text=_("休假或外派时填写。"))
    note = forms.CharField(label=_("交接说明"), max_length=4000, widget=text_area(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        giver = self.fields["giver"]
        assert isinstance(giver, forms.ModelChoiceField)
        giver.queryset = Person.objects.all()  # who has left hands over too, by the supervisor's hand

    def clean_returns_at(self) -> Any:
        """Ahead, if given."""
        moment = self.cleaned_data["returns_at"]
        if moment is not None and moment <= (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("预计返岗时间要晚于现在。"))
        return moment

    def clean(self) -> dict[str, Any]:
        """What some reasons ask for besides."""
        data = super().clean() or self.cleaned_data
        if data.get("reason") == Reason.ABSENCE and not data.get("returns_at"):
            self.add_error("returns_at", _("请填写预计返岗时间，到时工作退还本人。"))
        if data.get("reason") == Reason.PROJECT and not data.get("about"):
            self.add_error("about", _("请填写要移交的任务或项目的编号。"))
        return data


class _LinesForm(ActionForm):
    """Acts on some lines: those that may be chosen just now."""

    texts = ()
    lines = LinesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lines"]
        assert isinstance(field, LinesField)
        if self.scene is not None and not self.scene.matter._state.adding:
            from .shown import choices

            field.choices = choices(self.scene, self.actor, self.narrowed())

    def narrowed(self) -> dict[str, Any]:
        """Which lines may be chosen."""
        return {}


class ArrangeForm(_LinesForm):
    """调整条目: another receiver, how far it is, or that it stays."""

    receiver = PersonField(label=_("改由谁接收"), required=False)
    progress = forms.CharField(label=_("进展和下一步"), max_length=500, required=False, widget=text_area())
    contact = forms.CharField(label=_("联系人"), max_length=100, required=False)
    stays = forms.ChoiceField(
        label=_("是否移交"), required=False,
        choices=[("", _("不改变")), ("yes", _("留在本人名下，不移交")), ("no", _("重新列入移交"))],
    )  # fmt: skip


class LineForm(Form):
    """One thing the product can't know of."""

    kind = forms.ChoiceField(label=_("类别"), choices=Free.choices)
    title = forms.CharField(label=_("内容"), max_length=200)
    progress = forms.CharField(label=_("数量、现状和注意事项"), max_length=500, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=100, required=False)


class AddForm(ActionForm):
    """补充条目."""

    rows = RowsField(
        LineForm, least=1, label=_("条目"), help_text=_("钥匙、印章、文件、账号等。不要填写密码。")
    )
    receiver = PersonField(label=_("接收人"), required=False, help_text=_("不填为主要接收人。"))


class HandInForm(ActionForm):
    """提交核对, with papers if there are any."""

    with_files = True
    note = forms.CharField(label=_("交接说明"), max_length=4000, widget=text_area(), required=False)

    def initial_from(self, scene: Any) -> dict[str, Any]:
        """What was said at the beginning."""
        return {"note": scene.details.note}


class JudgeForm(_LinesForm):
    """核对条目."""

    verdict = forms.ChoiceField(label=_("核对结论"), choices=HandoverLine.Verdict.choices)
    words = forms.CharField(label=_("说明"), max_length=500, required=False, widget=text_area())

    def narrowed(self) -> dict[str, Any]:
        """One's own, judged or not; all of them where the seat isn't known yet."""
        item = self.scene.item if self.scene is not None else None
        person = item.person_id if item is not None and item.person_id else None
        if person is None and self.actor is not None:
            person = self.actor.person_id
        return {"stays": False, "receiver": person}

    def clean(self) -> dict[str, Any]:
        """A dispute says what is wrong."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == HandoverLine.Verdict.DISPUTED and not data.get("words"):
            self.add_error("words", _("请写明异议是什么。"))
        return data


class RuleForm(_LinesForm):
    """裁定条目."""

    ruling = forms.ChoiceField(label=_("裁定"), choices=HandoverLine.Ruling.choices)
    receiver = PersonField(label=_("改由谁接收"), required=False)

    def narrowed(self) -> dict[str, Any]:
        """Disputed and not ruled on."""
        return {"stays": False, "verdict": HandoverLine.Verdict.DISPUTED, "ruling": ""}

    def clean(self) -> dict[str, Any]:
        """To whom, when to somebody else."""
        data = super().clean() or self.cleaned_data
        if data.get("ruling") == HandoverLine.Ruling.OTHER and not data.get("receiver"):
            self.add_error("receiver", _("请选择由谁接收。"))
        return data


class ObjectForm(ReasonForm):
    """提出异议."""

    with_files = True
