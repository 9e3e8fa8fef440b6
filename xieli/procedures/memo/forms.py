"""What the acts of a memo and of an oral agreement ask for."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.core import clock
from xieli.core.richtext import plain
from xieli.matters.fields import DepartmentsField, MomentField, PeopleField, PersonField, text_area
from xieli.matters.forms import ActionForm, OpinionForm, ReasonForm
from xieli.matters.models import Comment, Matter
from xieli.organisation.models import Department, Person

from .models import MemoDetails

SEVERAL = ("to", "answer_from", "copy_departments", "copy_people")


def _ahead(form: ActionForm) -> datetime | None:
    moment: datetime | None = form.cleaned_data["answer_by"]
    if moment is not None and moment <= (form.scene.now if form.scene else clock.now()):
        raise ValidationError(_("答复期限要晚于现在。"))
    return moment


class LetterForm(ActionForm):
    """The memo: to whom, what, who answers by when, who reads it too."""

    saves = ("title", "in_name", "content", "answer_by")
    title = forms.CharField(label=pgettext_lazy("memo", "事由"), max_length=120)
    to = DepartmentsField(label=_("主送部门"), help_text=_("每个主送部门都要签收。"))
    in_name = forms.ChoiceField(
        label=_("名义"), choices=MemoDetails.Name.choices, initial="department",
        help_text=_("以部门名义发给其他部门的，由本部门负责人签发。"),
    )  # fmt: skip
    content = forms.CharField(label=_("正文"), max_length=8000, widget=text_area(rows=8))
    answer_from = DepartmentsField(
        label=_("须答复部门"), required=False, help_text=_("须在主送部门之内；不填则只需签收。")
    )
    answer_by = MomentField(label=_("答复期限"), required=False, help_text=_("不填则为 5 个工作日。"))
    copy_departments = DepartmentsField(label=_("抄送部门"), required=False)
    copy_people = PeopleField(label=_("抄送人员"), required=False)

    def initial_from(self, scene: Any) -> dict[str, Any]:
        """Ids become the rows people chose."""
        models = {name: Person if name == "copy_people" else Department for name in SEVERAL}
        chosen = {
            name: [one.uid for one in model.objects.filter(pk__in=getattr(scene.details, name))]
            for name, model in models.items()
        }
        return {**super().initial_from(scene), **chosen}

    def clean_answer_by(self) -> datetime | None:
        """A date that lies ahead."""
        return _ahead(self)

    def clean(self) -> dict[str, Any]:
        """Only whom it is addressed to can be asked to answer."""
        data = super().clean() or self.cleaned_data
        if set(data.get("answer_from") or ()) - set(data.get("to") or ()):
            self.add_error("answer_from", _("须答复的部门要在主送部门之内。"))
        return data


class RevisedForm(LetterForm, OpinionForm):
    """The memo, revised and handed in again."""


class AnswerForm(ActionForm):
    """What the department answers."""

    with_files = True
    texts = ("answer",)
    answer = forms.CharField(label=_("答复内容"), max_length=4000, widget=text_area())


class SendBackForm(ReasonForm):
    """Which answers miss something, what, and until when."""

    saves = ("answer_by",)
    departments = DepartmentsField(label=_("请哪些部门补充"))
    answer_by = MomentField(label=_("答复期限"), required=False, help_text=_("不填则为 5 个工作日。"))
    field_order = ("departments", "reason", "answer_by")

    def clean_answer_by(self) -> datetime | None:
        """A date that lies ahead."""
        return _ahead(self)

    def clean_departments(self) -> Any:
        """Departments that were asked to answer."""
        chosen = self.cleaned_data["departments"]
        asked = self.scene.details.answer_from if self.scene else ()
        if any(one.pk not in asked for one in chosen):
            raise ValidationError(_("只能请须答复的部门补充。"))
        return chosen


class OralForm(ActionForm):
    """口头约定: what was agreed with whom. Opened from a comment or a resolution it begins with those words."""

    saves = ("title", "counterpart", "talked_at", "means", "content", "about", "comment")
    title = forms.CharField(label=pgettext_lazy("memo", "事由"), max_length=120)
    counterpart = PersonField(label=_("对方"))
    talked_at = MomentField(label=_("约定时间"), help_text=_("口头约定要在时限内写成书面，通常为 24 小时。"))
    means = forms.CharField(
        label=_("约定方式"), required=False, max_length=60, help_text=_("如电话、当面、微信。")
    )
    content = forms.CharField(label=_("约定内容"), max_length=4000, widget=text_area(rows=6))
    about = forms.UUIDField(required=False, widget=forms.HiddenInput())
    comment = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("about") and not self.is_bound:
            self.initial = {**_source(dict(self.initial), self._viewer), **self.initial}

    @property
    def _viewer(self) -> Person | None:
        return self.actor.person if self.actor else None

    def clean_talked_at(self) -> datetime:
        """A talk that has taken place."""
        moment: datetime = self.cleaned_data["talked_at"]
        if moment > (self.scene.now if self.scene else clock.now()):
            raise ValidationError(_("约定时间不能晚于现在。"))
        return moment

    def clean_about(self) -> Matter | None:
        """A matter its author may see."""
        uid = self.cleaned_data["about"]
        if uid is None:
            return None
        found: Matter | None = Matter.objects.visible_to(self._viewer).filter(uid=uid).first()
        if found is None:
            raise ValidationError(_("没有找到来源事项。"))
        return found


def _source(given: dict[str, Any], viewer: Person | None) -> dict[str, Any]:
    """What the form starts with: the matter's title and, from a comment, its words, author and moment."""
    try:
        matter = Matter.objects.visible_to(viewer).filter(uid=str(given["about"])).first()
        comments = Comment.objects.filter(matter=matter, deleted_at=None)
        comments = comments.filter(uid=str(given["comment"])) if given.get("comment") else comments.none()
    except ValidationError:  # no identifier at all
        return {}
    if matter is None:
        return {}
    found: dict[str, Any] = {"title": matter.title[:120]}
    said = comments.select_related("author").first()
    if said is not None:
        found |= {"content": plain(said.text), "talked_at": said.at}
        if said.author is not None and said.author != viewer:
            found["counterpart"] = said.author.uid
    return found


class WordingForm(ActionForm):
    """The other side's words, to be confirmed by the first."""

    saves = ("content",)
    content = forms.CharField(label=_("约定内容"), max_length=4000, widget=text_area(rows=6))
