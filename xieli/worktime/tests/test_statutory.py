"""Holidays and shifted days agree with whoever else knows them."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from xieli.worktime.statutory import published, published_names, published_years
from xieli.worktime.tests.samples import OFFICE


def test_the_library_knows_2004_to_2026() -> None:
    assert published_years() == frozenset(range(2004, 2027))
    assert set(published_names()) == set(published())


@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_national_holiday_another_library_knows_is_closed(year: int) -> None:
    for day in holidays.country_holidays("CN", years=year):
        assert not OFFICE.is_working_day(day), day


@pytest.mark.real_data
def test_the_company_calendar_agrees_day_by_day_with_the_published_announcements() -> None:
    where = os.environ.get("XIELI_REAL_DATA")
    if not where:
        pytest.skip("set XIELI_REAL_DATA to the folder with holidays/*.json")
    files = sorted((Path(where) / "holidays").glob("*.json"))
    assert files
    said = {
        date.fromisoformat(entry["date"]): not entry["isOffDay"]
        for file in files
        for entry in json.loads(file.read_text())["days"]
    }
    first, last = date(int(files[0].stem), 1, 1), date(int(files[-1].stem), 12, 31)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    wrong = [day for day in days if OFFICE.is_working_day(day) != said.get(day, day.weekday() < 5)]
    assert wrong == []
