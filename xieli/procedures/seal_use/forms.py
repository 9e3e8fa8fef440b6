"""What the acts of an application for a seal ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose
from xieli.documents.models import Document, Seal
from xieli.matters.fields import text_area
from xieli.matters.forms import ActionForm, OpinionForm

from .permissions import documents_for

SHOWN = 200


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An issued document by its number."""

    def label_from_instance(self, obj: Any) -> str:
        """绿充协〔2026〕1号 协调决定书."""
        return f"{obj.number} {obj.title}"


class ApplyForm(ActionForm):
    """Which document, which seal, what for."""

    saves = ("document", "seal", "purpose")
    document = DocumentField(
        Document.objects.none(), to_field_name="number", label=_("用印文书"), widget=Choose(),
        help_text=_("可以选您看得到的、有效且没有用过印的文书。"),
    )  # fmt: skip
    seal = forms.ModelChoiceField(
        Seal.objects.filter(to_at=None).order_by("name"), to_field_name="uid", label=_("印章")
    )
    purpose = forms.CharField(label=_("用途"), max_length=1000, widget=text_area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        if self.actor is not None and self.actor.person is not None:
            field.queryset = documents_for(self.actor.person)
            field.choices = [("", _("请选择")), *self._choices(field)]

    @staticmethod
    def _choices(field: Any) -> list[tuple[str, str]]:
        return [
            (one.number, field.label_from_instance(one)) for one in field.queryset.order_by("-id")[:SHOWN]
        ]


class SupplementForm(ApplyForm, OpinionForm):
    """The completed application, sent again to who returned it."""
