"""The first step of an installation: the three administrators' accounts, with their one-time codes.

`xieli manage open_administrators`. Each code is shown once and lasts a day; run again, it makes what is missing and
gives new codes to administrators who have set no password yet. `--reset security` lets one in again who has lost
password and telephone, when there is nobody else to ask: a new code, the authenticator app unbound.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from xieli.accounts import commands
from xieli.accounts.audit import By
from xieli.accounts.models import Account, AccountKind

NOBODY = By(None)


class Command(BaseCommand):
    """Open the three administrators' accounts."""

    help = "Open the three administrators' accounts and print their one-time codes."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--reset`, for one kind of administrator."""
        kinds = [kind.value for kind in AccountKind if kind != AccountKind.EMPLOYEE]
        parser.add_argument(
            "--reset", choices=kinds, help="a new code for this administrator; unbinds the app"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print `login name: code`, one line each."""
        for kind in (AccountKind.SYSTEM, AccountKind.SECURITY, AccountKind.AUDIT):
            present = Account.objects.filter(kind=kind).order_by("id").first()
            if present is None:
                present, code = commands.create_administrator(kind, f"{kind}-admin", NOBODY)
            elif options["reset"] == kind:
                commands.reset_totp(present, NOBODY)
                code = commands.give_code(present, NOBODY)
            elif present.has_usable_password():
                self.stdout.write(f"{present.username}: has a password")
                continue
            else:
                code = commands.give_code(present, NOBODY)
            self.stdout.write(f"{present.username}: {code}")
