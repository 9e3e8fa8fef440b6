"""What its keeper is told and what those who ask for it know beforehand; a series in one answer (4.2.c)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from xieli.matters.errors import ActionError
from xieli.notifications.models import Notification

from ..chores import remind_of_certificates
from ..commands import save_resource
from ..models import Blackout, BookingDetails
from ..statistics import usage
from .play import HOUR, MONDAY, TUESDAY, act, booked, collected, comes, resource, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def test_its_keeper_hears_once_a_month_before_that_a_certificate_ends(cast: Any) -> None:
    resource(cast, "SB-02", certified_until=date(2026, 12, 31))
    one = resource(cast, certified_until=date(2026, 10, 1))
    assert (remind_of_certificates(), remind_of_certificates()) == (1, 0)
    notice = Notification.objects.filter(recipient=cast.guchangchuan).latest("pk")
    assert notice.params == {"resource": "SB-01 绝缘电阻测试仪", "day": "2026-10-01"}
    one.refresh_from_db()
    one.certified_until = date(2026, 9, 20)
    save_resource(one)
    assert remind_of_certificates() == 1


def test_a_certificate_that_ends_or_is_over_is_seen_in_the_catalogue(cast: Any, client_of: Any) -> None:
    resource(cast, certified_until=date(2026, 9, 20))
    over = resource(cast, "SB-02", certified_until=date(2026, 9, 6))
    client = client_of(cast.linwan)
    page = client.get(reverse("sharing:list"), {"view": "table"}).content.decode()
    assert "检定到 09-20" in page and "检定试验已过期" in page
    assert "检定或试验已过期" in client.get(reverse("sharing:detail", args=[over.uid])).content.decode()


def test_who_asks_for_it_reads_its_conditions_first_and_answers_for_it_themselves(
    cast: Any, client_of: Any
) -> None:
    resource(cast, conditions="持电工证人员使用。", notice_hours=4)
    page = client_of(cast.linwan).get("/new/sharing/").content.decode()
    assert 'data-hint="运维 · 持电工证人员使用。 · 提前 4 小时"' in page
    assert f'<option value="{cast.linwan.uid}" selected>' in page


def test_a_series_is_agreed_to_at_once_but_for_what_is_not_fit(cast: Any) -> None:
    one = resource(cast, certified_until=date(2026, 9, 30))
    first = booked(one, cast.fangqiming, repeat="weekly", repeat_until="2026-09-29")
    off = TUESDAY + timedelta(days=7)
    Blackout.objects.create(resource=one, begins_at=off, ends_at=off + HOUR, reason="送检")
    act(first, cast.guchangchuan, "agree", opinion="同意", whole_series="on")
    rows = BookingDetails.objects.filter(series__isnull=False).order_by("begins_at")
    assert [row.matter.state for row in rows] == ["agreed", "applied", "agreed", "agreed"]


@pytest.mark.parametrize("usable", [True, False])
def test_the_time_out_of_use_ends_with_the_damage_where_it_is_mended(
    cast: Any, turn_clock: Any, usable: bool
) -> None:
    one = resource(cast)
    matter = collected(one, cast.fangqiming, turn_clock, cast.guchangchuan)
    act(matter, cast.fangqiming, "give_back", condition="屏幕有裂纹")
    week = TUESDAY + timedelta(days=7)
    act(matter, cast.guchangchuan, "report_damage", condition="屏幕碎裂", unusable_until=typed(week))
    told = {"text": "换屏", "remedy": "repaired", **({"usable": "on"} if usable else {})}
    act(matter, cast.guchangchuan, "settle", **told)
    if usable:
        assert booked(one, cast.bailu, TUESDAY + timedelta(days=1)).state == "applied"
    else:
        with pytest.raises(ActionError, match="停用"):
            booked(one, cast.bailu, TUESDAY + timedelta(days=1))


def test_what_is_just_used_counts_as_booked_however_late_the_product_looks(
    cast: Any, turn_clock: Any
) -> None:
    room = resource(cast, "HY-01", name="会议室", kind="venue", handed_over=False, auto_agree=True)
    matter = booked(room, cast.fangqiming, hours=2)
    turn_clock(TUESDAY + timedelta(days=30))
    comes(matter, "used")
    (line,) = usage(MONDAY, TUESDAY + timedelta(days=31))
    assert line.hours == 2.0
