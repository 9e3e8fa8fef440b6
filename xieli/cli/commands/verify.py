"""Examine the data: the invariants I1–I14. Status 1 if one does not hold; `--anchor` publishes all ledgers' heads."""

import argparse
import json

from xieli.cli.arguments import existing_file, one_of
from xieli.core import clock
from xieli.core.snapshot import one_moment
from xieli.matters import verify
from xieli.matters.verify import anchor
from xieli.matters.verify.numbers import look_for_acknowledged

SHOWN = 20  # of each invariant; the rest is counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    found = {one.invariant for one in verify.examinations()}
    names = sorted(found, key=lambda name: int(name[1:]))
    parser.add_argument(
        "only",
        nargs="*",
        type=one_of(names),
        metavar="INVARIANT",
        help=f"some of {' '.join(names)} (default all)",
    )
    parser.add_argument("--json", action="store_true", help="every breach as JSON")
    parser.add_argument(
        "--ledger", type=existing_file, metavar="FILE", help="a client's own ledger of acknowledged acts (I1)"
    )
    parser.add_argument(
        "--anchor", action="store_true", help="write today's anchor over all heads, then examine it"
    )


def run(args: argparse.Namespace) -> int:
    """Print what is found, by invariant. All of it as of one moment: people go on working meanwhile."""
    if args.anchor:
        print(f"anchor written: {anchor.publish()}")
    found: list[verify.Breach] = []
    now = clock.now()
    with one_moment():
        for examination in verify.examinations():
            if args.only and examination.invariant not in args.only:
                continue
            breaches = list(verify.breaches(wanted=[examination], now=now))
            found += breaches
            if not args.json:
                _tell(examination.invariant, examination.title, breaches)
    if args.ledger:
        breaches = list(look_for_acknowledged(args.ledger))
        found += breaches
        if not args.json:
            _tell("I1", "every acknowledged write is there", breaches)
    if args.json:
        print(json.dumps([vars(breach) for breach in found], ensure_ascii=False, indent=2))
    return int(bool(found))


def _tell(invariant: str, title: str, breaches: list[verify.Breach]) -> None:
    print(f"{invariant:<4} {'fault' if breaches else 'holds':<6} {title}")
    for breach in breaches[:SHOWN]:
        print(f"     {breach.subject}: {breach.what}")
    if len(breaches) > SHOWN:
        print(f"     … and {len(breaches) - SHOWN} more")
