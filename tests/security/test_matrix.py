"""Every URL × method × role against a reviewed table: matrix.txt. A URL or a role without its cell fails.

After an intended change: `XIELI_WRITE_MATRIX=1 pytest tests/security/test_matrix.py`, then read the difference line
by line before it is committed. Codes: 200 shown, 302/303 sent on (302 to the login), 403 seen but not yours to do,
404 not for you, 405 no such method, 409 not now, 422 to be corrected.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import Cast
from tests.security import things
from tests.security.scene import MORNING, ROLES, Scene, common
from xieli.accounts import policy
from xieli.accounts.models import Account
from xieli.core import clock

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST")
Cells = dict[tuple[str, str], dict[str, str]]


def rows() -> list[policy.Row]:
    """Every URL of the product that people come to; programs are tested in test_api.py."""
    return [row for row in policy.table() if row.policy != "api"]


def read() -> Cells:
    """{(URL name, method): {role: code}} of the reviewed table."""
    head, *lines = (line.split() for line in TABLE.read_text().splitlines() if line[:1] not in ("#", ""))
    return {(line[0], line[1]): dict(zip(head[2:], line[2:], strict=True)) for line in lines}


def write(cells: Cells) -> None:
    """The table anew, in the order of the URLs."""
    width = max(len(name) for name, _ in cells)
    head = f"{'url':<{width}} {'method':<6} " + " ".join(f"{role:>11}" for role in ROLES)
    lines = [
        f"{name:<{width}} {method:<6} " + " ".join(f"{codes[role]:>11}" for role in ROLES)
        for (name, method), codes in cells.items()
    ]
    TABLE.write_text("\n".join(["# Reviewed by people: see test_matrix.py.", head, *lines]) + "\n")


@pytest.fixture
def scene(cast: Cast, settings, tmp_path, monkeypatch) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    # The codes are asked for, not the pages: drawing five thousand of them would take minutes.
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_: "")
    return common(cast)


@pytest.fixture
def client_as(scene: Scene) -> Callable[[str], Client]:
    """A client in which a role is logged in; the deactivated one was deactivated after that."""

    def enter(role: str) -> Client:
        client, who = Client(raise_request_exception=False), ROLES[role]
        if who:
            account = Account.objects.get(username=f"{who}-admin" if who == role else who)
            client.force_login(account)
        if role == "deactivated":
            Account.objects.filter(username=who).update(enabled=False)
        return client

    return enter


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(client: Client, path: str, method: str) -> int:
    """The code of the answer; neither the database nor the browser remembers that it was asked."""
    cookies = client.cookies.copy()
    with undone():
        answer = client.generic(method, path, "nothing=", "application/x-www-form-urlencoded")
        for _ in answer.streaming_content if answer.streaming else ():
            pass
    client.cookies = cookies
    return answer.status_code


@pytest.mark.parametrize("role", ROLES)
def test_every_url_answers_every_role_as_the_reviewed_table_says(
    role: str, scene: Scene, client_as: Callable[[str], Client]
) -> None:
    known = things.arguments(scene)
    client, found = client_as(role), {}
    with clock.turned_to(MORNING):
        for row in rows():
            path = things.address(row.name, row.route, known)
            for method in METHODS:
                found[row.name, method] = str(asked(client, path, method))
    if os.environ.get("XIELI_WRITE_MATRIX"):
        kept = read() if TABLE.exists() else {}
        write(
            {
                key: {**dict.fromkeys(ROLES, "?"), **kept.get(key, {}), role: code}
                for key, code in found.items()
            }
        )
        return
    expected = {key: codes[role] for key, codes in read().items()}
    wrong = {
        key: f"{code}, expected {expected.get(key)}"
        for key, code in found.items()
        if expected.get(key) != code
    }
    assert not wrong
    assert expected.keys() == found.keys()


def test_every_url_has_a_policy_and_a_name() -> None:
    assert [row for row in policy.table() if not row.policy or not row.name] == []


def test_the_table_has_only_codes_that_people_may_meet() -> None:
    codes = {code for cells in read().values() for code in cells.values()}
    assert codes <= {"200", "204", "302", "303", "403", "404", "405", "409", "422"}


def test_who_is_not_logged_in_reaches_public_pages_alone() -> None:
    open_to_all = {row.name for row in rows() if row.policy in ("public", "customer_token")}
    for (name, method), codes in read().items():
        for role in ("anonymous", "deactivated"):
            assert codes[role] == "302" or name in open_to_all, (name, method, role)


def test_administrators_come_nowhere_near_matters() -> None:
    for (name, method), codes in read().items():
        if name.split(":")[0] in ("matters", "desk", "alerts", "service", "customers") and name not in SHARED:
            assert {codes[role] for role in ("system", "security", "audit")} <= {"404"}, (name, method)


SHARED = {"desk:language", "desk:styleguide", "desk:home"}  # the last leads them to their own pages
