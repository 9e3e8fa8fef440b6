"""The front end is built when its sources changed, and only then."""

import gzip
import subprocess
from pathlib import Path

import pytest

from tools import frontend


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end of two files, whose tools only note that they were called."""
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "FRONTEND", tmp_path / "frontend")
    monkeypatch.setattr(frontend, "DIST", tmp_path / "dist")
    (tmp_path / "frontend" / "node_modules").mkdir(parents=True)
    (tmp_path / "frontend" / "package-lock.json").write_text("{}")
    (tmp_path / "frontend" / "build.mjs").write_text("build")
    (tmp_path / "dist").mkdir()
    return tmp_path


@pytest.fixture
def called(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def run(environment: dict[str, str], *command: str) -> None:
        done.append(command[0])
        if command[0] == "node":
            (tree / "dist" / "app.js").write_text("x" * 5000)

    monkeypatch.setattr(frontend, "run", run)
    return done


def test_packages_are_fetched_and_the_build_is_run_once(tree: Path, called: list[str]):
    assert frontend.main() == 0
    assert called == ["npm", "node"]
    assert frontend.main() == 0
    assert called == ["npm", "node"]


def test_a_changed_source_is_built_without_fetching_again(tree: Path, called: list[str]):
    frontend.main()
    (tree / "frontend" / "build.mjs").write_text("build better")
    frontend.main()
    assert called == ["npm", "node", "node"]


def test_a_changed_lock_is_fetched(tree: Path, called: list[str]):
    frontend.main()
    (tree / "frontend" / "package-lock.json").write_text('{"new": 1}')
    frontend.main()
    assert called == ["npm", "node", "npm", "node"]


def test_a_build_that_fails_is_told_and_tried_again(tree: Path, called: list[str], monkeypatch, capsys):
    def fail(environment: dict[str, str], *command: str) -> None:
        raise subprocess.CalledProcessError(1, ["npm"])

    with monkeypatch.context() as patch:
        patch.setattr(frontend, "run", fail)
        assert frontend.main() == 1
    assert "npm failed" in capsys.readouterr().err
    assert frontend.main() == 0
    assert called == ["npm", "node"]


def test_compressed_copies_lie_beside_and_are_the_same_everywhere(tree: Path, called: list[str]):
    frontend.main()
    copy = tree / "dist" / "app.js.gz"
    assert gzip.decompress(copy.read_bytes()) == b"x" * 5000
    before = copy.read_bytes()
    frontend.compress(tree / "dist")
    assert copy.read_bytes() == before


def stub(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho {says}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("version", "recent"), [("v20.1.0", True), ("v18.0.0", True), ("v16.20.2", False), ("?", False)]
)
def test_only_a_recent_node_with_npm_beside_it_will_do(tmp_path: Path, version: str, recent: bool):
    stub(tmp_path / "bin", "node", version)
    assert frontend.recent_node(str(tmp_path / "bin")) is False, "npm is missing"
    stub(tmp_path / "bin", "npm", "10")
    assert frontend.recent_node(str(tmp_path / "bin")) is recent


def test_without_a_recent_node_the_one_among_the_requirements_comes_first(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    own = str(Path(frontend.sys.executable).parent)
    assert frontend.with_node()["PATH"].startswith(own)
    stub(tmp_path, "node", "v22.0.0")
    stub(tmp_path, "npm", "10")
    assert frontend.with_node()["PATH"] == f"{tmp_path}:{own}"
