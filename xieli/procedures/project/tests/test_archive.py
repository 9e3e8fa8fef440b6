"""Accepted, a project is closed; in the archive its file is whole and nobody writes in it any more (clause 4.1.d)."""

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, available_actions, perform
from xieli.matters.errors import ActionError, Blocked, NotAllowed
from xieli.matters.models import Attachment, Comment, Event, Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.procedures.project import archive
from xieli.procedures.project.models import PlanTask, ProjectArchive
from xieli.procedures.sharing.tests.play import booked, resource

from .play import MONDAY, act, owed
from .play_acceptance import NOVEMBER, accepted, carried_out, judging, mended

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    turn_clock(MONDAY)


def finished(cast: Any) -> Matter:
    """Tasks done one after the other, accepted, closed."""
    project = carried_out(cast)
    accepted(cast, project)
    project.refresh_from_db()
    return act(project, cast.dingjian, "close_project", NOVEMBER)


def archived(cast: Any) -> Matter:
    file = attachments.store(SimpleUploadedFile("竣工图.txt", "图".encode()), by=cast.dingjian)
    project = finished(cast)
    Attachment.objects.filter(pk=file.pk).update(matter=project)
    return act(project, cast.shenruozhou, "archive", NOVEMBER)


class TestClosing:
    def test_without_acceptance_there_is_no_closing(self, cast: Any) -> None:
        project = carried_out(cast)
        with pytest.raises(NotAllowed):
            act(project, cast.dingjian, "close_project", NOVEMBER)
        judging(cast, project)
        offered = {
            one.name for one in available_actions(Scene.load(project, NOVEMBER), Actor.of(cast.dingjian))
        }
        assert "close_project" not in offered

    def test_what_is_under_way_is_ended_first(self, cast: Any) -> None:
        project = carried_out(cast, left=True)
        accepted(cast, project)
        task = Matter.objects.get(parent=project, procedure="project_task")
        with pytest.raises(ActionError, match=str(task.number)):
            act(project, cast.dingjian, "close_project", NOVEMBER)
        PlanTask.objects.filter(project=project, code="T3").update(actual_end=None)
        with pytest.raises(ActionError, match="T3"):
            act(project, cast.dingjian, "close_project", NOVEMBER)

    def test_closed_the_pmo_has_twenty_working_days_to_put_it_into_the_archive(self, cast: Any) -> None:
        project = finished(cast)
        assert owed(project)[0] == ("archive", "PMO")
        due = WorkItem.objects.get(matter=project, step="archive").due_at
        assert due is not None and f"{due:%m-%d}" == "12-07"

    def test_a_loose_end_keeps_it_out_of_the_archive(self, cast: Any) -> None:
        row = {
            "text": "备件", "department": str(cast.om.uid), "person": str(cast.dingjian.uid), "due": "2026-12-18",
        }  # fmt: skip
        project = carried_out(cast)
        accepted(cast, project, loose_ends=[row])
        act(project, cast.dingjian, "close_project", NOVEMBER)
        with pytest.raises(ActionError, match="ZGTZ"):
            act(project, cast.shenruozhou, "archive", NOVEMBER)
        mended(cast)
        assert act(project, cast.shenruozhou, "archive", NOVEMBER).state == "closed"


class TestSealed:
    def test_nobody_writes_in_it_any_more(self, cast: Any, client_of: Any) -> None:
        project = archived(cast)
        tree = archive.tree(project)
        assert {one.procedure for one in tree} == {
            "project",
            "project_task",
            "project_acceptance",
            "meeting_series",
        }
        for matter in tree:
            matter.refresh_from_db()
            assert matter.sealed_at == NOVEMBER
            assert available_actions(Scene.load(matter, NOVEMBER), Actor.of(cast.dingjian)) == []
            for verb in ("comment", "follow", "copy"):
                with pytest.raises(NotAllowed, match="已归档"):
                    perform(matter, verb, Actor.of(cast.dingjian), {"text": "补充"})
        client = client_of(cast.dingjian)
        file = SimpleUploadedFile("补.txt", b"x")
        assert client.post(f"/m/{project.uid}/files/", {"files": file}).status_code == 403
        page = client.get(f"/m/{project.uid}/").content.decode()
        assert "只能查看" in page and "写评论" not in page and "archive.zip" in page

    def test_the_database_refuses_too(self, cast: Any) -> None:
        project = archived(cast)
        statements = [
            f"UPDATE project_plantask SET percent = 1 WHERE project_id = {project.pk}",
            f"UPDATE project_projectdetails SET budget = 1 WHERE matter_id = {project.pk}",
            f"UPDATE matters_matter SET title = 'x' WHERE id = {project.pk}",
            f"UPDATE matters_matter SET sealed_at = NULL WHERE id = {project.pk}",
            f"DELETE FROM matters_attachment WHERE matter_id = {project.pk}",
            f"INSERT INTO project_member (project_id, department_id, person_id, role, named_by_id)"
            f" VALUES ({project.pk}, {cast.om.pk}, {cast.linwan.pk}, '', {cast.linwan.pk})",
            "UPDATE project_projectarchive SET sha256 = ''",
        ]
        for statement in statements:
            with pytest.raises(Exception, match=r"is sealed|append-only"), transaction.atomic():
                connection.cursor().execute(statement)
        with pytest.raises(Exception, match="is sealed"), transaction.atomic():
            Comment.objects.create(matter=project, text="补充", at=NOVEMBER)

    def test_who_may_read_it_still_follows_the_organisation(self, cast: Any) -> None:
        project = archived(cast)
        Matter.objects.filter(pk=project.pk).update(audience=[-cast.dingjian.pk])
        assert not Matter.objects.visible_to(cast.linwan).filter(pk=project.pk).exists()


