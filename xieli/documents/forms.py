"""What administrators and keepers of seals fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.organisation.fields import DepartmentField

from . import pictures, placeholders
from .kinds import Kind
from .models import Seal
from .models.seal import Scope


class LetterheadForm(Form):
    """发文机关, the code of its numbers, the usual signer, the logo."""

    office = forms.CharField(label=_("发文机关"), max_length=60)
    code = forms.RegexField(
        r"^[\u4e00-\u9fffA-Za-z]{1,10}$", label=_("机关代字"),
        help_text=_("文号的开头，如“绿充”。改动后新文书使用新的字号并从 1 号起编。"),
        error_messages={"invalid": _("只能用 1 到 10 个汉字或字母。")},
    )  # fmt: skip
    signer = forms.CharField(
        label=_("默认签发人"), max_length=40, required=False, help_text=_("没有具体签发人的文书用它落款。")
    )
    logo = forms.FileField(
        label=_("徽标"), required=False, help_text=_("PNG 或 JPEG；不选则保持现在的徽标。")
    )
    no_logo = forms.BooleanField(label=_("不用徽标"), required=False)

    def clean_logo(self) -> bytes:
        """The picture, drawn anew."""
        return _picture(self.cleaned_data["logo"])


class WordingForm(Form):
    """A kind of document in the company's own words."""

    title = forms.CharField(label=_("标题"), max_length=120, required=False)
    opening = forms.CharField(label=_("开头"), max_length=2000, required=False, widget=forms.Textarea)
    closing = forms.CharField(label=_("结尾"), max_length=2000, required=False, widget=forms.Textarea)
    word = forms.FileField(label=_("Word 模板"), required=False, help_text=_("不选则保持现在的模板。"))
    no_word = forms.BooleanField(label=_("不用自己的 Word 模板"), required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.specimen = kind.specimen()
        self.values = list(placeholders.words_of(self.specimen).values)

    def _words(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if wrong := placeholders.problems(text, self.values):
            raise forms.ValidationError(wrong)
        return text

    def clean_title(self) -> str:
        """Known placeholders only."""
        return self._words("title")

    def clean_opening(self) -> str:
        """Known placeholders only."""
        return self._words("opening")

    def clean_closing(self) -> str:
        """Known placeholders only."""
        return self._words("closing")

    def clean_word(self) -> bytes:
        """A Word file with known placeholders and nothing that runs or fetches."""
        from . import own_word  # when asked for

        file = self.cleaned_data["word"]
        content: bytes = file.read() if file else b""
        if content and (wrong := own_word.problems(content, self.specimen)):
            raise forms.ValidationError(wrong)
        return content


class SealForm(Form):
    """A new seal, or the new picture of one."""

    name = forms.CharField(label=_("名称"), max_length=60)
    scope = forms.ChoiceField(label=_("范围"), choices=Scope.choices)
    custodian = DepartmentField(label=_("保管部门"))
    image = forms.FileField(label=_("印章图片"), help_text=_("透明底色的 PNG，盖在纸上约 42 毫米。"))

    def clean_name(self) -> str:
        """No two seals in force share a name."""
        name: str = self.cleaned_data["name"]
        if Seal.objects.filter(name=name, to_at=None).exists():
            raise forms.ValidationError(_("已有同名的印章。"))
        return name

    def clean_image(self) -> bytes:
        """The picture, drawn anew, on a transparent ground."""
        return _picture(self.cleaned_data["image"], transparent=True)


def _picture(file: Any, *, transparent: bool = False) -> bytes:
    if not file:
        return b""
    try:
        return pictures.plain_png(file.read(), transparent=transparent)
    except ValueError as wrong:
        raise forms.ValidationError(str(wrong)) from wrong
