"""`xieli COMMAND`: found by its file, told in a sentence when it fails."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from xieli.cli import main as cli


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of commands of our own, found under the package's name."""
    monkeypatch.setattr(cli, "COMMANDS", tmp_path)
    monkeypatch.setattr("xieli.cli.commands.__path__", [str(tmp_path)])
    yield tmp_path
    for path in tmp_path.glob("*.py"):
        sys.modules.pop(f"xieli.cli.commands.{path.stem}", None)


def write(commands: Path, name: str, body: str) -> None:
    (commands / f"{name}.py").write_text(
        f'"""Do {name}.\n\nAt length."""\n'
        "def add_arguments(parser):\n    parser.add_argument('--times', type=int, default=1)\n"
        f"def run(args):\n    {body}\n"
    )


def test_a_file_is_a_command_and_its_status_is_what_run_returns(commands: Path):
    write(commands, "greet", "return args.times")
    assert cli.names() == ["greet"]
    assert cli.main(["greet"]) == 1
    assert cli.main(["greet", "--times", "3"]) == 3


def test_returning_nothing_is_success(commands: Path):
    write(commands, "greet", "pass")
    assert cli.main(["greet"]) == 0


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_lists_each_command_with_the_first_line_of_its_docstring(
    commands: Path, capsys, arguments: list[str]
):
    write(commands, "greet", "pass")
    write(commands, "_private", "pass")
    assert cli.main(arguments) == 0
    shown = capsys.readouterr().out
    assert "greet" in shown
    assert "Do greet." in shown
    assert "At length" not in shown
    assert "private" not in shown


def test_help_imports_no_command(commands: Path):
    (commands / "broken.py").write_text('"""Is broken."""\nraise LookupError\n')
    assert cli.main([]) == 0


def test_an_unknown_command_is_refused_with_the_list(commands: Path, capsys):
    write(commands, "greet", "pass")
    assert cli.main(["great"]) == 2
    shown = capsys.readouterr().err
    assert "'great'" in shown
    assert "Do greet." in shown


def test_a_commands_failure_is_a_sentence_and_not_a_traceback(commands: Path, capsys):
    write(
        commands, "fail", "from django.core.management.base import CommandError; raise CommandError('太满了')"
    )
    assert cli.main(["fail"]) == 1
    shown = capsys.readouterr().err
    assert shown == "xieli fail: 太满了\n"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "from django.db import connection; connection.cursor().execute('select * from nowhere')",
            "`xieli migrate`",
        ),
        (
            "from django.db import OperationalError; raise OperationalError('connection refused')",
            "connection refused",
        ),
    ],
)
@pytest.mark.django_db
def test_a_database_that_is_away_or_not_migrated_is_a_sentence(commands: Path, capsys, fault: str, said: str):
    write(commands, "fail", fault)
    with transaction.atomic():
        assert cli.main(["fail"]) == 1
        transaction.set_rollback(True)
    shown = capsys.readouterr().err
    assert shown.startswith("xieli fail: the database") and said in shown and len(shown.splitlines()) == 1


@pytest.mark.django_db
def test_a_mistake_in_a_statement_is_not_hidden_either(commands: Path):
    write(commands, "fail", "from django.db import connection; connection.cursor().execute('selec')")
    with pytest.raises(ProgrammingError), transaction.atomic():
        cli.main(["fail"])


@pytest.mark.parametrize(
    "command", [["demo"], ["simulate", "--here"], ["replay", "incidents", "LOG", "--here"]]
)
@pytest.mark.django_db
def test_nothing_is_begun_in_tables_of_another_release(
    command: list[str], capsys, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("xieli.core.health.waiting", lambda: 1)
    settings.DEMO, settings.VAR = True, tmp_path
    log = tmp_path / "log.csv"
    log.write_text("number,incident_state,sys_updated_at,assignment_group,made_sla\n")
    assert cli.main([str(log) if word == "LOG" else word for word in command]) == 1
    assert "`xieli migrate`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("verify I99", "there is no I99"),
        ("verify --ledger /nowhere", "/nowhere is not there"),
        ("demo --days 0", "0 is not 1 or more"),
        ("simulate --people x", "invalid number value: 'x'"),
        ("serve --port 99999", "not between 1 and 65535"),
        ("bench --matters 10", "10 is not 1000 or more"),
        ("replay incidents x.csv --limit 0", "0 is not 1 or more"),
        ("replay nothing x.csv", "invalid choice: 'nothing'"),
    ],
)
def test_a_wrong_argument_is_told_before_anything_begins(command: str, said: str, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(command.split())
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_a_mistake_of_ours_is_not_hidden(commands: Path):
    write(commands, "fail", "raise LookupError")
    with pytest.raises(LookupError):
        cli.main(["fail"])


def test_the_version_is_told(capsys):
    from xieli import __version__

    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"xieli {__version__}\n"


def test_every_command_has_a_docstring_arguments_and_run():
    import importlib

    for name in cli.names():
        module = importlib.import_module(f"xieli.cli.commands.{name}")
        assert module.__doc__, name
        assert callable(module.add_arguments), name
        assert callable(module.run), name


def test_the_module_can_be_called_too():
    done = subprocess.run(
        [sys.executable, "-m", "xieli.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("xieli ")
