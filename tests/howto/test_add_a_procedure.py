"""The page on adding a procedure is true: its own code blocks, put into a folder, make a procedure that conforms."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests import migrated
from tools.messages import compile_

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "howto" / "add-a-procedure.md"
BLOCK = re.compile(r"^```\w+ (\S+/?\S*\.\w+)\n(.*?)^```$", re.M | re.S)

# The page's folder joins the package from outside, and its line is added to the list of procedures.
SETTINGS = """
import xieli.procedures
from xieli.config import procedures

xieli.procedures.__path__.append({place!r})
procedures.PROCEDURES.append("xieli.procedures.vehicle.procedure.CarUse")

from xieli.config.settings import *

DATABASES["default"]["TEST"] = {{"TEMPLATE": {template!r}}}  # only the folder's own migration is still to be made
"""


def blocks() -> dict[str, str]:
    """File name → content, of every block on the page that names a file."""
    return dict(BLOCK.findall(PAGE.read_text("utf-8")))


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """The folder as somebody makes it who follows the page."""
    folder = tmp_path / "vehicle"
    for name, content in blocks().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    for name in ("__init__.py", "migrations/__init__.py", "tests/__init__.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (tmp_path / "followed.py").write_text(SETTINGS.format(place=str(tmp_path), template=migrated.DATABASE))
    compile_(folder)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with the procedure installed and a database of its own."""
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(address._replace(path="/followed")),
        "XIELI_TEST_CLUSTER": "external",
        "DJANGO_SETTINGS_MODULE": "followed",
        "PYTHONPATH": os.pathsep.join([str(folder.parent), str(ROOT)]),
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )


def test_the_page_names_every_file_of_the_folder_it_draws() -> None:
    drawn = re.search(r"^xieli/procedures/vehicle/\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    assert drawn is not None
    files = {one for one in drawn[1].split() if not one.endswith("__init__.py")}
    assert files == set(blocks())


@pytest.mark.slow
def test_who_follows_the_page_gets_a_procedure_that_conforms(followed: Path) -> None:
    made = run(followed, "-m", "django", "makemigrations", "vehicle", "--skip-checks")
    assert (followed / "migrations" / "0001_initial.py").exists(), made.stdout + made.stderr
    tested = run(
        followed, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT),
        "-p", "tests.cast", "-p", "no:cacheprovider", "-p", "no:xdist", "--ds=followed", "--create-db",
        str(followed / "tests"),
    )  # fmt: skip
    assert tested.returncode == 0 and " passed" in tested.stdout, (
        tested.stdout[-8000:] + tested.stderr[-2000:]
    )
