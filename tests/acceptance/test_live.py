"""The ground on which the tests against the running product stand."""

import json
import time

import psycopg
import pytest

from tests.live import Product


def test_the_product_runs_as_a_role_that_can_change_no_record(product: Product) -> None:
    with psycopg.connect(product.environment()["DATABASE_URL"]) as connection:
        for statement in ("DELETE FROM matters_event", "DROP TABLE matters_event"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement)


def test_a_session_opens_the_desk_and_nothing_else_does(product: Product) -> None:
    assert product.get("/", product.session(product.cast.linwan))[0] == 200
    assert product.get("/")[0] == 302


def test_the_worker_anchors_the_ledger_with_the_rights_of_that_role(product: Product) -> None:
    end = time.monotonic() + 60
    while not (anchors := list((product.var / "anchors").glob("*.json"))):
        assert time.monotonic() < end, product.log.read_text()[-2000:]
        time.sleep(0.5)
    assert json.loads(anchors[0].read_text())["heads"]
