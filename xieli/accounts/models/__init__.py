"""Who may come in: accounts, their sessions and tokens, and the audit log of what they did there."""

from xieli.accounts.models.account import Account, AccountKind, Language, Theme
from xieli.accounts.models.audit import AuditEntry
from xieli.accounts.models.session import Session
from xieli.accounts.models.token import ApiToken

__all__ = ["Account", "AccountKind", "ApiToken", "AuditEntry", "Language", "Session", "Theme"]
