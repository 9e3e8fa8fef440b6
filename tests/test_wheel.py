"""The wheel alone is the whole product."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xieli.core.postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from this checkout, as `./dev package` does."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (found,) = out.glob("*.whl")
    return found


def test_it_holds_what_is_built_and_none_of_the_tests(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert "xieli/core/static/dist/manifest.json" in names
    assert any(name.endswith(".mo") for name in names)
    assert any(name.endswith("base.html") for name in names)
    assert any(name.endswith(".sql") for name in names)
    assert not [name for name in names if "/tests/" in name or "/testing/" in name or name.endswith(".po")]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"xieli"}


def test_it_holds_every_file_that_the_packages_code_can_ask_for(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "xieli"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wanted = {
        name
        for name in tracked.stdout.splitlines()
        if not {"tests", "testing"} & set(name.split("/"))
        and not name.endswith(".po")
        and (ROOT / name).exists()
    }
    assert sorted(wanted - names) == []


@pytest.fixture
def installed(wheel: Path) -> Iterator[Path]:
    """The `xieli` command of a fresh environment: the wheel, beside the requirements this one has."""
    home = Path(tempfile.gettempdir()) / f"xieli-wheel-{os.getpid()}"
    venv.create(home, with_pip=False)
    (site,) = (home / "lib").glob("python*/site-packages")
    # The requirements are known to be installable; fetching them once more would test the network.
    ours = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    for path in ours.iterdir():
        if (
            not path.name.startswith(("xieli", "_editable_impl_xieli", "__editable__"))
            and path.suffix != ".pth"
        ):
            (site / path.name).symlink_to(path)
    install = [
        shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv",
        "pip",
        "install",
        "--no-deps",
        "-q",
    ]
    subprocess.run([*install, "--python", str(home / "bin" / "python"), str(wheel)], check=True)
    yield home / "bin" / "xieli"
    Cluster(home / "var" / "postgres").stop()
    shutil.rmtree(home, ignore_errors=True)


def test_installed_alone_it_makes_its_database_and_the_doctor_finds_no_fault(installed: Path):
    kept = {"PATH": os.defpath, "HOME": str(installed.parents[1]), "XIELI_DEMO": "1"}
    environment = kept | {"XIELI_VAR": str(installed.parents[1] / "var")}

    def xieli(command: str) -> "subprocess.CompletedProcess[str]":
        arguments = [str(installed), command]
        return subprocess.run(
            arguments, env=environment, cwd="/", capture_output=True, text=True, check=False
        )

    assert xieli("migrate").returncode == 0
    found = xieli("doctor")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "FAULT" not in found.stdout
    assert "none wait" in found.stdout
    place = subprocess.run(
        [str(installed.with_name("python")), "-c", "import xieli; print(xieli.__file__)"],
        cwd="/", env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert place.stdout.startswith(str(installed.parents[1]))
