"""A company lives for some days in a database of its own, or in an empty one: everything through the engine."""

import argparse

from xieli.cli.arguments import at_least
from xieli.cli.database import database_of_its_own
from xieli.cli.simulation.company import TOTAL
from xieli.cli.simulation.living import Volume
from xieli.cli.simulation.story import settle_and_live


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=at_least(1), default=TOTAL, help="how many work in the company")
    parser.add_argument("--days", type=at_least(1), default=30, help="how many days, ending now")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same history")
    parser.add_argument("--here", action="store_true", help="into the product's own, still empty database")


def run(args: argparse.Namespace) -> None:
    with database_of_its_own(None if args.here else "xieli_simulation"):
        found = settle_and_live(
            args.people, args.days, args.seed, Volume(args.people / 40, args.people / 110)
        )
    for name, count in sorted(found.items()):
        print(f"{name:<40} {count}")
