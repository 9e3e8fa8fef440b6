"""The company's own: its letterhead and its wording of each kind of document, laid over the standard paper."""

from dataclasses import replace

from django.conf import settings

from .models import Letterhead, Wording
from .paper import Paper, Text
from .placeholders import filled, words_of


def letterhead() -> Letterhead:
    """The one in force, else the standard one (unsaved): the company's name and code, no logo."""
    found = Letterhead.objects.filter(to_at=None).first()
    return found or Letterhead(office=settings.COMPANY_NAME, code=settings.COMPANY_CODE)


def wording(kind: str) -> Wording | None:
    """The company's own wording of a kind of document, if it has one."""
    return Wording.objects.filter(kind=kind, to_at=None).first()


def dressed(paper: Paper, head: Letterhead, own: Wording | None) -> Paper:
    """The paper with letterhead, and with the company's own title, opening and closing."""
    signer = paper.signer or (head.signer if paper.red else "")
    paper = replace(paper, office=paper.office or head.office, logo=head.logo, signer=signer)
    if own is None:
        return paper
    values = words_of(paper).values
    opening = [Text(filled(own.opening, values))] if own.opening else []
    closing = [Text(filled(own.closing, values))] if own.closing else []
    title = filled(own.title, values) if own.title else paper.title
    return replace(paper, title=title, blocks=(*opening, *paper.blocks, *closing))
