"""What people see of an acceptance: the matrix of all rounds, and the form that asks for their own lines."""

import re
from typing import Any

import pytest

from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Matter
from xieli.procedures.project import accepting

from .play import MONDAY, act
from .play_acceptance import EVIDENCE, NOVEMBER, accepted, carried_out, judging, mended, rectifying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


class TestMatrix:
    def test_it_shows_every_round_in_a_fixed_number_of_queries(
        self, cast: Any, client_of: Any, django_assert_max_num_queries: Any
    ) -> None:
        matter = rectifying(cast)
        mended(cast)
        act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
        client = client_of(cast.dingjian)
        client.get(f"/projects/acceptance/{matter.uid}/")
        with django_assert_max_num_queries(12):
            page = client.get(f"/projects/acceptance/{matter.uid}/").content.decode()
        for word in ("超出预算", "第 2 次", "待评判", "ZGTZ-2026-0001", "已销项", "不涉及", "运行记录"):
            assert word in page

    def test_the_form_of_a_department_has_its_lines_alone(self, cast: Any, client_of: Any) -> None:
        matter = judging(cast)
        url = f"/m/{matter.uid}/act/judge/"
        page = client_of(cast.maguoqiang).get(url).content.decode()
        assert "C1 枪头可用率" in page and "不低于 99%" in page and "C2" not in page
        page = client_of(cast.maguoqiang).post(url, {
            "lines-0-criterion": "C1", "lines-0-verdict": "fail", "lines-0-evidence": "已查", "lines-0-remark": "",
        })  # fmt: skip
        assert page.status_code == 422
        assert "C1 枪头可用率" in page.content.decode() and "已查" in page.content.decode()

    def test_the_leader_finds_a_row_for_every_criterion(self, cast: Any, client_of: Any) -> None:
        project = carried_out(cast)
        url = f"/new/project_acceptance/?parent={project.uid}&as=acceptance"
        page = client_of(cast.dingjian).get(url).content.decode()
        assert "C1 枪头可用率" in page and "C2 费用在预算内" in page
        rows = {
            f"evidence-{at}-{name}": value for at, row in enumerate(EVIDENCE) for name, value in row.items()
        }
        data = {
            "parent": str(project.uid),
            "as": "acceptance",
            "act": "ask_acceptance",
            "statement": "完成",
            **rows,
        }
        assert client_of(cast.dingjian).post(url, data).status_code == 303
        matter = Matter.objects.get(procedure="project_acceptance")
        assert accepting.evidence_of(matter) == {"C1": "运行记录", "C2": "结算单"}

    def test_a_stranger_to_an_internal_project_finds_nothing(self, cast: Any, client_of: Any) -> None:
        matter = judging(cast)
        perform(matter, "classify", Actor.of(cast.dingjian), {"classification": "internal", "reason": "商务"})
        assert client_of(cast.linwan).get(f"/projects/acceptance/{matter.uid}/").status_code == 404


def test_the_report_says_its_days_as_the_page_does(cast: Any, client_of: Any) -> None:
    project = carried_out(cast)
    matter = accepted(cast, project)
    page = client_of(cast.dingjian).get(f"/m/{matter.uid}/").content.decode()
    assert "计划与实际" in page and not re.search(r">\s*2026-\d\d-\d\d", page)
