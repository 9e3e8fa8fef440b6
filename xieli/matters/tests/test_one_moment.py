"""A matter is shown as of one moment, however many acts are carried out while its page is being read."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.meanwhile import meanwhile
from xieli.accounts.models import ApiToken
from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.core.ids import new_token
from xieli.core.snapshot import one_moment
from xieli.matters import verify
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.matters.web.views import page_of

from .scenes import TUESDAY, do, submitted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("toy")]


@pytest.fixture
def overtaken(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Matter:
    """A request that is accepted by somebody else just when a reader has read who holds it, but not yet the rest."""
    matter, whole, done = submitted(cast), Scene._read, []

    def interrupted(scene: Scene, *args: Any) -> Any:
        if not done:
            done.append(True)
            meanwhile(lambda: do(matter, "accept", cast.fangqiming))
        return whole(scene, *args)

    monkeypatch.setattr(Scene, "_read", interrupted)
    return matter


def test_a_page_overtaken_by_an_act_shows_the_matter_as_it_stood_before_it(
    cast: Any, overtaken: Matter
) -> None:
    shown = page_of(cast.linwan, overtaken.uid)
    now = Matter.objects.get(pk=overtaken.pk)
    assert (shown.matter.state, now.state) == ("sent", "working")
    assert [one.step for one in shown.holders] == ["已提交"]
    assert {one.round_id for one in shown.scene.items} == {one.round_id for one in shown.scene.seats}


def test_the_interface_for_programs_tells_of_one_moment_too(cast: Any, overtaken: Matter) -> None:
    secret, digest = new_token()
    ApiToken.objects.create(
        digest=digest,
        person=cast.linwan,
        scopes=[Scope.READ_MATTERS],
        expires_at=clock.now() + timedelta(days=1),
    )
    program = Client(headers={"authorization": f"Bearer {secret}"})
    answer = program.get(f"/api/v1/matters/{overtaken.uid}")
    told = answer.json()
    assert (answer.status_code, told["state"]) == (200, "sent")


def test_what_is_examined_stands_still_while_people_work(
    cast: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xieli.cli.commands.verify import run

    matter = submitted(cast)

    def look(matters: Any, now: datetime) -> Iterator[verify.Breach]:
        before = list(matters.values_list("state", flat=True))
        meanwhile(lambda: do(matter, "accept", cast.fangqiming))
        if list(matters.values_list("state", flat=True)) != before:
            yield verify.Breach("I5", str(matter), "moved")

    monkeypatch.setattr(verify, "examinations", lambda: [verify.Examination("I5", "stands still", look)])
    assert run(Namespace(anchor=False, only=[], json=False, ledger=None)) == 0
    assert "holds" in capsys.readouterr().out


def test_who_holds_a_lock_sees_what_was_done_before_it(cast: Any) -> None:
    matter = submitted(cast)
    with transaction.atomic():
        assert Matter.objects.filter(pk=matter.pk, state="sent").exists()
        meanwhile(lambda: do(matter, "accept", cast.fangqiming))
        row = Matter.objects.select_for_update().get(pk=matter.pk)
        assert Scene.load(row, TUESDAY).state.name == "working"


def test_after_a_moment_the_connection_is_as_it_was(cast: Any) -> None:
    matter = submitted(cast)
    with one_moment():
        Scene.load(matter, clock.now())
    assert connection.connection.isolation_level is None
    with pytest.raises(ZeroDivisionError), one_moment():
        _ = 1 / 0
    assert connection.connection.isolation_level is None
    do(matter, "accept", cast.fangqiming)
