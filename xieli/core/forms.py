"""The base of forms: Chinese-first errors that say what to do, controls ready for `<c-field>`."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xieli.core import pinyin

MESSAGES: dict[str, str | Promise] = {
    "required": _("请填写这一项。"),
    "invalid": _("格式不对，请检查。"),
    "invalid_choice": _("请从列表中选择一项。"),
    "min_length": _("至少写 %(limit_value)s 个字，现在是 %(show_value)s 个。"),
    "max_length": _("最多 %(limit_value)s 个字，现在是 %(show_value)s 个。"),
    "min_value": _("不能小于 %(limit_value)s。"),
    "max_value": _("不能大于 %(limit_value)s。"),
    "missing": _("没有收到文件，请重新选择。"),
    "empty": _("文件是空的，请重新选择。"),
}
# What is chosen, not written, says so when it is missing; the last that fits counts.
NOTHING_CHOSEN: tuple[tuple[tuple[type[forms.Field], ...], str | Promise], ...] = (
    ((forms.ChoiceField,), _("请选择一项。")),
    ((forms.MultipleChoiceField, forms.ModelMultipleChoiceField), _("请至少选择一项。")),
    ((forms.FileField,), _("请选择文件。")),
)


class Form(forms.Form):
    """Checks shape only; rules are checked by commands, where the API comes in too.

    `sections`: headings of a long form, each with the names of its fields; on wide screens they stand in two columns.
    """

    required_css_class = "required"
    sections: ClassVar[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages = {**self._messages(field), **_own_messages(field)}
            self._dress(field)
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
                field.empty_label = _("不选") if not field.required else _("请选择")

    def grouped(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        """Headings with their fields; what no section names comes last, under none."""
        named = {name for _label, names in self.sections for name in names}
        for label, names in (*self.sections, ("", tuple(name for name in self.fields if name not in named))):
            if fields := [self[name] for name in names if name in self.fields]:
                yield label, fields

    @staticmethod
    def _messages(field: forms.Field) -> dict[str, Any]:
        """Our sentences for what can be wrong with `field`; a file's length message counts otherwise."""
        left_out = {"max_length"} if isinstance(field, forms.FileField) else set()
        told = {key: text for key, text in MESSAGES.items() if key not in left_out}
        for kinds, text in NOTHING_CHOSEN:
            if isinstance(field, kinds):
                told["required"] = text
        return told

    @staticmethod
    def _dress(field: forms.Field) -> None:
        """Give the control its look."""
        widget = field.widget
        attrs = widget.attrs
        if isinstance(widget, forms.Select):
            attrs.setdefault("class", "input")
        elif isinstance(widget, forms.Textarea):
            attrs.setdefault("class", "input")
            attrs["rows"] = 3 if attrs.get("rows") in (None, "10") else attrs["rows"]
        elif isinstance(widget, forms.TextInput | forms.NumberInput | forms.PasswordInput | forms.DateInput):
            attrs.setdefault("class", "input")


def _own_messages(field: forms.Field) -> dict[str, Any]:
    """What the form's author wrote for this field, or Django's words for what we have none for."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    return {
        key: text
        for key, text in field.error_messages.items()
        if key not in MESSAGES or text is not defaults.get(key)
    }


class Date(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class Moment(forms.DateTimeInput):
    """The browser's own picker of date and time, in China's wall-clock time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class _BySound:
    """Options sent with the page carry how they sound; what an address answers was matched by sound there."""

    def create_option(self, name: str, value: Any, label: Any, *rest: Any, **kwargs: Any) -> dict[str, Any]:
        """One option; words in letters need no more."""
        option: dict[str, Any] = super().create_option(name, value, label, *rest, **kwargs)  # type: ignore[misc]
        words = str(label)
        if not words.isascii() and not str(self.attrs["data-choose"]):  # type: ignore[attr-defined]
            option["attrs"]["data-keys"] = pinyin.sounds(words)
        return option


class Choose(_BySound, forms.Select):
    """A list one can type in, pinyin too. `url` answers `?q=` where there are too many options to send."""

    def __init__(self, *args: Any, url: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs["data-choose"] = url


class ChooseMany(_BySound, forms.SelectMultiple):
    """The same for several."""

    def __init__(self, *args: Any, url: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs["data-choose"] = url


def choices_with_blank(
    choices: type[TextChoices], blank: str | Promise | None = None
) -> list[tuple[str, str | Promise]]:
    """The options of `choices` after an empty first line that asks for a choice."""
    return [("", _("请选择") if blank is None else blank), *choices.choices]
