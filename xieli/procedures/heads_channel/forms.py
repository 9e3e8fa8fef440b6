"""What the acts on a thread of the heads' channel ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.matters.fields import text_area
from xieli.matters.forms import ActionForm
from xieli.matters.models import Matter


class PostForm(ActionForm):
    """发起话题: on what, and the first words. Opened from a matter it is about that."""

    saves = ("title", "content", "about")
    with_files = True
    title = forms.CharField(label=_("话题"), max_length=120)
    content = forms.CharField(label=_("内容"), max_length=4000, widget=text_area(rows=5))
    about = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("about") and not self.is_bound:
            found = self._seen(self.initial["about"])
            if found is not None:
                self.initial = {"title": found.title[:120], **self.initial}

    def _seen(self, uid: Any) -> Matter | None:
        try:
            seen = Matter.objects.visible_to(self.actor.person if self.actor else None)
            return seen.filter(uid=str(uid), head_seq__gt=0).first()
        except ValidationError:  # no identifier at all
            return None

    def clean_about(self) -> Matter | None:
        """A matter its author may see."""
        uid = self.cleaned_data["about"]
        if uid is None:
            return None
        found = self._seen(uid)
        if found is None:
            raise ValidationError(_("没有找到有关事项。"))
        return found


class ConcludeForm(ActionForm):
    """What the heads agreed on, in a sentence."""

    saves = ("conclusion",)
    conclusion = forms.CharField(label=_("结论"), max_length=2000, widget=text_area())
