"""Examine the installation: versions, database, time zone, fonts, mail, storage. Status 1 if something is at fault."""

import argparse
import json

from xieli.cli.database import embedded
from xieli.cli.examination import EXAMINATIONS
from xieli.cli.findings import Finding, Grade
from xieli.core.postgres import ClusterError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(args: argparse.Namespace) -> int:
    findings = examine()
    if args.json:
        print(json.dumps([finding._asdict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for grade, subject, sentence in findings:
            print(f"{grade:<8} {subject:<20} {sentence}")
    return int(any(finding.grade is Grade.FAULT for finding in findings))


def examine() -> list[Finding]:
    """Every finding; a database that does not start is one of them."""
    try:
        with embedded():
            return [finding for examination in EXAMINATIONS for finding in examination()]
    except (ClusterError, PermissionError) as problem:
        return [Finding(Grade.FAULT, "database", str(problem))]
