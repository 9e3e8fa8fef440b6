"""Issuing a document, ending it, and putting a seal on it. Called inside the transaction of the act that does so."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from xieli.core.ids import digest_of
from xieli.organisation.models import Person

from . import house, proof
from .models import Document, Imprint, Seal, Status
from .numbering import next_number, series_of
from .paper import Paper


@dataclass(frozen=True)
class Issue:
    """What is to be issued: of which kind, in whose name, for which matter. `code`: its series after the company's."""

    kind: str
    label: str
    code: str
    paper: Paper
    matter: int
    hidden: bool
    by: Person | None
    at: datetime


def issue(order: Issue) -> Document:
    """Take the number, the last lock of the transaction, and freeze the paper. A valid one of the same kind and matter
    is superseded. Files are rendered after the commit."""
    former = Document.objects.filter(matter=order.matter, kind=order.kind, status=Status.VALID).first()
    if former is not None:
        _end(former, Status.SUPERSEDED, order.by, order.at)
    head, own = house.letterhead(), house.wording(order.kind)
    number = next_number(series_of(head.code, order.code, hidden=order.hidden), order.at)
    paper = house.dressed(replace(order.paper, number=str(number)), head, own)
    digest = paper.digest
    document = Document.objects.create(
        matter=order.matter,
        kind=order.kind,
        label=order.label,
        title=paper.title[:200],
        series=number.series,
        year=number.year,
        n=number.n,
        number=str(number),
        paper=paper.to_json(),
        template=own.word if own is not None else "",
        content_hash=digest,
        token_digest=digest_of(proof.token_of(str(number), digest)),
        issued_at=order.at,
        issued_by=order.by,
        supersedes=former,
    )
    document.refresh_from_db(fields=["uid"])
    return document


def void(document: Document, reason: str, by: Person | None, at: datetime) -> None:
    """Declare a document void: its number stays in the series. ValueError where it has ended already."""
    if not _end(document, Status.VOID, by, at, reason):
        raise ValueError(_("%(number)s 已经不是有效文书。") % {"number": document.number})


def _end(document: Document, status: Status, by: Person | None, at: datetime, reason: str = "") -> bool:
    rows = Document.objects.filter(pk=document.pk, status=Status.VALID)
    done = rows.update(status=status, ended_at=at, ended_by=by, reason=reason[:400])
    document.refresh_from_db()
    return bool(done)


def stamp(
    document: Document, seal: Seal, *, matter: int, application: str, by: Person, at: datetime
) -> Imprint:
    """Put a seal in force on a valid document, once. ValueError with a sentence where that can't be."""
    if not document.valid:
        raise ValueError(_("%(number)s 已经不是有效文书，不能用印。") % {"number": document.number})
    if seal.to_at is not None:
        raise ValueError(_("“%(seal)s”已停用。") % {"seal": seal.name})
    if Imprint.objects.filter(document=document).exists():
        raise ValueError(_("%(number)s 已经用过印。") % {"number": document.number})
    return Imprint.objects.create(
        document=document,
        seal=seal,
        image=seal.image,
        matter=matter,
        application=application,
        stamped_by=by,
        stamped_at=at,
    )
