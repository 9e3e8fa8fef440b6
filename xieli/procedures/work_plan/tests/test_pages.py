"""The pages and papers of work plans: what they show, to whom, in how many questions."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xieli.core import sheets
from xieli.matters.models import Matter

from .play import MONDAY, act, as_row, lines_of, row, running, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def queries(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_its_page_shows_items_with_lights_and_changes(cast: Any, client_of: Any) -> None:
    plan = running(cast)
    first, second = lines_of(plan)
    client = client_of(cast.linwan)
    before = queries(client, plan.get_absolute_url())
    new = [as_row(first, due_on="2026-08-28"), as_row(second), row(cast.hejing, "满意度专项", "2026-09-20")]
    act(plan, cast.zhoumin, "propose_change", reason="手册范围扩大", lines=new)
    assert "待确认的调整" in client.get(plan.get_absolute_url()).content.decode()
    act(plan, cast.suwanqing, "acknowledge", verdict="agree")
    shown = client.get(plan.get_absolute_url()).content.decode()
    assert "满意度专项" in shown
    assert "8月14日" in shown  # as it was before
    assert (
        queries(client, plan.get_absolute_url()) <= before + 6
    )  # a former change more, no more for each item


def test_its_items_are_a_workbook_for_who_may_see_it(cast: Any, client_of: Any) -> None:
    plan = running(cast)
    url = reverse("work_plan:lines", args=[plan.uid])
    book = sheets.read_book(BytesIO(client_of(cast.fangqiming).get(url).content))
    [table] = book.values()
    assert [line[1] for line in table[1:]] == ["修订话术手册", "国庆保障预案"]
    type(plan).objects.filter(pk=plan.pk).update(audience=[cast.cs.pk])
    assert client_of(cast.fangqiming).get(url).status_code == 404


@pytest.mark.parametrize("form", ["plan", "summary"])
def test_it_is_printed(cast: Any, client_of: Any, form: str) -> None:
    plan = running(cast)
    for extension, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        address = reverse("matters:print", args=[plan.uid, form, extension])
        paper = client_of(cast.zhoumin).get(address).content
        assert paper.startswith(begins)
        if folder := os.environ.get("XIELI_SHOTS"):
            Path(folder, f"plan-{form}.{extension}").write_bytes(paper)


def test_a_draft_is_its_authors_and_the_plan_everybodys(cast: Any) -> None:
    plan = written(cast)
    assert Matter.objects.visible_to(cast.fangqiming).filter(pk=plan.pk).exists()
