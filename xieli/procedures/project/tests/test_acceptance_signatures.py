"""The acceptance group signs in the product, each round anew, and the report prints it (clause 4.1.d)."""

from typing import Any

import pytest

from xieli.documents.paper import Opinion, Opinions
from xieli.matters.errors import NotAllowed
from xieli.matters.scene import Scene
from xieli.procedures.project import accepting
from xieli.procedures.project.acceptance_report import acceptance_report

from .play import MONDAY, act
from .play_acceptance import EVIDENCE, NOVEMBER, judged, judging, line, mended

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def test_the_group_signs_in_the_product_and_the_report_prints_it(cast: Any) -> None:
    """(issue B) Name and time of who signed; a line to sign by hand of who did not. Nobody else signs, nobody twice."""
    matter = judging(cast)
    act(matter, cast.chengke, "sign_acceptance", NOVEMBER, opinion="现场查验属实")
    with pytest.raises(NotAllowed):
        act(matter, cast.chengke, "sign_acceptance", NOVEMBER)
    with pytest.raises(NotAllowed):
        act(matter, cast.qianwenbo, "sign_acceptance", NOVEMBER)
    said = [
        one
        for block in acceptance_report.build(Scene.load(matter, NOVEMBER)).blocks
        if isinstance(block, Opinions)
        for one in block.opinions
    ]
    assert Opinion("财务部") in said  # has not judged yet: a line to sign by hand
    assert Opinion("验收组 监督", "现场查验属实", "程可", "2026年11月9日 09:00") in said


def test_another_round_is_signed_again(cast: Any) -> None:
    matter = judging(cast)
    act(matter, cast.chengke, "sign_acceptance", NOVEMBER)
    judged(cast, matter, cast.maguoqiang, line("C1"))
    judged(cast, matter, cast.qianwenbo, line("C1"), line("C2", "fail", "超出预算"))
    mended(cast)
    act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
    assert cast.chengke.pk not in accepting.signed(matter)
    act(matter, cast.chengke, "sign_acceptance", NOVEMBER)
    assert cast.chengke.pk in accepting.signed(matter)
