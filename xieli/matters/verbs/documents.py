"""文书作废: an issued document no longer counts; its number stays in the series, the ledger says who and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.documents.models import Document
from xieli.matters.actors import Actor
from xieli.matters.commands import issuing
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.forms import ReasonForm
from xieli.matters.scene import Scene

from .verb import Verb


class VoidDocumentForm(ReasonForm):
    """Which of the matter's documents, and why."""

    number = forms.ChoiceField(label=_("文号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.scene is not None and self.actor is not None:
            found = voidable(self.scene, self.actor)
            choices = [(one.number, f"{one.number} {one.label}") for one in found]
            self.fields["number"].choices = choices  # type: ignore[attr-defined]


def voidable(scene: Scene, actor: Actor) -> list[Document]:
    """The valid documents of the matter that this actor may declare void."""
    forms = {
        f"{scene.procedure.key}.{name}"
        for name, form in scene.procedure.documents.items()
        if form.series and actor.person is not None and form.void.holds(scene, actor)
    }
    return [one for one in scene.documents if one.valid and one.kind in forms] if forms else []


def _may(scene: Scene, actor: Actor) -> str | None:
    return "documents" if voidable(scene, actor) else None


def _apply(act: Act) -> None:
    found = {one.number: one for one in voidable(act.scene, act.actor)}
    document = found.get(act.data["number"])
    if document is None:
        raise ActionError(gettext("这份文书已经不是有效文书。"))
    issuing.void(act, document, act.texts["reason"])


VERBS = (
    Verb(
        "void_document",
        _("文书作废"),
        _may,
        _apply,
        VoidDocumentForm,
        ("matter",),
        rank=65,
        danger=True,
        icon="ban",
    ),
)
