"""Load the demonstration: a fictional company with half a year of history, made by running the engine."""

import argparse

from django.conf import settings
from django.core.management.base import CommandError

from xieli.accounts import demo as accounts
from xieli.cli.arguments import at_least
from xieli.cli.database import refuse_unmigrated
from xieli.cli.simulation import today, wiping
from xieli.cli.simulation.living import Volume
from xieli.cli.simulation.once import Loading
from xieli.cli.simulation.story import settle_and_live
from xieli.organisation.models import Person

DAYS = 182
VOLUME = Volume(cases=2.2, requests=1.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=at_least(1), default=DAYS, help=f"days of history (default {DAYS})")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--wipe", action="store_true", help="empty the database of the demonstration instead")


def run(args: argparse.Namespace) -> None:
    if not settings.DEMO:
        raise CommandError(
            "this is not a demonstration: set XIELI_DEMO=1 in an installation made for trying out"
        )
    refuse_unmigrated()
    loading = Loading(settings.VAR)
    with loading.alone():
        if args.wipe or loading.cut_short:
            wiping.wipe()
        if args.wipe:
            loading.mark.unlink(missing_ok=True)
            print("The database is empty. `xieli demo` loads the demonstration again.")
            return
        if Person.objects.exists():
            print("The demo company is there already.")
            return
        print("Loading the demo company 启元绿充 with half a year of history; this takes some minutes.")
        with loading.marked():
            found = settle_and_live(None, args.days, args.seed, VOLUME, accounts.open_accounts)
            today.leave_open(accounts.faces(), args.seed)
        print(f"{found['cases']} customers' demands, {found['requests']} requests, {found['acts']} acts.")
