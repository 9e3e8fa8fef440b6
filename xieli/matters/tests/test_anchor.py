"""I5: the daily anchor outside the database tells when a ledger was rewritten."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from xieli.matters import verify
from xieli.matters.models import Event
from xieli.matters.verify import anchor

from .scenes import MONDAY, TUESDAY, accepted, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "files", tmp_path


def found() -> list[str]:
    return [one.what for one in verify.breaches(now=MONDAY) if one.invariant == "I5"]


def test_an_anchor_that_no_longer_agrees(cast: Any) -> None:
    matter = accepted(cast)
    path = anchor.publish(MONDAY)
    do(matter, "deliver", cast.fangqiming)
    assert found() == [] and anchor.publish(MONDAY) == path  # what happens later leaves it alone
    with connection.cursor() as cursor:  # as somebody with the owner's rights could
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE matters_event DISABLE TRIGGER USER")
    Event.objects.filter(matter=matter, seq=2).update(hash="00")
    assert "the ledger was rewritten since" in found()


def test_an_anchor_behind_a_long_act_is_tried_again_without_a_fault(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(anchor, "_last_event", lambda: (_ for _ in ()).throw(TimeoutError))
        assert anchor.publish_today() == 1
    assert not list(anchor.folder().glob("*.json"))
    assert (anchor.publish_today(), anchor.publish_today()) == (1, 0)


def test_anchors_follow_from_one_another(cast: Any) -> None:
    submitted(cast)
    first = anchor.publish(MONDAY)
    anchor.publish(TUESDAY)
    assert found() == []
    first.write_text(first.read_text().replace('"matters": 1', '"matters": 2'))
    assert "does not follow from the one before" in found()
