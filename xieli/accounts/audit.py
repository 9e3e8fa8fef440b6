"""The one way to write into the audit log."""

from typing import NamedTuple, cast

from django.http import HttpRequest

from xieli.accounts.http import Request
from xieli.accounts.models import Account, AuditEntry
from xieli.accounts.models.audit import AuditAction
from xieli.core import readonly, requests


class By(NamedTuple):
    """Who does something, and from which network address."""

    account: Account | None
    address: str | None = None


def by(request: Request) -> By:
    """Who is asking, from where."""
    return By(request.account, address_of(request))


def note(who: By, action: AuditAction, subject: object = "", detail: object = "") -> AuditEntry:
    """Write one line: who did what to whom or what (`subject`), with what in particular (`detail`)."""
    with readonly.writing():  # reading something secret is an act worth a line, and comes as a GET
        return AuditEntry.objects.create(
            account=who.account,
            action=action,
            subject=str(subject)[:200],
            detail=str(detail)[:400],
            address=who.address,
        )


def denied(request: Request) -> None:
    """Note that somebody asked for a page that isn't theirs."""
    note(by(request), AuditAction.DENIED, request.path, request.method)


def organisation_changed(request: HttpRequest, what: str, particulars: str) -> None:
    """Note a change of the organisation: rights come from posts, duties and who is head."""
    note(by(cast(Request, request)), AuditAction.ORGANISATION_CHANGED, what, particulars)


def address_of(request: Request) -> str | None:
    """The network address the request came from, as a row keeps it."""
    return requests.address_of(request) or None
