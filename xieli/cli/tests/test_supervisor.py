"""What dies is started again; when told to stop, nothing stays."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xieli.cli import supervisor
from xieli.cli.supervisor import Child, Supervisor


def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something to become true; fail if it doesn't."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"


def child(name: str, program: str) -> Child:
    return Child(name, [sys.executable, "-c", textwrap.dedent(program)])


SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def run():
    """Run a supervisor in a thread; stopped at the end whatever happens."""
    stops: list[tuple[threading.Event, threading.Thread]] = []

    def start(*children: Child) -> threading.Event:
        stop = threading.Event()
        thread = threading.Thread(target=Supervisor(list(children)).run, args=(stop,))
        thread.start()
        stops.append((stop, thread))
        until(lambda: all(one.process for one in children))
        return stop

    yield start
    for stop, thread in stops:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture(autouse=True)
def _threads_may_start_children(monkeypatch: pytest.MonkeyPatch) -> None:
    # The death signal is tied to the thread that started the child: here that is not the main one.
    monkeypatch.setattr(supervisor, "_die_with_parent", lambda: None)


def test_a_child_that_dies_is_started_again(run, capfd):
    one = child("one", SLEEP)
    run(one)
    first = one.process.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: one.process is not None and one.process.pid != first and one.alive())
    assert "one ended (signal SIGKILL)" in capfd.readouterr().err


def test_one_that_dies_again_and_again_is_started_ever_more_slowly(run, capfd):
    one = child("one", "raise SystemExit(3)")
    run(one)
    until(lambda: one.deaths >= 3)
    said = capfd.readouterr().err
    assert "status 3" in said
    assert "in 0.25 s" in said
    assert "in 0.5 s" in said
    assert "in 1 s" in said


def test_the_pause_is_short_again_after_a_long_life(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "SETTLED", 0.0)
    one = child("one", "raise SystemExit(1)")
    one.deaths = 6
    one.start()
    one.process.wait()
    Supervisor([one])._look_after(one)
    assert one.deaths == 1


def test_the_death_of_one_leaves_the_others_alone(run):
    one, other = child("one", "raise SystemExit"), child("other", SLEEP)
    run(one, other)
    pid = other.process.pid
    until(lambda: one.deaths >= 2)
    assert other.alive()
    assert other.process.pid == pid


def test_what_a_dead_child_had_started_does_not_live_on_beside_its_heir(run, tmp_path: Path):
    note = tmp_path / "pids"
    one = child(
        "one",
        f"""
        import subprocess, sys, time
        below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open({str(note)!r}, "a").write(f"{{below.pid}}\\n")
        time.sleep(60)
        """,
    )
    run(one)
    until(lambda: note.exists() and note.read_text() != "")
    os.kill(one.process.pid, signal.SIGKILL)
    until(lambda: len(note.read_text().split()) == 2)
    assert gone(int(note.read_text().split()[0]))


def test_stopping_asks_everybody_politely(run, tmp_path: Path):
    note = tmp_path / "note"
    program = """
        import signal, sys, time
        def leave(*_):
            with open({note!r}, "a") as file: file.write({name!r})
            sys.exit()
        signal.signal(signal.SIGTERM, leave)
        open({note!r} + {name!r}, "w").close()
        time.sleep(60)
    """
    names = "ab"
    children = [child(name, textwrap.dedent(program).format(note=str(note), name=name)) for name in names]
    stop = run(*children)
    until(lambda: all(Path(f"{note}{name}").exists() for name in names))
    stop.set()
    until(lambda: not any(one.alive() for one in children))
    assert sorted(note.read_text()) == ["a", "b"]


def test_who_does_not_listen_is_killed_with_everything_it_started(run, monkeypatch, tmp_path: Path, capfd):
    monkeypatch.setattr(supervisor, "STOP_LIMIT", 0.3)
    note = tmp_path / "pid"
    deaf = child(
        "deaf",
        f"""
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open({str(note)!r}, "w").write(str(below.pid))
        time.sleep(60)
        """,
    )
    stop = run(deaf)
    until(lambda: note.exists() and note.read_text() != "")
    process = deaf.process
    stop.set()
    until(lambda: process.poll() is not None)
    assert process.returncode == -signal.SIGKILL
    until(lambda: gone(int(note.read_text())))
    assert "deaf did not end by itself" in capfd.readouterr().err


def test_what_is_looked_after_otherwise_is_tended_again_and_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "TEND_EVERY", 0.0)
    stop, times = threading.Event(), []

    def tend() -> None:
        times.append(1)
        if len(times) == 3:
            stop.set()

    Supervisor([], tend).run(stop)
    assert len(times) == 3


def test_children_get_the_additions_to_the_environment(tmp_path: Path):
    program = f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(os.environ['XIELI_ADDED'] + os.environ['PATH'])"
    one = Child("one", [sys.executable, "-c", program], {"XIELI_ADDED": "yes"})
    one.start()
    one.process.wait()
    assert (tmp_path / "seen").read_text() == "yes" + os.environ["PATH"]


@pytest.mark.skipif(sys.platform != "linux", reason="a promise of Linux")
def test_children_do_not_outlive_a_killed_supervisor():
    program = textwrap.dedent(
        """
        import sys, threading
        from xieli.cli.supervisor import Child, Supervisor
        one = Child("one", [sys.executable, "-c", "import time; time.sleep(60)"])
        one.start()
        print(one.process.pid, flush=True)
        Supervisor([one]).run(threading.Event())
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    assert not gone(pid)
    parent.kill()
    parent.wait()
    until(lambda: gone(pid))
