"""An import: checked first, confirmed by the same person within the hour, checked again then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from xieli.core import sheets
from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, SheetError

pytestmark = pytest.mark.django_db
SHEET = Sheet("测试", [Column("name", "名称", required=True)])


@dataclass
class Somebody:
    pk: int


class Shop:
    """Something to import into: names once each, one name forbidden, one that fails on writing."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.values["name"] in self.names:
                row.refuse("已有这个名称。")

    def apply(self, rows: Sequence[Row], by: Any) -> Report:
        for row in rows:
            if row.values["name"] == "不行":
                raise ValidationError("第 2 行：写不进去。")
        self.names += [row.values["name"] for row in rows]
        return Report(created=len(rows))


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def importer(shop: Shop) -> Importer:
    return Importer("test", SHEET, shop.check, shop.apply)


def parcel_of(importer: Importer, *names: str, owner: int = 1) -> str:
    rows = importer.precheck(BytesIO(sheets.write("x", ["名称"], [[name] for name in names])))
    return importer.pack(rows, owner)


def test_the_pre_check_writes_nothing(importer: Importer, shop: Shop) -> None:
    parcel_of(importer, "甲", "乙")
    assert shop.names == []


def test_what_was_checked_is_imported_by_who_checked_it(importer: Importer, shop: Shop) -> None:
    report = importer.confirm(parcel_of(importer, "甲", "乙"), Somebody(1))
    assert (report.created, shop.names) == (2, ["甲", "乙"])


def test_what_became_wrong_meanwhile_is_left_out_and_told(importer: Importer, shop: Shop) -> None:
    parcel = parcel_of(importer, "甲", "乙")
    shop.names.append("甲")
    report = importer.confirm(parcel, Somebody(1))
    assert shop.names == ["甲", "乙"]
    assert [(row.line, row.errors) for row in report.left_out] == [(2, ["已有这个名称。"])]


def test_another_person_can_not_confirm(importer: Importer, shop: Shop) -> None:
    with pytest.raises(SheetError):
        importer.confirm(parcel_of(importer, "甲", owner=1), Somebody(2))
    assert shop.names == []


def test_a_changed_parcel_is_refused(importer: Importer) -> None:
    parcel = parcel_of(importer, "甲")
    with pytest.raises(SheetError):
        importer.confirm("x" + parcel, Somebody(1))


def test_after_an_hour_it_must_be_uploaded_again(importer: Importer) -> None:
    with time_machine.travel("2026-11-23 09:00+00:00", tick=False) as machine:
        parcel = parcel_of(importer, "甲")
        machine.shift(timedelta(seconds=3601))
        with pytest.raises(SheetError, match="过期"):
            importer.confirm(parcel, Somebody(1))


def test_a_rule_that_refuses_on_writing_is_told_in_its_sentence(importer: Importer, shop: Shop) -> None:
    with pytest.raises(SheetError, match="写不进去"):
        importer.confirm(parcel_of(importer, "不行", "甲"), Somebody(1))
    assert shop.names == []
