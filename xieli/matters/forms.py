"""Forms of acts: they check shape only; whether one may, and what follows, is for the commands.

`saves`: names of cleaned fields written to the details (or the matter). `texts`: free words, kept erasable beside
the event. All else goes into the event's facts. `with_files`: photographs and documents usually come with this act.
`addressed`: what the address of the form may fill in.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.clock import local
from xieli.core.forms import Form
from xieli.core.rows import RowsField, typed

from .fields import DepartmentField, DepartmentsField, MomentField, PeopleField, PersonField, text_area

if TYPE_CHECKING:
    from .actors import Actor
    from .scene import Scene

GROUNDS = [
    ("missing", _("缺少信息")),
    ("wrong_fact", _("事实有误")),
    ("wrong_addressee", _("派错对象")),
    ("outdated", _("版本过期")),
    ("not_mine", _("不属本部门职责")),
    ("not_feasible", _("无法做到")),
    ("duplicate", _("重复")),
    ("other", _("其他")),
]


class ActionForm(Form):
    """Base of every act's form: knows the scene and the actor."""

    saves: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[tuple[str, ...]] = ()
    with_files: ClassVar[bool] = False
    addressed: ClassVar[tuple[str, ...]] = ()
    answers: ClassVar[str] = ""

    def __init__(
        self, data: Any = None, *, scene: "Scene | None" = None, actor: "Actor | None" = None, **kwargs: Any
    ):
        self.scene = scene
        self.actor = actor
        super().__init__(data, **kwargs)
        if not self.field_order:  # what is decided stands before the words that explain it
            self.order_fields([name for name in self.fields if name not in ("reason", "opinion")])
        for name, field in self.fields.items():
            kept = typed(self.initial, name, field.row) if isinstance(field, RowsField) else []
            if kept and name not in self.initial:  # a draft keeps rows flat, as typed
                self.initial[name] = kept

    @property
    def kept_as(self) -> str:
        """Told apart from what is kept of the same act's form for other lines."""
        return ""

    def initial_from(self, scene: "Scene") -> dict[str, Any]:
        """What to show before anything was typed: the present values of what this form saves."""
        from .commands.act import MATTER_FIELDS

        found = {}
        for name in self.saves:
            source = scene.matter if name in MATTER_FIELDS else scene.details
            if hasattr(source, name):
                found[name] = getattr(source, name)
        return found


class EmptyForm(ActionForm):
    """Nothing to say."""


class OpinionForm(ActionForm):
    """意见: may stay empty when agreeing. `phrases`: sentences offered to who keeps none of their own."""

    texts = ("opinion",)
    phrases: ClassVar[tuple[Any, ...]] = (
        _("同意。"),
        _("情况属实。"),
        _("请补充材料后再报。"),
        _("已处理完毕。"),
    )
    opinion = forms.CharField(label=_("意见"), required=False, max_length=2000, widget=text_area())


class UrgeForm(OpinionForm):
    """催办: with a word, if one likes."""

    phrases = (_("请尽快办理。"), _("客户在等。"), _("请告知预计办完时间。"))


class ReasonForm(ActionForm):
    """A reason that must be given."""

    texts = ("reason",)
    reason = forms.CharField(label=_("原因"), max_length=2000, widget=text_area())


class TextForm(ActionForm):
    """Something to tell."""

    texts = ("text",)
    text = forms.CharField(label=_("内容"), max_length=4000, widget=text_area())


class ReturnForm(ReasonForm):
    """退回: a ground from the list and words; where to, when there is a choice."""

    ground = forms.ChoiceField(label=_("退回理由"), choices=GROUNDS)
    to = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())


class ReassignForm(ReasonForm):
    """转办: to a person, or to a department's queue."""

    addressed = ("person",)
    department = DepartmentField(label=_("转给部门"), required=False)
    person = PersonField(label=_("转给个人"), required=False)
    ground = forms.ChoiceField(label=_("理由类别"), choices=[("", "—"), *GROUNDS], required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or self.cleaned_data
        if not data.get("department") and not data.get("person"):
            raise ValidationError(_("请选择转给哪个部门或哪个人。"))
        return data


class PersonForm(ReasonForm):
    """Somebody, and why."""

    person = PersonField()


class EntrustForm(TextForm):
    """委派: ask somebody for advice; the item stays with its holder."""

    person = PersonField(label=_("请谁协助"))


class SignerForm(ReasonForm):
    """加签: who, and before, after or beside."""

    person = PersonField(label=_("加签人"))
    where = forms.ChoiceField(
        label=_("位置"), choices=[("beside", _("并行")), ("before", _("在我之前")), ("after", _("在我之后"))]
    )


class NoticeForm(ReasonForm):
    """提前说明: why it will be late, and the new date asked for."""

    new_due = MomentField(label=_("申请的新期限"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        item = self.scene.item if self.scene else None
        clock = self.scene.step_clock(item) if self.scene and item else None
        if clock is not None:
            due = f"{local(clock.due_at):%Y-%m-%d %H:%M}"
            self.fields["new_due"].help_text = gettext("现在的期限是 %(due)s。") % {"due": due}


class PauseForm(ReasonForm):
    """挂起: a declared cause and the latest date."""

    cause = forms.CharField(label=_("事由"), max_length=40)
    until = MomentField(label=_("最迟恢复时间"))


class CorrectForm(ReasonForm):
    """更正: which recorded fact is wrong, and what is right."""

    field = forms.CharField(label=_("更正哪一项"), max_length=40)
    value = forms.CharField(label=_("正确内容"), max_length=4000, widget=text_area())


class CopyForm(ActionForm):
    """抄送: who else should read it."""

    texts = ("text",)
    people = PeopleField(label=_("抄送给"))
    text = forms.CharField(label=_("附言"), required=False, max_length=1000, widget=text_area())


class ProgressForm(TextForm):
    """报告进展: how far, and in words."""

    percent = forms.IntegerField(label=_("完成百分比"), min_value=0, max_value=100)


class CommentForm(TextForm):
    """评论, with @mentions of people and departments."""

    mentions = PeopleField(required=False)
    departments = DepartmentsField(required=False)
    quotes = forms.UUIDField(required=False, widget=forms.HiddenInput())
    for_customer = forms.BooleanField(label=_("客户可见"), required=False)


class TakeBackForm(ActionForm):
    """撤回评论: which one."""

    comment = forms.UUIDField(label=_("评论"), widget=forms.HiddenInput())


class ClassifyForm(ReasonForm):
    """密级."""

    classification = forms.ChoiceField(
        label=_("密级"),
        choices=[
            ("company", _("公开")),
            ("internal", _("内部")),
            ("secret", _("秘密")),
            ("confidential", _("机密")),
        ],
    )


class ArbitrationForm(ReasonForm):
    """仲裁: who leads."""

    department = DepartmentField(label=_("由哪个部门主办"))
