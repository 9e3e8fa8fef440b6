"""The `xieli` command. Every module in `commands/` is a subcommand: a docstring, `add_arguments(parser)`, `run(args)`.

Only the module asked for is imported, after Django is set up and the database runs, so it may import models at its
top. `run` returns the exit status (None is 0). A `CommandError` is told in a sentence, without a traceback.
"""

import argparse
import ast
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

COMMANDS = Path(__file__).parent / "commands"
# These look after the database themselves, or must work without one.
WITHOUT_DATABASE = frozenset({"serve", "doctor"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the subcommand named on the command line; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments[0] if arguments else ""
    if name not in names():
        return _help(name)

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db import Error

    from xieli.cli.database import embedded, told
    from xieli.core.postgres import ClusterError

    wants_help = any(word in ("-h", "--help") for word in arguments)
    try:
        with ExitStack() as stack:
            if name not in WITHOUT_DATABASE and not wants_help:
                stack.enter_context(embedded())
            gc.disable()  # what a start makes stays: looking through it for what could go takes a tenth of the time
            django.setup()
            module = importlib.import_module(f"xieli.cli.commands.{name}")
            gc.freeze()
            gc.enable()
            parser = argparse.ArgumentParser(prog=f"xieli {name}", description=module.__doc__)
            module.add_arguments(parser)
            return module.run(parser.parse_args(arguments[1:])) or 0
    except (CommandError, ClusterError, ImproperlyConfigured, PermissionError) as problem:
        print(f"xieli {name}: {problem}", file=sys.stderr)
        return 1
    except Error as problem:
        if (sentence := told(problem)) is None:
            raise
        print(f"xieli {name}: {sentence}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def names() -> list[str]:
    """The subcommands there are."""
    return sorted(path.stem for path in COMMANDS.glob("*.py") if not path.stem.startswith("_"))


def _help(asked: str) -> int:
    """Every subcommand with the first line of its docstring; status 2 if something else was asked for."""
    from xieli import __version__

    if asked in ("--version", "-V"):
        print(f"xieli {__version__}")
        return 0
    wrong = asked not in ("", "help", "-h", "--help")
    out = sys.stderr if wrong else sys.stdout
    if wrong:
        print(f"xieli: there is no command {asked!r}.", file=out)
    print("Usage: xieli COMMAND …        xieli COMMAND --help tells more\n", file=out)
    for name in names():
        summary = ast.get_docstring(ast.parse((COMMANDS / f"{name}.py").read_text("utf-8"))) or ""
        print(f"  {name:<12} {summary.splitlines()[0] if summary else ''}", file=out)
    return 2 if wrong else 0
