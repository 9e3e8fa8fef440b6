"""Run a real log through the engine and print the counts that its work items and events give."""

import argparse
import json
import time
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress

from xieli.cli.arguments import at_least
from xieli.cli.database import database_of_its_own
from xieli.procedures.replay.counting import figures
from xieli.procedures.replay.lines import LOGS, BrokenLog, Line, cases
from xieli.procedures.replay.running import replay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", choices=sorted(LOGS), help="which kind of log")
    parser.add_argument("path", type=Path, help=".csv, .csv.gz or .zip")
    parser.add_argument("--limit", type=at_least(1), help="only the first N cases by their first event")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--here", action="store_true", help="into the product's own database")


def run(args: argparse.Namespace) -> None:
    try:
        found = cases(LOGS[args.log], args.path, args.limit)
    except BrokenLog as problem:
        raise CommandError(str(problem)) from problem
    with database_of_its_own(None if args.here else f"xieli_replay_{args.log}"):
        acts, seconds = _carry_out(args.log, found, quiet=args.json)
        counts = {**figures(args.log), "acts": acts, "seconds": round(seconds, 1)}
    counts["acts_per_second"] = round(acts / seconds, 1) if acts else None
    if args.json:
        print(json.dumps(counts, ensure_ascii=False))
        return
    for name, value in counts.items():
        print(f"{name:<32} {value}")


def _carry_out(log: str, found: list[list[Line]], *, quiet: bool) -> tuple[int, float]:
    begun = time.monotonic()
    with Progress(console=Console(stderr=True), disable=quiet) as progress:
        task = progress.add_task(f"{len(found)} cases", total=sum(len(case) for case in found))
        acts = replay(LOGS[log], found, lambda done: progress.advance(task, done))
    return acts, time.monotonic() - begun
