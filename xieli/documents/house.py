"""The company's own: its letterhead and its wording of each kind of document, laid over the standard paper."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from xieli.core import store

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


def set_letterhead(values: Mapping[str, Any], account: str, at: datetime) -> Letterhead:
    """A new version of the letterhead; `logo`: PNG bytes, empty to keep the present one, `no_logo` to have none."""
    with transaction.atomic():
        logo = "" if values["no_logo"] else letterhead().logo
        if values["logo"]:
            logo = store.keep(values["logo"])
        Letterhead.objects.filter(to_at=None).update(to_at=at)
        return Letterhead.objects.create(
            office=values["office"],
            code=values["code"],
            signer=values["signer"],
            logo=logo,
            from_at=at,
            account=account,
        )


def set_wording(kind: str, values: Mapping[str, Any], word_name: str, account: str, at: datetime) -> Wording:
    """A new version of a kind's wording; `word`: bytes, empty to keep the present template, `no_word` to have none."""
    with transaction.atomic():
        before = wording(kind)
        word, name = (before.word, before.word_name) if before and not values["no_word"] else ("", "")
        if values["word"]:
            word, name = store.keep(values["word"]), word_name
        Wording.objects.filter(kind=kind, to_at=None).update(to_at=at)
        return Wording.objects.create(
            kind=kind,
            title=values["title"],
            opening=values["opening"],
            closing=values["closing"],
            word=word,
            word_name=name[:200],
            from_at=at,
            account=account,
        )


def back_to_standard(kind: str, at: datetime) -> None:
    """The standard wording is in force again; the versions stay."""
    Wording.objects.filter(kind=kind, to_at=None).update(to_at=at)
