"""Bring the database's tables to this release, as their owner, and grant the product its rights."""

import argparse

from xieli.cli.database import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something goes wrong")


def run(args: argparse.Namespace) -> None:
    migrate(verbosity=0 if args.quiet else 1)
