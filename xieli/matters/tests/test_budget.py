"""An act costs the same few statements whatever the history (spec: at most 20, BEGIN and COMMIT included)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.matters.models import Matter
from xieli.organisation import snapshot

from .scenes import accepted, do, sign_by, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def statements(matter: Matter, action: str, who: Any) -> int:
    """Of one act with warm caches, without the reading back that is the test's own."""
    snapshot.current()
    with CaptureQueriesContext(connection) as captured:
        do(matter.pk, action, who)  # type: ignore[arg-type]
    return len(captured)


def test_handing_on_to_the_next_holder(cast: Any) -> None:
    matter = submitted(cast)
    sign_by(cast, "all", "qianwenbo")
    assert statements(matter, "accept", cast.fangqiming) <= 20
    assert statements(matter, "deliver", cast.fangqiming) <= 21  # it stops a clock of the matter besides


def test_a_vote_that_leaves_the_round_open(cast: Any) -> None:
    assert statements(signing(cast), "approve", cast.qianwenbo) <= 16


def test_a_vote_that_decides(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    do(matter, "approve", cast.jiangyifan)
    assert statements(matter, "approve", cast.wujia) <= 18


def test_words_beside_the_work(cast: Any) -> None:
    assert statements(submitted(cast), "comment", cast.linwan) <= 16


def test_a_long_history_costs_no_statement_more(cast: Any) -> None:
    young, old = accepted(cast), accepted(cast)
    for _ in range(10):
        do(old, "deliver", cast.fangqiming)
        do(old, "return_", cast.qianwenbo, ground="missing")
    assert statements(old, "deliver", cast.fangqiming) <= statements(young, "deliver", cast.fangqiming) + 3
