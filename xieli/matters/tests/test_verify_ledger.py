"""I5: whatever is changed in the ledger, in the words written with it, or beside it, is found."""

from pathlib import Path
from typing import Any

import pytest

from xieli.matters import ledger, verify
from xieli.matters.models import Event, EventText, Matter, Round, WorkItem

from .breaking import found, lower_guards
from .scenes import MONDAY, TUESDAY, accepted, do, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "files", tmp_path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hash": "00"}, "does not give the hash"),
        ({"facts": {}}, "facts differ"),
        ({"seq": 7}, "seq 7 where 2 was expected"),
        ({"previous_hash": "00"}, "does not follow"),
        ({"action": "urge"}, "action differ"),
        ({"at": TUESDAY}, "at differ"),
        ({"actor_id": 1}, "actor differ"),
        ({"actor_ref": "somebody else"}, "actor differ"),
        ({"principal_id": 1}, "principal differ"),
        ({"department_id": 1}, "department differ"),
        ({"authority": "head"}, "authority differ"),
        ({"from_state": "signing"}, "from differ"),
    ],
)
def test_i5_a_line_of_the_ledger_that_was_changed(cast: Any, change: dict[str, Any], says: str) -> None:
    matter = accepted(cast)
    lower_guards("matters_event")
    if "actor_id" in change or "principal_id" in change:
        change = dict.fromkeys(change, cast.yezhen.pk)
    if "department_id" in change:
        change = {"department_id": cast.cs.pk}
    Event.objects.filter(matter=matter, seq=2).update(**change)
    assert any(says in what for what in found("I5"))


def test_i5_a_line_that_is_gone(cast: Any) -> None:
    matter = accepted(cast)
    lower_guards("matters_event")
    Event.objects.filter(matter=matter, seq=2).delete()
    assert any("is not the last line" in what for what in found("I5"))


def test_i5_words_that_were_changed_but_not_words_that_were_erased(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "approve", cast.qianwenbo)
    EventText.objects.filter(event__matter=matter).update(text="", erased_at=MONDAY)
    assert found("I5") == []
    do(matter, "approve", cast.jiangyifan)
    lower_guards("matters_eventtext")
    EventText.objects.filter(event__matter=matter, event__actor=cast.jiangyifan).update(text="不同意")
    assert found("I5") == ["the words of line 5 were changed"]


def test_i5_words_that_were_changed_with_their_own_digest(cast: Any) -> None:
    do(signing(cast), "approve", cast.qianwenbo)
    lower_guards("matters_eventtext")
    row = EventText.objects.get()
    digest = ledger.sha256(f"{row.salt}不同意")
    EventText.objects.update(text="不同意", digest=digest)
    assert found("I5") == ["the words of line 4 were changed"]


def test_i5_words_put_into_somebodys_mouth(cast: Any) -> None:
    event = Event.objects.get(matter=submitted(cast))
    EventText.objects.create(event=event, field="opinion", text="同意", salt="", digest=ledger.sha256("同意"))
    assert found("I5") == ["the words of line 1 were changed"]


def test_i5_an_anchor_that_was_damaged_is_told_and_not_stumbled_over(cast: Any) -> None:
    submitted(cast)
    path = verify.anchor.publish(MONDAY)
    for damaged in ("{", "[]", '{"previous": ""}'):
        path.write_text(damaged)
        assert found("I5") == ["does not follow from the one before"]


def test_i5_words_that_are_gone(cast: Any) -> None:
    do(signing(cast), "approve", cast.qianwenbo)
    lower_guards("matters_eventtext")
    EventText.objects.all().delete()
    assert found("I5") == ["the words “opinion” of line 4 are gone"]


@pytest.mark.parametrize("field", ["state", "number", "rev", "item", "round"])
def test_i5_tables_that_tell_another_story_than_the_ledger(cast: Any, field: str) -> None:
    matter = accepted(cast)
    if field == "item":
        WorkItem.objects.filter(matter=matter, closed_at=None).update(person=cast.yezhen)
    elif field == "round":
        Round.objects.filter(matter=matter, no=1).update(main=False, closed_at=None, outcome="")
    else:
        Matter.objects.filter(pk=matter.pk).update(
            **{field: {"state": "sent", "number": "WJ-9", "rev": 77}[field]}
        )
    assert len(found("I5")) == 1
