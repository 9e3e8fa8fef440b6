"""I14: 文号 without gaps, every document says what its digest says, the ledger and the documents tell the same."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from xieli.core import store
from xieli.documents.models import Counter, Document, Imprint, Status
from xieli.documents.numbering import MARK
from xieli.documents.paper import Paper
from xieli.matters.models import Event, Matter

from .breach import Breach


def look_for_gaps(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """Every number up to the last of its series and year was given, void ones too, and none besides."""
    taken = {
        (one.series.removesuffix(MARK), int(one.period)): one.last
        for one in Counter.objects.filter(series__endswith=MARK)
    }
    rows = Document.objects.order_by().values_list("series", "year").annotate(Count("id"), Max("n"))
    given = {(series, year): (count, last) for series, year, count, last in rows}
    for key in sorted(taken.keys() | given.keys()):
        count, last = given.get(key, (0, 0))
        if not count == last == taken.get(key, 0):
            yield Breach(
                "I14",
                f"{key[0]}〔{key[1]}〕",
                f"{taken.get(key, 0)} numbers were taken, {count} given, the last is {last}",
            )


def look_at_papers(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """The frozen paper gives the digest, the archived files are the ones that were archived."""
    for document in Document.objects.iterator():
        if Paper.from_json(document.paper).digest != document.content_hash:
            yield Breach("I14", document.number, "the paper does not give the digest")
        for digest in filter(None, (document.pdf, document.word)):
            if fault := store.fault_of(digest):
                yield Breach("I14", document.number, fault)
    for imprint in Imprint.objects.exclude(pdf="").select_related("document"):
        if fault := store.fault_of(imprint.pdf):
            yield Breach("I14", f"{imprint.document} sealed", fault)


def look_at_ledger(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """What the events issued, superseded, voided and stamped is what the documents are."""
    told = _told()
    for document in Document.objects.select_related("imprint").iterator():
        hash_, status = told["issued"].pop(document.number, ("", "")), Status.VALID
        if document.number in told["superseded"]:
            status = Status.SUPERSEDED
        if document.number in told["voided"]:
            status = Status.VOID
        if hash_ != (document.matter, document.content_hash):
            yield Breach("I14", document.number, "the ledger does not tell that it was issued so")
        if document.status != status:
            yield Breach(
                "I14", document.number, f"the ledger tells {status}, the document is {document.status}"
            )
        if (document.number in told["stamped"]) != hasattr(document, "imprint"):
            yield Breach("I14", document.number, "ledger and documents disagree on the use of a seal")
    for number in told["issued"]:
        yield Breach("I14", number, "the ledger tells of a document that is not there")


def _told() -> dict[str, dict[str, object]]:
    """Kind of act → number → (matter, digest) for issued ones, True for the rest."""
    told: dict[str, dict[str, object]] = defaultdict(dict)
    rows = Event.objects.filter(facts__has_key="documents").order_by("id")
    for matter, facts in rows.values_list("matter", "facts"):
        for _kind, number, digest in facts["documents"].get("issued", ()):
            told["issued"][number] = (matter, digest)
        for what in ("superseded", "voided", "stamped"):
            for row in facts["documents"].get(what, ()):
                told[what][row[0]] = True
    return told
