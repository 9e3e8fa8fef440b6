"""The pages of projects: what they show, to whom, in how many queries."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.organisation import snapshot
from xieli.organisation.models import Person
from xieli.procedures.project import chores
from xieli.procedures.project.exchange import excel
from xieli.procedures.project.models import Baseline
from xieli.procedures.project.plan import Plan, Task
from xieli.procedures.project.views.plan import known_names

from .play import MONDAY, act, application, applied, assessing, checking, establishing, executing, small_plan
from .test_change import longer, opened, submitted

pytestmark = pytest.mark.django_db
MIDDLE = clock.at(2026, 10, 14, 10, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def page(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return str(response.content.decode())


def queries(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


class TestProjectPage:
    def test_it_shows_progress_money_and_who_waits_for_whom(
        self, cast: Any, client_of: Any, turn_clock: Any
    ) -> None:
        project = executing(cast)
        act(project, cast.zhengheyun, "record_cost", subject="设备费", amount="120000", on="2026-09-07")
        turn_clock(MIDDLE)
        chores.move_on()
        shown = page(client_of(cast.linwan), f"/projects/{project.uid}/")
        assert "120,000" in shown
        assert shown.count("data-line=") == 4
        assert "T2 设备采购" in shown
        assert "在等" in shown

    def test_before_the_plan_is_in_force_it_leads_to_the_matter(self, cast: Any, client_of: Any) -> None:
        project = applied(cast)
        response = client_of(cast.linwan).get(f"/projects/{project.uid}/")
        assert (response.status_code, response["Location"]) == (303, project.get_absolute_url())

    def test_strangers_to_a_secret_project_get_404(self, cast: Any, client_of: Any) -> None:
        project = executing(cast)
        Matter.objects.filter(pk=project.pk).update(audience=[-cast.dingjian.pk])
        for part in ("", "board/", "load/", "plan/", "plan/difference/", "export.xlsx"):
            assert client_of(cast.linwan).get(f"/projects/{project.uid}/{part}").status_code == 404
        assert str(project.title) not in page(client_of(cast.linwan), "/projects/")

    @pytest.mark.parametrize("part", ["", "board/", "load/", "load/?by=person", "plan/"])
    def test_its_queries_do_not_grow_with_the_plan(self, cast: Any, client_of: Any, part: str) -> None:
        small = executing(cast)
        base = small_plan(cast.om.pk, cast.fi.pk)
        more = tuple(Task(f"X{n}", f"巡检{n}", days=3, department=cast.rd.pk) for n in range(60))
        large = executing(cast, Plan(**{**vars(base), "tasks": (*base.tasks, *more)}))
        client = client_of(cast.linwan)
        few, many = (queries(client, f"/projects/{one.uid}/{part}") for one in (small, large))
        assert many <= few <= 32

    def test_the_list_costs_the_same_for_many_projects(self, cast: Any, client_of: Any) -> None:
        client = client_of(cast.linwan)
        executing(cast)
        few = queries(client, "/projects/")
        for _n in range(3):
            executing(cast)
        assert queries(client, "/projects/") <= few
        for view in ("bubbles", "timeline"):
            assert "快充站扩容改造" in page(client, f"/projects/?view={view}&stage=running&level=key")

    def test_tasks_stand_on_the_board_by_status(self, cast: Any, client_of: Any, turn_clock: Any) -> None:
        project = executing(cast)
        turn_clock(MIDDLE)
        chores.move_on()
        shown = page(client_of(cast.linwan), f"/projects/{project.uid}/board/")
        assert shown.index("T2 设备采购") < shown.index("T1 勘察设计")

    def test_who_may_do_something_for_its_running_finds_it_here(self, cast: Any, client_of: Any) -> None:
        project = executing(cast)
        own = page(client_of(cast.dingjian), f"/projects/{project.uid}/")
        for act_name in ("report_week", "log_risk", "record_cost", "change", "acceptance"):
            assert f"act/{act_name}/" in own
        assert "act/log_risk/" not in page(client_of(cast.linwan), f"/projects/{project.uid}/")

    def test_while_it_is_assessed_everybody_reads_who_looks_at_what(self, cast: Any, client_of: Any) -> None:
        shown = page(client_of(cast.yanzheng), assessing(cast).get_absolute_url())
        assert (cast.au.name in shown and "安全保障、合规" in shown) or "合规、安全保障" in shown

    def test_what_is_carried_out_stands_before_what_is_over(self, cast: Any, client_of: Any) -> None:
        going, over = executing(cast), applied(cast)
        act(over, cast.maguoqiang, "refuse")
        rows = client_of(cast.linwan).get("/projects/").context["rows"]
        assert [row[0].pk for row in rows] == [going.pk, over.pk]


class TestPlanPage:
    def test_once_a_plan_is_in_force_it_is_shown_and_not_an_old_draft(
        self, cast: Any, client_of: Any
    ) -> None:
        project = executing(cast)
        change = submitted(cast, project, longer(project.baselines.latest("no").plan, 8))
        Baseline.objects.create(
            project=project, no=1, values=change.plan_draft.values, source=change, approved_at=MONDAY,
            approved_by=cast.suwanqing, starts_on="2026-10-12", ends_on="2026-12-31", budget=300000,
        )  # fmt: skip
        answer = client_of(cast.linwan).get(f"/projects/{project.uid}/plan/")
        assert answer.context["plan"] == change.plan_draft.plan
        assert "基线 1" in answer.content.decode() and cast.om.short_name in answer.content.decode()

    @pytest.mark.parametrize("kind", ["xlsx", "xml"])
    def test_it_is_taken_out_with_people_who_have_left(self, cast: Any, client_of: Any, kind: str) -> None:
        leaving = Person.objects.create(
            number="L1", name="何已离", joined_on="2020-01-01", left_on="2026-09-01"
        )
        plan = small_plan(cast.om.pk, cast.fi.pk)
        plan = replace(plan, tasks=tuple(replace(t, person=leaving.pk) for t in plan.tasks))
        project = executing(cast, plan)
        snapshot.refresh()
        answer = client_of(cast.linwan).get(f"/projects/{project.uid}/export.{kind}")
        assert answer.status_code == 200
        if kind == "xml":
            assert leaving.name in answer.content.decode()

    def test_the_leader_sees_what_is_missing_and_draws_bars(self, cast: Any, client_of: Any) -> None:
        project = establishing(cast)
        plan = small_plan(cast.om.pk, cast.fi.pk)
        act(project, cast.dingjian, "write_plan", plan=Plan(**{**vars(plan), "criteria": ()}).to_json())
        leader = client_of(cast.dingjian)
        shown = page(leader, f"/projects/{project.uid}/plan/")
        assert "还没有验收标准" in shown
        drawn = leader.post(
            f"/projects/{project.uid}/plan/propose/", {"code": "T1", "not_before": "2026-10-14", "days": "6"}
        )
        assert drawn.status_code == 200
        project.plan_draft.refresh_from_db()
        assert project.plan_draft.plan.by_code["T1"].days == 6

    def test_nobody_else_may_draw(self, cast: Any, client_of: Any) -> None:
        project = establishing(cast)
        act(project, cast.dingjian, "write_plan", plan=small_plan(cast.om.pk, cast.fi.pk).to_json())
        refused = client_of(cast.linwan).post(
            f"/projects/{project.uid}/plan/propose/", {"code": "T1", "days": "9"}
        )
        assert refused.status_code == 403
        assert "填表编辑" not in page(client_of(cast.linwan), f"/projects/{project.uid}/plan/")

    def test_a_workbook_becomes_the_draft_or_says_every_fault(self, cast: Any, client_of: Any) -> None:
        project = establishing(cast)
        plan = small_plan(cast.om.pk, cast.fi.pk)
        with snapshot.pinned():
            book = excel.write(plan, known_names())
        leader, url = client_of(cast.dingjian), f"/projects/{project.uid}/plan/import/"
        done = leader.post(url, {"file": SimpleUploadedFile("计划.xlsx", book)})
        assert done.status_code == 200
        project.refresh_from_db()
        assert project.plan_draft.plan == plan
        broken = Plan(**{**vars(plan), "tasks": (*plan.tasks, Task("T9", "坏", days=0))})
        with snapshot.pinned():
            book = excel.write(broken, known_names())
        wrong = leader.post(url, {"file": SimpleUploadedFile("计划.xlsx", book)})
        assert wrong.status_code == 422
        assert "没有写入任何数据" in wrong.content.decode()

    def test_the_form_keeps_rows_as_typed_and_the_plan_is_what_they_say(
        self, cast: Any, client_of: Any
    ) -> None:
        project = establishing(cast)
        leader = client_of(cast.dingjian)
        shown = page(leader, f"{project.get_absolute_url()}act/write_plan/")
        assert "M1" in shown
        data = {
            "start": "2026-10-12",
            "tasks-0-code": "A", "tasks-0-name": "勘察", "tasks-0-kind": "task", "tasks-0-days": "3",
            "tasks-0-department": str(cast.om.uid),
            "tasks-1-code": "B", "tasks-1-name": "施工", "tasks-1-kind": "task", "tasks-1-days": "2",
            "tasks-1-after": "A FS+1", "tasks-1-department": str(cast.om.uid),
        }  # fmt: skip
        assert leader.post(f"{project.get_absolute_url()}act/write_plan/", data).status_code == 303
        project.refresh_from_db()
        assert [(one.before, one.after, one.lag) for one in project.plan_draft.plan.dependencies] == [
            ("A", "B", 1)
        ]
        bad = leader.post(f"{project.get_absolute_url()}act/write_plan/", {**data, "tasks-1-after": "Z"})
        assert bad.status_code == 422
        assert "施工" in bad.content.decode()

    @pytest.mark.parametrize("kind", ["xlsx", "xml", "ics"])
    def test_the_plan_in_force_can_be_taken_out(self, cast: Any, client_of: Any, kind: str) -> None:
        project = executing(cast)
        response = client_of(cast.linwan).get(f"/projects/{project.uid}/export.{kind}")
        assert response.status_code == 200
        assert len(BytesIO(response.content).read()) > 200


class TestDifference:
    def test_a_change_reads_like_a_merge_request(self, cast: Any, client_of: Any) -> None:
        project = executing(cast)
        change = submitted(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 3))
        shown = page(client_of(cast.qianwenbo), f"/projects/{change.uid}/plan/difference/")
        assert "<del>10 个工作日</del>" in shown
        assert "<ins>13 个工作日</ins>" in shown
        assert "变动超过百分之十" in shown

    def test_an_untouched_change_says_so(self, cast: Any, client_of: Any) -> None:
        change = opened(cast, executing(cast))
        assert "没有不同" in page(client_of(cast.dingjian), f"/projects/{change.uid}/plan/difference/")


class TestApplication:
    def test_it_stands_in_sections_and_brings_its_attachments(self, cast: Any, client_of: Any) -> None:
        client = client_of(cast.guchangchuan)
        shown = page(client, "/new/project/")
        assert shown.count('<fieldset class="section">') == 5
        assert 'enctype="multipart/form-data"' in shown
        data: dict[str, Any] = {
            name: value for name, value in application(cast).items() if not isinstance(value, list)
        }
        wrong = client.post(
            "/new/project/",
            {**data, "title": "", "files": SimpleUploadedFile("依据.txt", "会议纪要".encode())},
        )
        assert wrong.status_code == 422
        kept = re.findall(r'name="attachments" value="([^"]+)"', wrong.content.decode())
        assert len(kept) == 1
        done = client.post("/new/project/", {**data, "attachments": kept})
        assert done.status_code == 303
        matter = Matter.objects.get(procedure="project")
        assert [one.name for one in matter.attachments.all()] == ["依据.txt"]


def test_what_to_assess_is_ticked_in_boxes_and_several_arrive(cast: Any, client_of: Any) -> None:
    """Of a list nobody finds out that a key picks a second one."""
    matter, client = checking(cast), client_of(cast.shenruozhou)
    url = f"/m/{matter.uid}/act/ask_assessors/"
    assert 'type="checkbox" name="assessors-0-dimensions"' in page(client, url)
    said = {"assessors-0-department": str(cast.fi.uid), "assessors-0-dimensions": ["money", "legal"]}
    assert client.post(url, said).status_code == 303
    matter.refresh_from_db()
    assert matter.state == "assessing"
    assert matter.project.assessors[0]["dimensions"] == ["money", "legal"]
