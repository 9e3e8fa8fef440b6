"""The system administrator sets working time; nobody else comes near."""

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.worktime import calendars
from xieli.worktime.models import CalendarChange, DayException

Clients = Callable[[Any], Client]
READING = ["/worktime/", "/worktime/calendars/office/2026/"]
CHANGING = [
    "/worktime/new/",
    "/worktime/import/",
    "/worktime/import/template.xlsx",
    "/worktime/calendars/office/",
]
PATHS = [*READING, *CHANGING]


@pytest.fixture
def admin(cast: Cast, client_of: Clients) -> Client:
    calendars.forget()
    return client_of(cast.system)


def week(number: int = 0, days: str = "mon tue wed thu fri", hours: str = "09:00-18:00") -> dict[str, str]:
    return {f"{day}_{number}": hours for day in days.split()}


@pytest.mark.parametrize("path", PATHS)
def test_the_system_administrator_sees_every_page(admin: Client, path: str) -> None:
    assert admin.get(path).status_code == 200


@pytest.mark.parametrize("who", ["linwan", "luchengyuan", "security", "audit"])
@pytest.mark.parametrize(
    "path", [*CHANGING, "/worktime/calendars/office/2026/exception/", "/worktime/import/confirm/"]
)
def test_nobody_else_finds_the_pages_that_change_it(
    cast: Cast, client_of: Clients, who: str, path: str
) -> None:
    assert client_of(getattr(cast, who)).get(path).status_code == 404


@pytest.mark.parametrize("path", READING)
def test_everybody_reads_working_time_without_the_buttons(cast: Cast, client_of: Clients, path: str) -> None:
    page = client_of(cast.linwan).get(path).content.decode()
    assert "办公时间" in page
    for address in (
        "/worktime/new/",
        "/worktime/import/",
        '/worktime/calendars/office/"',
        "?day=",
        "/exception/",
    ):
        assert address not in page


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_asked_to_log_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 302


def test_the_list_says_hours_in_words_and_which_year_is_provisional(admin: Client) -> None:
    with clock.turned_to(clock.at(2026, 11, 23, 9)):
        page = admin.get("/worktime/").content.decode()
    assert "周一至周五 08:30-12:00、13:30-17:30" in page
    assert "第 1 周：周一至周六" in page
    assert "2027 年的节假日安排还没有公布或导入" in page
    assert "2026 年的节假日安排还没有" not in page


def test_hours_are_changed_from_a_date(admin: Client) -> None:
    form = {"name": "办公时间", "keeps_holidays": "on", "valid_from": "2026-12-01", **week()}
    assert admin.post("/worktime/calendars/office/", form).status_code == 303
    office = calendars.get("office")
    assert office.day_seconds == 9 * 3600
    assert office.nth_close(clock.at(2026, 11, 30), 1) == clock.at(2026, 11, 30, 17, 30)
    change = CalendarChange.objects.get()
    assert (change.changed_by, change.first_day) == ("system-admin", date(2026, 12, 1))
    assert "system-admin" in admin.get("/worktime/calendars/office/").content.decode()


def test_the_form_shows_the_hours_as_they_are(admin: Client) -> None:
    page = admin.get("/worktime/calendars/big_small_week/").content.decode()
    assert 'name="sat_0" value="08:30-12:00 13:30-17:30"' in page
    assert 'name="sat_1"' in page
    assert 'name="sat_2"' not in page


