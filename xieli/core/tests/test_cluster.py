"""The embedded PostgreSQL: made, shared, recovered, stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import psycopg
import pytest

from xieli.core.postgres import Cluster, ClusterError, roles
from xieli.core.postgres.cluster import FOR_TESTS


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home for one cluster; made once, since initdb is the slow part."""
    path = Path(tempfile.gettempdir()) / f"xieli-cluster-{os.getpid()}"
    yield path
    Cluster(path).stop()
    rmtree(path, ignore_errors=True)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    one = Cluster(home, FOR_TESTS)
    yield one
    one.stop()


def ask(cluster: Cluster, query: str, role: str = roles.ADMIN, database: str = roles.DATABASE) -> object:
    with psycopg.connect(cluster.url(role, database), autocommit=True) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return row and row[0]


def test_a_cluster_is_made_at_first_use_and_gone_afterwards(cluster: Cluster):
    assert cluster.pid() is None
    with cluster.running():
        assert cluster.answers()
        assert cluster.pid()
    assert cluster.pid() is None
    assert not cluster.answers()


def test_it_never_runs_as_root_and_listens_on_no_port(cluster: Cluster):
    with cluster.running():
        assert Path(f"/proc/{cluster.pid()}").stat().st_uid != 0
        assert ask(cluster, "SHOW listen_addresses") == ""


def test_chinese_words_count_as_letters_and_pages_carry_checksums(cluster: Cluster):
    with cluster.running():
        assert ask(cluster, "SHOW data_checksums") == "on"
        assert ask(cluster, "SHOW server_encoding") == "UTF8"
        assert ask(cluster, "SELECT '充电桩' ~ '^[[:alpha:]]{3}$'") is True
        assert ask(cluster, "SELECT datlocprovider::text FROM pg_database WHERE datname = 'xieli'") == "b"


def test_the_product_owns_no_table_and_can_make_none(cluster: Cluster):
    with cluster.running():
        assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = 'xieli_owner'") is False
        with (
            psycopg.connect(cluster.url(roles.APP)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TABLE mine (n int)")


def test_a_second_start_finds_the_one_that_runs(cluster: Cluster, home: Path):
    with cluster.running():
        first = cluster.pid()
        with Cluster(home).running() as second:
            assert second.pid() == first
        assert cluster.answers(), "whoever leaves first must not take it away from the other"


def test_the_last_of_several_processes_stops_it(cluster: Cluster, home: Path):
    program = (
        "import sys; from pathlib import Path; from xieli.core.postgres import Cluster\n"
        f"with Cluster(Path({str(home)!r})).running(): print('in', flush=True); sys.stdin.read()"
    )
    with cluster.running():
        other = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
    assert cluster.answers()
    other.communicate(b"")
    assert cluster.pid() is None


def test_what_was_committed_survives_a_kill(home: Path):
    cluster = Cluster(home)  # with the settings of real life: a commit is on disk before it is acknowledged
    with cluster.running():
        ask(cluster, "SELECT lo_from_bytea(4711, 'kept')")
        pid = cluster.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        cluster._gone_within(5)
    with cluster.running():
        assert ask(cluster, "SELECT lo_get(4711)") == b"kept"


def test_one_that_was_killed_is_revived_and_one_that_runs_is_left_alone(cluster: Cluster):
    with cluster.running():
        first = cluster.pid()
        assert first
        assert cluster.revive() is False
        os.kill(first, signal.SIGKILL)
        time.sleep(0.1)  # nobody asks for its remains meanwhile
        assert cluster.revive() is True
        assert cluster.answers()
        assert cluster.pid() != first


def test_a_pid_file_that_names_another_program_is_no_obstacle(cluster: Cluster):
    with cluster.running():
        pass
    (cluster.place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.place.data}\n")
    (cluster.place.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{cluster.place.data}\n")
    assert cluster.pid() is None, "this very process is no PostgreSQL"
    with cluster.running():
        assert cluster.answers()


def test_an_initdb_broken_off_is_begun_again(tmp_path_factory: pytest.TempPathFactory):
    path = Path(tempfile.gettempdir()) / f"xieli-broken-{os.getpid()}"
    try:
        broken = Cluster(path, FOR_TESTS)
        broken.place.make()
        (path / "data.new").mkdir()
        (path / "data.new" / "half").write_text("of it")
        with broken.running():
            assert broken.answers()
    finally:
        rmtree(path, ignore_errors=True)


def test_a_refusal_to_start_is_told_with_the_end_of_the_log(home: Path):
    broken = Cluster(home, {"shared_buffers": "nonsense"})
    with pytest.raises(ClusterError, match="shared_buffers"), broken.running():
        pass


def test_stopping_ends_open_connections_quickly(cluster: Cluster):
    with cluster.running():
        psycopg.connect(cluster.url(roles.APP))
        started = time.monotonic()
    assert time.monotonic() - started < 5
