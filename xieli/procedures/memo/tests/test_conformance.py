"""Memos and oral agreements keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.core import clock
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def nothing(filler: Filler, form: Any) -> None:
    """It comes from nowhere."""


def asked(filler: Filler, form: Any) -> list[str]:
    """Departments that were asked to answer."""
    found = (organisation.department_by_id(pk) for pk in form.scene.details.answer_from)
    return [str(one.uid) for one in found if one is not None][:1]


def both(filler: Filler, form: Any) -> list[str]:
    """The same two departments in every list of a memo."""
    return [str(one.uid) for one in organisation.departments()[1:3]]


def both_or_none(filler: Filler, form: Any) -> list[str] | None:
    """Answers are asked of both, or receipts are enough."""
    return filler.random.choice([None, both(filler, form)])


def somebody_else(filler: Filler, form: Any) -> str:
    """Anybody but who writes it down."""
    people = [one for one in organisation.active_people() if one != form.actor.person]
    return str(filler.random.choice(people).uid)


def just_now(filler: Filler, form: Any) -> str:
    """The talk has taken place."""
    now = form.scene.now if form.scene else clock.now()
    return clock.local(now).strftime("%Y-%m-%dT%H:%M")


class TestMemo(Conformance):
    key = "memo"
    answers: ClassVar = {"departments": asked, "to": both, "answer_from": both_or_none}


class TestOralAgreement(Conformance):
    key = "oral_agreement"
    answers: ClassVar = {
        "counterpart": somebody_else, "talked_at": just_now, "about": nothing, "comment": nothing,
    }  # fmt: skip
