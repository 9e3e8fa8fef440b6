"""A matter's page reads nothing where nothing is, and shows what it showed when it read all."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, open_matter, perform
from xieli.matters.models import Alert, Clock, ClockChange, Link, Matter
from xieli.matters.queries import hanging, story
from xieli.matters.web import discussion, page
from xieli.matters.web.views import shown_to

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 11, 23, 9, 0)
KINDS = ("comments", "files", "links", "follow", "alerts", "pauses", "documents")
LoggedIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def monday(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with clock.turned_to(MONDAY):
        yield


def begun(toy: str, cast: Cast, title: str) -> Matter:
    data = {"title": title, "amount": 5, "lead_department": str(cast.rd.uid)}
    return open_matter(toy, Actor.of(cast.linwan), "submit", data)


@pytest.fixture
def bare(toy: str, cast: Cast) -> Matter:
    return begun(toy, cast, "什么都没有")


@pytest.fixture
def full(toy: str, cast: Cast) -> Matter:
    """With something of every kind but a document, which the toy has none of."""
    found, other = begun(toy, cast, "样样都有"), begun(toy, cast, "另一件")
    perform(found, "comment", Actor.of(cast.linwan), {"text": "请尽快"})
    perform(found, "follow", Actor.of(cast.fangqiming), {})
    file = SimpleUploadedFile("说明.txt", "内容".encode())
    kept = attachments.brought([file], "key", cast.linwan)
    perform(found, "comment", Actor.of(cast.linwan), {"text": "见附件", "attachments": kept})
    Link.objects.create(source=other, target=found, kind="related", at=MONDAY)
    running = Clock.objects.filter(matter=found, stopped_at=None).first()
    assert running is not None
    ClockChange.objects.create(
        clock=running, kind="pause", at=MONDAY - timedelta(hours=1), ended_at=MONDAY, old_due=running.due_at,
        new_due=running.due_at, state=found.state,
    )  # fmt: skip
    Alert.objects.create(
        clock=running, matter=found, item=running.item, level=1, colour="amber", due_at=running.due_at,
        moment=MONDAY, raised_at=MONDAY, recipients=[cast.fangqiming.pk],
    )  # fmt: skip
    return found


def noted(matter: Matter, person: Any) -> set[str]:
    shown = shown_to(person, UUID(str(matter.uid)))
    return {kind for kind in KINDS if hanging.any_of(shown, kind)}


def test_what_hangs_on_a_matter_is_known_with_it(bare: Matter, full: Matter, cast: Cast) -> None:
    assert noted(bare, cast.fangqiming) == set()
    assert noted(full, cast.fangqiming) == set(KINDS) - {"documents"}
    assert noted(full, cast.linwan) == set(KINDS) - {"documents", "follow"}


def test_where_nobody_asked_all_is_read(bare: Matter) -> None:
    assert all(hanging.any_of(bare, kind) for kind in KINDS)


def drawn(client: Client, matter: Matter) -> str:
    text = client.get(matter.get_absolute_url()).content.decode()
    return re.sub(r'(value|content|nonce|data-since)="[^"]*"', "", text)


@pytest.mark.parametrize("which", ["bare", "full"])
def test_the_page_is_the_same_as_if_all_had_been_read(
    which: str, cast: Cast, client_of: LoggedIn, request: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter, client = request.getfixturevalue(which), client_of(cast.fangqiming)
    drawn(client, matter)  # it is seen now
    quick = drawn(client, matter)
    for module in (page, discussion, story):
        monkeypatch.setattr(module, "any_of", lambda matter, kind: True)
    assert quick == drawn(client, matter)
    assert ("见附件" in quick) == (which == "full")


def statements(ask: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [one["sql"] for one in captured]


def test_a_bare_matter_costs_few_statements(
    bare: Matter, full: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.fangqiming)
    for matter, most in ((bare, 14), (full, 22)):
        client.get(matter.get_absolute_url())
        assert len(statements(lambda: client.get(matter.get_absolute_url()))) <= most  # noqa: B023


def of_matter(asked: list[str]) -> list[str]:
    return [sql for sql in asked if re.match(r'(INSERT INTO|UPDATE) "matters_matter"', sql)]


def test_what_is_begun_and_submitted_in_one_go_is_written_once(toy: str, cast: Cast) -> None:
    written = of_matter(statements(lambda: begun(toy, cast, "一次")))
    assert [sql.split()[0] for sql in written] == ["INSERT"]


def test_words_beside_the_work_leave_the_rest_of_the_matter_unwritten(bare: Matter, cast: Cast) -> None:
    said = statements(lambda: perform(bare.pk, "comment", Actor.of(cast.linwan), {"text": "请尽快"}))
    (written,) = of_matter(said)
    assert '"head_hash"' in written
    assert not any(f'"{name}"' in written for name in ("title", "state", "number", "closed_at", "parent_id"))


def test_the_details_are_not_read_before_the_lock_is_held(bare: Matter, cast: Cast) -> None:
    asked = statements(lambda: perform(bare, "comment", Actor.of(cast.linwan), {"text": "请尽快"}))
    (lock,) = [sql for sql in asked if "FOR UPDATE" in sql]
    assert "JOIN" not in lock
