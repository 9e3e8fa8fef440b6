"""Deliver what is waiting: notifications, e-mail, short messages. Any number may run side by side."""

import argparse

from xieli.cli.stopping import when_asked
from xieli.notifications import worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> None:
    worker.run(when_asked())
