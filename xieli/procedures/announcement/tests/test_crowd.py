"""Who confirms an announcement is read without the other readers: a thousand cost what ten do."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.errors import ActionError
from xieli.matters.models import Round
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants

from .play import act, announced, owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


def test_of_a_crowd_only_the_one_who_answers_is_read(cast: Any) -> None:
    matter = announced(cast, by=cast.suwanqing, whole_company="on", departments=[])
    whole, own = (Scene.load(matter, clock.now(), alone=one) for one in (None, cast.linwan.pk))
    assert len(whole.items) == len(whole.seats) == len(cast.people) - 1
    assert [one.person for one in own.items] == [cast.linwan]
    assert len(own.seats) == len([one for one in own.clocks if one.item_id]) == 1


def test_the_light_and_the_end_of_asking_are_those_of_all(cast: Any) -> None:
    matter = announced(cast)
    due = matter.next_due_at
    for one in (cast.linwan, cast.hejing, cast.sunlixin):
        act(matter, one, "acknowledge")
        assert matter.next_due_at == due and Round.objects.get(matter=matter, closed_at=None)
    with pytest.raises(ActionError):
        act(matter, cast.hejing, "acknowledge")
    act(matter, cast.zhaoxiaotang, "acknowledge")
    assert matter.next_due_at is None and owed(matter) == set()
    assert Round.objects.get(matter=matter, purpose="reading").outcome == "passed"
    invariants.check_deferred()
    assert invariants.broken([matter], clock.now()) == []
