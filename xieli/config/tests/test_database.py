"""DATABASE_URL in Django's words."""

from pathlib import Path

import pytest

from xieli.config.database import database_from_environment
from xieli.core.postgres import Cluster
from xieli.core.postgres.address import database_settings


def test_every_part_of_an_address_finds_its_place():
    found = database_settings("postgresql://some%40one:p%2Fw@db.example:6543/x%20y?sslmode=verify-full")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "some@one",
        "p/w",
        "db.example",
        "6543",
    )
    assert found["NAME"] == "x y"
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_a_sockets_directory_may_stand_for_the_host():
    found = database_settings("postgresql://xieli_app@/xieli?host=%2Fsrv%2Frun")
    assert (found["HOST"], found["PORT"]) == ("/srv/run", "")
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize("address", ["mysql://x@y/z", "localhost", "sqlite:///file"])
def test_only_postgresql_will_do(address: str):
    with pytest.raises(ValueError, match="postgresql://"):
        database_settings(address)


def test_without_an_address_it_is_the_embedded_cluster_as_the_products_role(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    found = database_from_environment(tmp_path)
    assert found["USER"] == "xieli_app"
    assert found["HOST"] == str(Cluster(tmp_path / "postgres").place.sockets)
