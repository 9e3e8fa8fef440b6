"""The catalogue: every employee reads and books, its custodian keeps it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ..models import Resource
from .play import MONDAY, TUESDAY, act, booked, resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_week_shows_who_has_it_and_leads_to_a_filled_in_form(cast: Any, client_of: Any) -> None:
    one = resource(cast)
    booked(one, cast.fangqiming)
    client = client_of(cast.linwan)
    page = text(client.get(reverse("sharing:list")))
    assert "09:00–11:00" in page and "平台研发部 方启明" in page
    link = f"/new/sharing/?resource={one.uid}&amp;begins_at=2026-09-09T09:00&amp;ends_at=2026-09-09T11:00"
    assert link in page
    form = text(client.get(link.replace("&amp;", "&")))
    assert 'value="2026-09-09T09:00"' in form


def test_a_day_of_the_table_proposes_what_is_still_free_of_it(
    cast: Any, client_of: Any, turn_clock: Any
) -> None:
    one = resource(cast, buffer_after=30)
    booked(one, cast.fangqiming)
    turn_clock(TUESDAY + timedelta(minutes=20))
    page = text(client_of(cast.linwan).get(reverse("sharing:list")))
    assert "begins_at=2026-09-08T12:00&amp;ends_at=2026-09-08T14:00" in page
    turn_clock(TUESDAY + timedelta(hours=13))
    page = text(client_of(cast.linwan).get(reverse("sharing:list")))
    assert "begins_at=2026-09-08" not in page and "begins_at=2026-09-09T09:00" in page


def test_who_may_not_see_the_matter_sees_only_that_it_is_taken(cast: Any, client_of: Any) -> None:
    matter = booked(resource(cast), cast.fangqiming)
    act(matter, cast.fangqiming, "classify", classification="secret", reason="样机未公开")
    page = text(client_of(cast.linwan).get(reverse("sharing:list")))
    assert "已占用" in page and "方启明" not in page


def test_words_kind_and_owner_narrow_the_catalogue(cast: Any, client_of: Any) -> None:
    resource(cast)
    resource(cast, "HY-01", name="一号会议室", kind="venue", department=cast.ad)
    client = client_of(cast.linwan)
    for asked in ({"q": "huiyishi"}, {"kind": "venue"}, {"department": "AD"}, {"q": "hy-01"}):
        page = text(client.get(reverse("sharing:list"), asked))
        assert "一号会议室" in page and "绝缘电阻测试仪" not in page, asked
    assert "没有找到资源" in text(client.get(reverse("sharing:list"), {"q": "没有"}))


def test_a_list_of_twenty_costs_as_many_queries_as_one_of_two(
    cast: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        booked(resource(cast, f"SB-{n:02d}"), cast.fangqiming)
    client = client_of(cast.linwan)
    client.get(reverse("sharing:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("sharing:list"))


def test_the_label_leads_to_what_is_to_be_collected_else_to_the_resource(
    cast: Any, client_of: Any, turn_clock: Any
) -> None:
    one = resource(cast)
    client, label = client_of(cast.fangqiming), reverse("sharing:scanned", args=[one.token])
    assert client.get(label)["Location"] == reverse("sharing:detail", args=[one.uid])
    matter = act(booked(one, cast.fangqiming), cast.guchangchuan, "agree")
    turn_clock(TUESDAY - timedelta(minutes=10))
    due = f"{matter.get_absolute_url()}act"
    assert client_of(cast.fangqiming).get(label)["Location"] == f"{due}/collect/"
    assert 'type="file"' in text(client_of(cast.fangqiming).get(f"{due}/collect/"))
    assert client_of(cast.linwan).get(label)["Location"] == matter.get_absolute_url()
    turn_clock(TUESDAY)
    act(matter, cast.fangqiming, "collect", condition_then="完好")
    assert client_of(cast.fangqiming).get(label)["Location"] == f"{due}/give_back/"
    act(matter, cast.fangqiming, "give_back", condition="完好")
    assert client_of(cast.guchangchuan).get(label)["Location"] == f"{due}/check/"


def test_its_custodian_changes_a_resource_and_sees_why_not(cast: Any, client_of: Any) -> None:
    one = resource(cast, quantity=3)
    booked(one, cast.fangqiming, quantity=3)
    data = {
        "code": "SB-01", "name": "测试仪", "kind": "equipment", "department": str(cast.om.uid), "quantity": 2,
        "notice_hours": 0, "buffer_before": 0, "buffer_after": 0, "released_after": 60, "active": "on",
    }  # fmt: skip
    client, address = client_of(cast.wangyang), reverse("sharing:edit", args=[one.uid])
    refused = client.post(address, data)
    assert refused.status_code == 422 and "已有预约用到这么多" in refused.content.decode()
    assert client.post(address, {**data, "quantity": 4}).status_code in (302, 303)
    one.refresh_from_db()
    assert (one.name, one.quantity) == ("测试仪", 4)


def test_a_time_out_of_use_is_entered_and_shown(cast: Any, client_of: Any) -> None:
    one, client = resource(cast), client_of(cast.wangyang)
    address = reverse("sharing:blackout", args=[one.uid])
    data = {"begins_at": "2026-09-10T08:00", "ends_at": "2026-09-10T07:00", "reason": "送检"}
    assert client.post(address, data).status_code == 422
    client.post(address, {**data, "ends_at": "2026-09-11T08:00"})
    assert "送检" in text(client.get(reverse("sharing:detail", args=[one.uid])))


def test_statistics_are_shown_and_exported(cast: Any, client_of: Any) -> None:
    resource(cast)
    client = client_of(cast.linwan)
    assert "绝缘电阻测试仪" in text(client.get(reverse("sharing:statistics")))
    answer = client.get(reverse("sharing:statistics"), {"days": 7, "xlsx": 1})
    assert answer["Content-Type"].startswith("application/vnd.openxml")


def test_the_application_prints(cast: Any, client_of: Any) -> None:
    matter = booked(resource(cast), cast.fangqiming)
    answer = client_of(cast.fangqiming).get(f"{matter.get_absolute_url()}forms/application.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"


def data_of(client: Any, one: Resource, *, start: str = "2026-09-07", end: str = "2026-09-14") -> Any:
    return client.get(reverse("sharing:events"), {"ids": str(one.uid), "start": start, "end": end}).json()


def test_the_calendar_says_whose_booking_it_is_and_which_one_may_be_drawn(cast: Any, client_of: Any) -> None:
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    (mine,) = data_of(client_of(cast.fangqiming), one)
    assert (mine["id"], mine["start"], mine["editable"]) == (str(matter.uid), "2026-09-08T09:00:00", True)
    (others,) = data_of(client_of(cast.linwan), one)
    assert "方启明" in others["title"] and not others["editable"]
    act(matter, cast.fangqiming, "classify", classification="secret", reason="样机未公开")
    (hidden,) = data_of(client_of(cast.linwan), one)
    assert (hidden["title"], hidden.get("id"), hidden["extendedProps"]["url"]) == ("已占用", None, "")


def test_a_booking_drawn_to_another_time_is_moved_or_says_why_not(cast: Any, client_of: Any) -> None:
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    booked(one, cast.bailu, TUESDAY + timedelta(hours=4))
    address = reverse("sharing:move", args=[matter.uid])
    times = {"begins_at": "2026-09-08T10:00", "ends_at": "2026-09-08T12:00"}
    assert client_of(cast.fangqiming).post(address, times).status_code == 200
    refused = client_of(cast.fangqiming).post(address, {**times, "ends_at": "2026-09-08T14:00"})
    assert refused.status_code == 422 and "白露" in refused.json()["message"]
    assert client_of(cast.linwan).post(address, times).status_code == 403


def test_the_custodian_and_the_owners_head_keep_their_own_and_nobody_elses(cast: Any, client_of: Any) -> None:
    one, other = resource(cast), resource(cast, "HY-01", department=cast.ad, custodian=cast.wangyang)
    for who in (cast.guchangchuan, cast.maguoqiang):
        assert client_of(who).get(reverse("sharing:edit", args=[one.uid])).status_code == 200
        assert client_of(who).get(reverse("sharing:edit", args=[other.uid])).status_code == 404


def test_a_photo_is_drawn_anew_and_shown(cast: Any, client_of: Any) -> None:
    one, out = resource(cast), BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "JPEG")
    data = {
        "code": "SB-01", "name": "测试仪", "kind": "equipment", "department": str(cast.om.uid), "quantity": 1,
        "notice_hours": 0, "buffer_before": 0, "buffer_after": 0, "released_after": 60, "active": "on",
        "custodian": str(cast.guchangchuan.uid), "photo": SimpleUploadedFile("机.jpg", out.getvalue(), "image/jpeg"),
    }  # fmt: skip
    client = client_of(cast.guchangchuan)
    assert client.post(reverse("sharing:edit", args=[one.uid]), data).status_code == 303
    assert client.get(reverse("sharing:photo", args=[one.uid])).content.startswith(b"\x89PNG")
    bad = {**data, "photo": SimpleUploadedFile("机.jpg", b"no picture", "image/jpeg")}
    assert client.post(reverse("sharing:edit", args=[one.uid]), bad).status_code == 422


def test_labels_are_printed_on_sheets_and_the_catalogue_is_exported(cast: Any, client_of: Any) -> None:
    resource(cast)
    client = client_of(cast.linwan)
    assert client.get(reverse("sharing:labels")).content.startswith(b"%PDF")
    answer = client.get(reverse("sharing:list"), {"xlsx": 1})
    assert answer["Content-Type"].startswith("application/vnd.openxml")
