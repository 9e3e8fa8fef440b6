"""The archive: each issued document's PDF and Word file, rendered once and kept by the digest of their bytes.

The worker renders soon after the commit; whoever downloads before that has it rendered at once.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db.models import Q

from xieli.core import clock, readonly, store
from xieli.core.errors import AWAY

from . import pdf, proof
from .models import Document, Imprint, Letterhead, Seal, Wording
from .paper import Paper, Proof

log = structlog.get_logger(__name__)
AT_ONCE = 20
RETRY = timedelta(hours=1)

# What could not be rendered, and when to try again. In memory, since trying once more is harmless.
_postponed: dict[Document | Imprint, datetime] = {}


def pdf_of(document: Document) -> bytes:
    """The archived PDF."""
    if not document.pdf:
        paper = Paper.from_json(document.paper)
        _set(document, "pdf", pdf.render(paper, proof_of(document, paper), _day(document)))
    return store.read(document.pdf)


def word_of(document: Document) -> bytes:
    """The archived Word file, in the company's own template where the document was issued with one."""
    if not document.word:
        from . import own_word, word  # when asked for

        paper = Paper.from_json(document.paper)
        shown = proof_of(document, paper)
        own = own_word.render(paper, document.template) if document.template else None
        _set(document, "word", own or word.render(paper, shown))
    return store.read(document.word)


def sealed_pdf_of(imprint: Imprint) -> bytes:
    """The archived PDF with the seal's imprint."""
    if not imprint.pdf:
        document = imprint.document
        paper = Paper.from_json(document.paper)
        shown = proof_of(document, paper, imprint)
        _set(imprint, "pdf", pdf.render(paper, shown, _day(document)))
    return store.read(imprint.pdf)


def final_pdf_of(document: Document) -> bytes:
    """The PDF people want: the sealed one where there is a seal on it."""
    imprint = (
        Imprint.objects.filter(document=document).select_related("document", "seal", "stamped_by").first()
    )
    return sealed_pdf_of(imprint) if imprint is not None else pdf_of(document)


def proof_of(document: Document, paper: Paper, imprint: Imprint | None = None) -> Proof:
    """What its files show besides the paper."""
    note = ""
    if imprint is not None:
        day = clock.local(imprint.stamped_at)
        note = f"用印：{imprint.seal.name} · {imprint.application} · {imprint.stamped_by.name} · {written_day(day)}"
    return Proof(
        address=proof.address_of(document),
        digest=document.content_hash,
        seal=store.read(imprint.image) if imprint is not None else b"",
        seal_note=note,
        logo=store.read(paper.logo) if paper.logo else b"",
    )


def render_missing() -> int:
    """The worker's share: files that nobody asked for yet. How many were rendered."""
    now = clock.now()
    for row in [row for row, until in _postponed.items() if until <= now]:
        del _postponed[row]
    documents = Document.objects.filter(Q(pdf="") | Q(word="")).exclude(pk__in=_put_off(Document))
    imprints = Imprint.objects.filter(pdf="").exclude(pk__in=_put_off(Imprint))
    imprints = imprints.select_related("document", "seal", "stamped_by")
    done = sum(_rendered(one, pdf_of, word_of) for one in documents.order_by("id")[:AT_ONCE])
    return done + sum(_rendered(one, sealed_pdf_of) for one in imprints.order_by("id")[:AT_ONCE])


def _put_off(model: type[Document | Imprint]) -> list[int]:
    return [row.pk for row in _postponed if isinstance(row, model)]


def _rendered(row: Document | Imprint, *renders: Callable[[Any], bytes]) -> bool:
    """Whether it could be rendered; what can't is told and waits, so that it is in no other's way."""
    try:
        for render in renders:
            render(row)
    except AWAY:
        raise
    except Exception:
        log.exception("document_not_rendered", row=row.pk, kind=type(row).__name__)
        _postponed[row] = clock.now() + RETRY
        return False
    return True


def digests() -> Iterable[str]:
    """Every digest documents, letterheads, templates and seals refer to."""
    for model, fields in (
        (Document, ("pdf", "word", "template")), (Imprint, ("pdf", "image")), (Letterhead, ("logo",)),
        (Wording, ("word",)), (Seal, ("image",)),
    ):  # fmt: skip
        for values in model._default_manager.values_list(*fields):
            yield from filter(None, values)


def written_day(day: date) -> str:
    """2026年11月26日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _day(document: Document) -> date:
    return clock.local(document.issued_at).date()


def _set(row: Document | Imprint, name: str, content: bytes) -> None:
    """Keep the bytes and their digest. Of two that render at once the first wins, and both hand out its bytes."""
    digest = store.keep(content)
    with (
        readonly.writing()
    ):  # rendering on the first download fills the archive; what the document says stays
        type(row)._default_manager.filter(pk=row.pk, **{name: ""}).update(**{name: digest})
    row.refresh_from_db(fields=[name])
