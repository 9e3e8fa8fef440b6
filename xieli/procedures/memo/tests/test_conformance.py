"""Memos and oral agreements keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.core import clock
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def nothing(filler: Filler, form: Any) -> None:
    """It comes from nowhere."""


def asked(filler: Filler, form: Any) -> list[str]:
    """Departments that were asked to answer a memo; of what came of it, none."""
    asked = getattr(form.scene.details, "answer_from", ())
    found = (organisation.department_by_id(pk) for pk in asked)
    return [str(one.uid) for one in found if one is not None][:1]


def one_department(filler: Filler, form: Any) -> list[str]:
    """The same department in every list of a memo, so that short walks get to its end."""
    return [str(one.uid) for one in organisation.departments()[1:2]]


def it_or_none(filler: Filler, form: Any) -> list[str] | None:
    """An answer is asked, or the receipt is enough."""
    return filler.random.choice([None, *[one_department(filler, form)] * 3])


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
    rare = frozenset({"return_answer"})  # needs two addressees, of whom one has answered
    answers: ClassVar = {"departments": asked, "to": one_department, "answer_from": it_or_none}


class TestOralAgreement(Conformance):
    key = "oral_agreement"
    answers: ClassVar = {
        "counterpart": somebody_else, "talked_at": just_now, "about": nothing, "comment": nothing,
    }  # fmt: skip