class TestFile:
    def zip_for(self, client: Any, project: Matter) -> ZipFile:
        answer = client.get(f"/projects/{project.uid}/archive.zip")
        assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
        return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    def test_it_holds_every_matter_its_ledger_its_documents_the_baselines_and_the_judgements(
        self, cast: Any, client_of: Any
    ) -> None:
        project = archived(cast)
        file = self.zip_for(client_of(cast.dingjian), project)
        names = file.namelist()
        assert file.testzip() is None
        kept = ProjectArchive.objects.get()
        index = json.loads(file.read("目录.json"))
        assert [one["number"] for one in index["matters"]] == [one.number for one in archive.tree(project)]
        assert index["sha256_of_whole_index"] == kept.sha256 == archive.digest(kept.index)
        [drawing] = [name for name in names if name.endswith("竣工图.txt")]
        assert file.read(drawing).decode() == "图"
        assert json.loads(file.read("计划基线 0.json"))["criteria"][0]["code"] == "C1"
        [report] = [name for name in names if name.endswith("验〔2026〕1号.pdf")]
        assert file.read(report).startswith(b"%PDF-")
        rows = list(csv.reader(io.StringIO(file.read("验收评判.csv").decode("utf-8-sig"))))
        assert len(rows) == 4 and "财务部" in str(rows)
        assert rows[0][:3] == ["次数", "标准", "部门"] and {row[4] for row in rows[1:]} == {"通过"}
        [form] = [name for name in names if name.endswith("表单/项目发起申请表.pdf")]
        assert file.read(form).startswith(b"%PDF-")
        [ledger] = [name for name in names if name.startswith("000 ") and name.endswith("流水.csv")]
        lines = list(csv.reader(io.StringIO(file.read(ledger).decode("utf-8-sig"))))
        assert lines[1][2] == "提交申请" and lines[1][5] == "待部门审核"
        assert len(lines) - 1 == Event.objects.filter(matter=project).count()

    def test_a_reader_gets_what_they_may_know_of(self, cast: Any, client_of: Any) -> None:
        project = finished(cast)
        acceptance = Matter.objects.get(procedure="project_acceptance")
        Matter.objects.filter(pk=acceptance.pk).update(classification="secret", audience=[-cast.dingjian.pk])
        act(project, cast.shenruozhou, "archive", NOVEMBER)
        file = self.zip_for(client_of(cast.linwan), project)
        assert str(acceptance.number) not in file.read("目录.json").decode()
        assert not [name for name in file.namelist() if "XMYS" in name]
        assert file.read("验收评判.csv").decode("utf-8-sig").count("\n") == 1

    def test_before_it_is_in_the_archive_there_is_nothing_to_take_out(
        self, cast: Any, client_of: Any
    ) -> None:
        project = finished(cast)
        assert client_of(cast.dingjian).get(f"/projects/{project.uid}/archive.zip").status_code == 404

    def test_no_cell_is_run_as_a_formula(self) -> None:
        assert archive._csv([["=1+1", "-3.5", "@x"]]).decode("utf-8-sig") == "'=1+1,-3.5,'@x\r\n"


def test_an_acceptance_under_way_keeps_the_project_open(cast: Any) -> None:
    project = carried_out(cast)
    accepted(cast, project)
    Matter.objects.filter(procedure="project_acceptance").update(closed_at=None, outcome="")
    with pytest.raises(Blocked):
        act(project, cast.dingjian, "close_project", NOVEMBER)


def test_what_is_lent_to_a_project_is_written_with_its_span(cast: Any) -> None:
    """The details of a booking hold a range of moments, which JSON alone does not know."""
    project, lent, out = archived(cast), booked(resource(cast), cast.dingjian), io.BytesIO()
    archive.write(out, ProjectArchive.objects.get(project=project), [Matter.objects.get(pk=lent.pk)])
    with ZipFile(out) as file:
        (name,) = [one for one in file.namelist() if one.endswith("事项.json")]
        assert len(json.loads(file.read(name))["details"]["held"]) == 2
