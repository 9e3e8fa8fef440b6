"""The catalogue comes in from Excel with all that its form can hold, and goes out as the same sheet."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xieli.core import sheets

from ..catalogue import ResourceForm
from ..imports import IMPORT, exported
from ..models import Resource
from .play import MONDAY, booked, resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def file_of(*rows: dict[str, str]) -> BytesIO:
    """A file as somebody fills in the template."""
    titles = [column.title for column in IMPORT.sheet.columns]
    cells = [[row.get(column.key, "") for column in IMPORT.sheet.columns] for row in rows]
    return BytesIO(sheets.write("资源", titles, cells))


def car(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "name": "抢修车", "kind": "车辆", "department": "运维检修中心", **more}


def test_all_that_the_form_can_hold_comes_in_but_the_photo() -> None:
    held = {column.key for column in IMPORT.sheet.columns}
    assert set(ResourceForm.base_fields) - {"custodian", "photo"} == held - {"keeper"}


def test_each_bad_row_says_why_and_the_good_ones_come_in(cast: Any) -> None:
    rows = IMPORT.precheck(
        file_of(
            car("cl-01", quantity="2", keeper=cast.guchangchuan.number, notice_hours="4", buffer_after="30",
                released_after="90", auto_agree="是", handed_over="否"),
            car("CL-02", department="没有这个部门"), car("CL-03", keeper="QY9999"),
            car("CL-04", notice_hours="-1"), car("CL-05", auto_agree="也许"), car("CL-06"), car("cl-06"),
        )
    )  # fmt: skip
    said = ["".join(row.errors) for row in rows]
    assert said[0] == "" and all(said[1:])
    assert "QY9999" in said[2] and "多次" in said[5] and "多次" in said[6]
    report = IMPORT.apply(rows[:1], cast.wangyang)
    one = Resource.objects.get(code="CL-01")
    assert (report.created, one.quantity, one.custodian, one.notice_hours) == (1, 2, cast.guchangchuan, 4)
    assert (one.buffer_after, one.released_after, one.auto_agree, one.handed_over) == (30, 90, True, False)
    assert one.active


def test_what_is_exported_comes_back_changed_and_empty_cells_leave_what_is_on_file(cast: Any) -> None:
    one = resource(cast, notice_hours=8, conditions="持证", auto_agree=True)
    rows = IMPORT.precheck(BytesIO(exported([one])))
    assert [row.errors for row in rows] == [[]]
    rows[0].values |= {"notice_hours": 2, "conditions": None, "custodian_id": None}
    assert IMPORT.apply(rows, cast.wangyang).updated == 1
    one.refresh_from_db()
    assert (one.notice_hours, one.conditions, one.custodian) == (2, "持证", cast.guchangchuan)
    assert one.auto_agree and one.handed_over


def test_what_was_promised_stops_an_import_and_says_in_which_line(cast: Any) -> None:
    one = resource(cast, quantity=3)
    booked(one, cast.fangqiming, quantity=3)
    rows = IMPORT.precheck(file_of(car("CL-01"), car("SB-01", quantity="2")))
    with pytest.raises(ValidationError, match="第 3 行：已有预约用到这么多"):
        IMPORT.apply(rows, cast.wangyang)


def test_the_page_gives_the_template_prechecks_and_brings_in(cast: Any, client_of: Any) -> None:
    client, address = client_of(cast.wangyang), reverse("sharing:import")
    assert len(IMPORT.precheck(BytesIO(client.get(address, {"template": 1}).content))) == 1
    upload = SimpleUploadedFile("资源.xlsx", file_of(car("CL-01"), car("CL-02", keeper="QY9999")).getvalue())
    page = client.post(address, {"file": upload})
    told = page.content.decode()
    assert page.status_code == 422 and "没有工号为 QY9999" in told and "1 行可以导入" in told
    parcel = told.split('name="parcel" value="')[1].split('"')[0]
    assert "新建 1 条" in client.post(address, {"parcel": parcel}).content.decode()
    assert client_of(cast.linwan).get(address).status_code == 404
