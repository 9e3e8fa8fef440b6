"""Any of Django's own commands (`xieli manage shell`), with the database running."""

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="Django's command and its arguments")


def run(args: argparse.Namespace) -> None:
    execute_from_command_line(["xieli manage", *args.arguments])
