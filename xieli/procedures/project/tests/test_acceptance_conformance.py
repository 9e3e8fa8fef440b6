"""Acceptance keeps what every procedure keeps. Walks begin where it has been asked for, or is being judged."""

from random import Random
from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.matters.testing.walking import Walk
from xieli.organisation import queries as organisation

from .play_acceptance import NOVEMBER, asked, judging
from .test_conformance import FromWalk


def rows(filler: Filler, form: Any) -> list[dict[str, str]]:
    """Evidence for every criterion, mostly what it was."""
    if form.scene is None or form.scene.matter._state.adding:
        return []
    found = form.initial["evidence"]
    return [{**row, "text": row["text"] if filler.random.random() < 0.8 else filler.words()} for row in found]


def lines(filler: Filler, form: Any) -> list[dict[str, str]]:
    """A word on each line the department is asked about."""
    if form.scene is None or form.scene.matter._state.adding:
        return []
    verdicts = ["pass", "pass", "pass", "pass", "conditional", "fail"]
    return [
        {**row, "verdict": filler.random.choice(verdicts), "evidence": "已查验", "remark": "见记录"}
        for row in form.initial_from(form.scene)["lines"]
    ]


def person(filler: Filler, form: Any) -> str:
    """Anybody."""
    own = filler.random.choice([one for one in organisation.departments() if organisation.members_of(one)])
    return str(filler.random.choice(organisation.members_of(own)).uid)


class TestAcceptance(Conformance):
    key = "project_acceptance"
    # Asked for from the project alone; `conditions_met` waits for rectifications, which the walk may not finish.
    rare = frozenset({"ask_acceptance", "ask_again", "conditions_met"})
    answers: ClassVar = {
        "evidence": lambda filler, form: rows(filler, form) if hasattr(form, "scene") else "已查验",
        "lines": lines,
        "person": person,
        "due": lambda filler, form: "2026-12-31",
        "doer": lambda filler, form: None,
    }

    def walk(self, cast: Any, seed: int) -> Walk:
        walk = FromWalk(self.key, self.people(cast), Random(seed), self.answers)
        walk.now = NOVEMBER
        walk.at = lambda: (asked if seed % 2 else judging)(cast)
        return walk
