"""`./dev`: what it does before there is anything but Python."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev() -> ModuleType:
    """The command as a module."""
    loader = SourceFileLoader("dev_command", str(ROOT / "dev"))
    spec = spec_from_loader("dev_command", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_it_needs_nothing_but_the_standard_library():
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "dev"), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "run" in done.stdout
    assert "test" in done.stdout


def test_an_older_python_is_told_so_in_a_sentence(dev: ModuleType, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (3, 10, 9))
    assert dev.main() == 1
    assert "Python 3.11" in capsys.readouterr().err


def test_what_stands_in_the_way_is_a_sentence_and_not_a_traceback(dev: ModuleType, monkeypatch, capsys):
    def fail(args: object) -> None:
        raise dev.Problem("There is no network.")

    monkeypatch.setitem(dev.COMMANDS, "check", (fail, ""))
    monkeypatch.setattr(sys, "argv", ["dev", "check"])
    assert dev.main() == 1
    assert capsys.readouterr().err == "./dev check: There is no network.\n"


def test_one_packages_pin_is_taken_with_all_its_hashes(dev: ModuleType, tmp_path: Path):
    pins = tmp_path / "r.txt"
    pins.write_text(
        "a==1 \\\n    --hash=sha256:aa\nuv==0.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\nuvx==2\n"
    )
    assert dev.pinned(pins, "uv") == "uv==0.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


def test_the_requirements_pin_the_installer_itself(dev: ModuleType):
    assert "--hash=sha256:" in dev.pinned(ROOT / "requirements" / "dev.txt", "uv")


@pytest.fixture
def pip_says(dev: ModuleType, monkeypatch):
    """What `pip config list` prints, and an environment without settings of uv."""
    for name in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)

    def says(*lines: str) -> None:
        answer = subprocess.CompletedProcess([], 0, "\n".join(lines), "")
        monkeypatch.setattr(dev.subprocess, "run", lambda *args, **kwargs: answer)

    return says


def test_the_indexes_this_machine_was_given_for_pip_are_handed_to_uv(dev: ModuleType, pip_says):
    pip_says(
        "global.index-url='https://mirror.example/simple'",
        "global.extra-index-url='a b'",
        ":env:.find-links='/w'",
    )
    found = dev.index_settings()
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert (found["UV_INDEX"], found["UV_FIND_LINKS"]) == ("a b", "/w")


def test_pins_are_made_from_the_main_index_alone(dev: ModuleType, pip_says):
    pip_says("global.index-url='https://mirror.example/simple'", "global.extra-index-url='a b'")
    found = dev.index_settings("index-url")
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert "UV_INDEX" not in found


def test_what_was_set_for_uv_itself_wins(dev: ModuleType, pip_says, monkeypatch):
    pip_says("global.index-url='https://mirror.example/simple'")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example")
    assert "UV_DEFAULT_INDEX" not in dev.index_settings()


def test_without_chromium_and_without_root_it_says_what_to_install(dev: ModuleType, monkeypatch):
    monkeypatch.delenv("XIELI_CHROMIUM", raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    assert "apt-get install chromium" in dev.without_chromium()


def test_root_gets_chromium_installed(dev: ModuleType, monkeypatch):
    monkeypatch.delenv("XIELI_CHROMIUM", raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "call", lambda *command, **options: calls.append(command))
    assert dev.without_chromium() == ""
    assert calls[-1][:2] == ("apt-get", "install")
    assert calls[-1][-1] == "chromium"


def test_a_chromium_that_is_there_is_enough(dev: ModuleType, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)
    assert dev.without_chromium() == ""


def test_the_tests_run_even_when_a_check_fails_and_both_are_named(dev: ModuleType, monkeypatch):
    ran: list[str] = []

    def run(command: list[object], **options: object) -> "subprocess.CompletedProcess[str]":
        ran.append(Path(str(command[0])).name)
        return subprocess.CompletedProcess([], 1)

    monkeypatch.setattr(dev, "setup", lambda: None)
    monkeypatch.setattr(dev, "without_chromium", lambda: "")
    monkeypatch.setattr(dev.subprocess, "run", run)
    with pytest.raises(dev.Problem, match="checks and tests"):
        dev.test(dev.argparse.Namespace(quick=False, arguments=[]))
    assert ran == ["python", "pytest"]


def test_without_chromium_only_the_browser_tests_are_left_out(dev: ModuleType, monkeypatch, capsys):
    ran: list[list[str]] = []

    def run(command: list[object], **options: object) -> "subprocess.CompletedProcess[str]":
        ran.append([str(part) for part in command])
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(dev, "setup", lambda: None)
    monkeypatch.setattr(dev, "without_chromium", lambda: "Install Chromium.")
    monkeypatch.setattr(dev.subprocess, "run", run)
    dev.test(dev.argparse.Namespace(quick=True, arguments=["-k", "clock"]))
    (command,) = ran
    assert "not slow and not browser" in command
    assert command[-2:] == ["-k", "clock"]
    assert "Install Chromium." in capsys.readouterr().out
