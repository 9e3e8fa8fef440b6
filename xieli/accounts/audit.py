"""The one way to write into the audit log."""

from xieli.accounts.http import Request
from xieli.accounts.models import Account, AuditEntry
from xieli.accounts.models.audit import AuditAction
from xieli.core import readonly


def note(
    action: AuditAction,
    *,
    account: Account | None,
    subject: str = "",
    detail: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Write one line: who (`account`) did what (`action`) to whom or what (`subject`), from `address`."""
    with readonly.writing():  # reading something secret is an act worth a line, and comes as a GET
        return AuditEntry.objects.create(
            account=account, action=action, subject=subject[:200], detail=detail[:400], address=address
        )


def noted(request: Request, action: AuditAction, *, subject: str = "", detail: str = "") -> AuditEntry:
    """The same for what the account logged in here did."""
    return note(action, account=request.account, subject=subject, detail=detail, address=address_of(request))


def denied(request: Request) -> None:
    """Note that somebody asked for a page that isn't theirs."""
    noted(request, AuditAction.DENIED, subject=request.path, detail=str(request.method))


def address_of(request: Request) -> str | None:
    """The address the request came from, as the server saw it (a proxy must be told to the server)."""
    return request.META.get("REMOTE_ADDR") or None
