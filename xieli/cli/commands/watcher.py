"""Watch every clock and raise its warnings at their moment. Any number may run side by side."""

import argparse

from xieli.alerts import watcher
from xieli.cli.stopping import when_asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> None:
    watcher.run(when_asked())
