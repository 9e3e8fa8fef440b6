"""Documents an act issues: their numbers are taken last of all locks, their rows commit with the act's line."""

from dataclasses import replace

from django.utils.translation import gettext as _

from xieli.documents import commands as documents
from xieli.documents.models import Document, Status
from xieli.matters import official

from .act import Act


def issue_all(act: Act) -> None:
    """Issue what the act named, in the order of the series, so that no two acts wait for each other's counters."""
    forms = act.procedure.documents
    act.scene.acting = act
    for name in sorted(dict.fromkeys(act.issues), key=lambda one: forms[one].series):
        issued = documents.issue(_order(act, name))
        act.note("documents", "issued", [issued.kind, issued.number, issued.content_hash])
        if issued.supersedes is not None:
            act.note("documents", "superseded", [issued.supersedes.number])


def _order(act: Act, name: str) -> documents.Issue:
    form, matter, person = act.procedure.documents[name], act.matter, act.actor.person
    paper = official.paper_of(act.scene, form)
    return documents.Issue(
        kind=official.kind_of(act.procedure.key, name),
        label=str(form.label),
        code=form.series,
        paper=replace(
            paper,
            day=paper.day or official.day_of(act.now),
            signer=paper.signer or (person.name if person else ""),
        ),
        matter=matter.pk,
        hidden=matter.classification == "confidential",
        by=person,
        at=act.now,
    )


def void_all(act: Act) -> None:
    """The matter came to nothing: none of its documents counts any longer."""
    for document in Document.objects.filter(matter=act.matter.pk, status=Status.VALID):
        void(act, document, act.texts.get("reason") or _("事项已作废"))


def void(act: Act, document: Document, reason: str) -> None:
    """One document of the matter is void; the ledger says so."""
    documents.void(document, reason, act.actor.person, act.now)
    act.note("documents", "voided", [document.number])
