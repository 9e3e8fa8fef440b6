"""Log lines, for machines and for eyes."""

import json
import subprocess
import sys

import pytest

from xieli.config import log


def written(kind: str, program: str) -> list[str]:
    """The lines that a process with the product's logging writes."""
    begin = "import logging, structlog\nfrom logging.config import dictConfig\nfrom xieli.config import log\n"
    program = f"{begin}dictConfig(log.configure({kind!r}))\n{program}"
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stderr.splitlines()


def test_ours_and_the_libraries_lines_are_one_json_object_each():
    program = """
structlog.get_logger("xieli.x").info("begun", 站="云港")
logging.getLogger("library").info("too quiet to be heard")
logging.getLogger("library").warning("said %s", "so")
"""
    ours, theirs = [json.loads(line) for line in written("json", program)]
    assert (ours["event"], ours["站"], ours["level"], ours["logger"]) == ("begun", "云港", "info", "xieli.x")
    assert (theirs["event"], theirs["level"]) == ("said so", "warning")


def test_an_error_carries_its_traceback_inside_its_line():
    program = """
try:
    raise LookupError("lost")
except LookupError:
    structlog.get_logger("xieli.x").exception("failed")
"""
    (line,) = written("json", program)
    assert json.loads(line)["exception"][0]["exc_type"] == "LookupError"


@pytest.mark.parametrize("kind", ["json", "plain"])
def test_a_traceback_never_shows_what_variables_held(kind: str):
    program = """
def call(phone):
    raise LookupError("lost")
try:
    call("199" + "00000001")
except LookupError:
    structlog.get_logger("xieli.x").exception("failed")
"""
    lines = "\n".join(written(kind, program))
    assert "LookupError" in lines
    assert "19900000001" not in lines


def test_a_plain_line_can_be_read():
    (line,) = written("plain", "structlog.get_logger('xieli.x').warning('begun', n=3)")
    assert "begun" in line


def test_an_unknown_kind_of_log_is_refused():
    with pytest.raises(ValueError, match="json or plain"):
        log.configure("xml")