def test_two_weeks_in_turn_can_be_set(admin: Client) -> None:
    form = {"name": "办公时间", "keeps_holidays": "on", "valid_from": "2026-12-01", "anchor": "2026-12-01"}
    form |= week(0, "mon tue wed thu fri sat") | week(1)
    assert admin.post("/worktime/calendars/office/?weeks=2", form).status_code == 303
    office = calendars.get("office")
    assert office.is_working_day(date(2026, 12, 5))
    assert not office.is_working_day(date(2026, 12, 12))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("mon_0", "9-18", "不是时段"),
        ("mon_0", "09:00-12:00 11:00-13:00", "重叠"),
        ("name", "", "请填写这一项"),
    ],
)
def test_wrong_hours_come_back_with_what_is_wrong(admin: Client, field: str, value: str, said: str) -> None:
    form = {"name": "办公时间", **week()} | {field: value}
    answer = admin.post("/worktime/calendars/office/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CalendarChange.objects.exists()


def test_a_week_without_any_hours_is_refused(admin: Client) -> None:
    answer = admin.post("/worktime/calendars/office/", {"name": "办公时间"})
    assert answer.status_code == 422
    assert "至少要有一个工作时段" in answer.content.decode()


def test_a_new_calendar_needs_a_code_of_its_own(admin: Client) -> None:
    form = {"code": "office", "name": "夜班", **week(hours="20:00-24:00")}
    assert admin.post("/worktime/new/", form).status_code == 422
    assert admin.post("/worktime/new/", form | {"code": "night"}).status_code == 303
    assert calendars.definition("night").keeps_holidays is False
    assert "夜班" in admin.get("/worktime/").content.decode()


def test_a_day_is_made_different_on_the_sheet_and_as_it_was_again(admin: Client) -> None:
    path = "/worktime/calendars/office/2026/"
    form = {"day": "2026-11-23", "kind": "holiday", "name": "公司纪念日", "general": "on"}
    answer = admin.post(f"{path}exception/", form)
    assert answer.status_code == 303
    assert ["重算" in str(one) for one in get_messages(answer.wsgi_request)] == [True]
    assert DayException.objects.get().calendar is None
    page = admin.get(path).content.decode()
    assert "公司纪念日" in page
    assert "2026-11-23 公司纪念日 休息" in page
    chosen = admin.get(f"{path}?day=2026-11-23").content.decode()
    assert 'value="公司纪念日"' in chosen
    admin.post(f"{path}exception/", form | {"kind": ""})
    assert not DayException.objects.exists()
    assert calendars.get("office").is_working_day(date(2026, 11, 23))


def test_a_day_without_a_reason_is_refused(admin: Client) -> None:
    answer = admin.post(
        "/worktime/calendars/office/2026/exception/", {"day": "2026-11-23", "kind": "holiday"}
    )
    assert answer.status_code == 422
    assert "请写明事由" in answer.content.decode()


def test_a_shift_calendar_is_never_changed_for_all(admin: Client) -> None:
    form = {"day": "2026-11-23", "kind": "holiday", "name": "停产", "general": "on"}
    admin.post("/worktime/calendars/two_shift/2026/exception/", form)
    row = DayException.objects.get()
    assert row.calendar is not None
    assert row.calendar.code == "two_shift"


def test_the_sheet_tells_holidays_and_shifted_days_by_word_too(admin: Client) -> None:
    page = admin.get("/worktime/calendars/office/2026/").content.decode()
    assert "2026-10-01 国庆节 休息" in page
    assert "2026-10-10 国庆节 08:30-12:00、13:30-17:30" in page
    assert "2026-11-22 休息" in page
    shifts = admin.get("/worktime/calendars/two_shift/2026/").content.decode()
    assert "国庆节" not in shifts


@pytest.mark.parametrize("path", ["calendars/lunar/", "calendars/lunar/2026/", "calendars/office/1066/"])
def test_what_does_not_exist_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(f"/worktime/{path}").status_code == 404


def announcement(*days: tuple[str, bool]) -> io.BytesIO:
    entries = [{"name": "元旦", "date": day, "isOffDay": off} for day, off in days]
    file = io.BytesIO(json.dumps({"year": 2027, "days": entries}).encode())
    file.name = "2027.json"
    return file


def kept_of(page: str) -> str:
    return page.split('name="kept" value="')[1].split('"')[0]


def test_an_announcement_is_shown_before_it_is_written(admin: Client) -> None:
    file = announcement(("2027-01-01", True), ("2027-01-02", False))
    answer = admin.post("/worktime/import/", {"file": file, "source": "国办发明电"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2027-01-02" in page
    assert calendars.provisional(2027)
    done = admin.post("/worktime/import/confirm/", {"kept": kept_of(page)})
    assert done["Location"] == "/worktime/calendars/office/2027/"
    assert not calendars.provisional(2027)
    assert "国办发明电" in admin.get("/worktime/").content.decode()


def test_a_file_with_errors_is_refused_as_a_whole(admin: Client) -> None:
    file = announcement(("2027-01-01", True), ("soon", True))
    answer = admin.post("/worktime/import/", {"file": file, "source": "x"})
    assert answer.status_code == 422
    assert "第 2 条" in answer.content.decode()
    assert 'name="kept"' not in answer.content.decode()


def test_a_page_that_was_tampered_with_writes_nothing(admin: Client) -> None:
    answer = admin.post("/worktime/import/confirm/", {"kept": "x:y:z"})
    assert answer.status_code == 422
    assert calendars.provisional(2027)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_costs_a_handful_of_queries(
    admin: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    calendars.get("office")
    with django_assert_max_num_queries(12):
        admin.get(path)
