"""What the acts of an application for a seal do besides moving it."""

from django.utils.translation import gettext as _

from xieli.documents import commands as documents
from xieli.documents.models import Document
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Link, Matter

from .models import SealUseDetails


def apply(act: Act) -> None:
    """One application for a document at a time; it is linked with the matter that issued it, the custodian leads."""
    document, seal = act.data["document"], act.data["seal"]
    others = SealUseDetails.objects.filter(document=document, matter__closed_at=None).exclude(
        matter=act.matter
    )
    if others.exists():
        raise ActionError(_("%(number)s 已经有人申请用印。") % {"number": document.number})
    title = f"{document.number} {document.title}"[:200]
    act.set_details(title=title, lead_department=seal.custodian)
    source = Matter.objects.get(pk=document.matter)
    Link.objects.get_or_create(source=act.matter, target=source, kind="seal", defaults={"at": act.now})


def stamp(act: Act) -> None:
    """The custodian puts the seal on it; the ledger holds which picture and which document, by their digests."""
    details, person = act.details, act.actor.person
    assert person is not None
    document = Document.objects.select_for_update().get(pk=details.document_id)
    try:
        imprint = documents.stamp(
            document,
            details.seal,
            matter=act.matter.pk,
            application=act.matter.reference,
            by=person,
            at=act.now,
        )
    except ValueError as refusal:
        raise ActionError(str(refusal)) from refusal
    act.note(
        "documents", "stamped", [document.number, details.seal.name, imprint.image, document.content_hash]
    )
