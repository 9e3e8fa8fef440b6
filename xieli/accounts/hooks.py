"""What the owner of an account must hear of, whoever did it; the layer that carries news registers how.

hooks.guarded.append(tell_owner)
"""

from collections.abc import Callable
from typing import Any

from xieli.accounts.models import Account

# Something about the way into an account changed: with the account, a lazy text, and what fills it.
guarded: list[Callable[[Account, Any, dict[str, Any]], None]] = []


def tell_owner(account: Account, text: Any, **params: Any) -> None:
    """Tell whoever owns the account, inside the command's transaction."""
    for tell in guarded:
        tell(account, text, params)
