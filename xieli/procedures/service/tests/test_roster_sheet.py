"""值班表: planned by dispatchers, read by the others."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock
from xieli.procedures.service.models import Shift

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def test_the_months_sheet_is_planned_by_dispatchers_and_read_by_the_others(
    cast: Cast, shifts: dict[str, Shift], client_of: Login
) -> None:
    planner, reader = client_of(cast.fengtao), client_of(cast.guchangchuan)
    data = {
        "shift": shifts["早班"].uid,
        "person": cast.dingjian.uid,
        "day": "2026-11-24",
        "days": 3,
        "leads": "on",
    }
    answer = planner.post(reverse("service:roster_assign"), data)
    assert answer["Location"] == f"{reverse('service:roster')}?department=OM"
    assert "已排班" in planner.get(answer["Location"]).content.decode()
    page = reader.get(answer["Location"]).content.decode()
    assert page.count("丁建") >= 3
    assert reader.post(reverse("service:roster_assign"), data).status_code == 404
    again = {**data, "person": cast.qinling.uid}
    refused = planner.post(reverse("service:roster_assign"), again)
    assert refused.status_code == 422
    assert '<th scope="row" class="nowrap">11-23' in refused.content.decode()  # the sheet one was at


def test_the_sheet_begins_with_this_week_and_shows_whole_months_when_asked(
    cast: Cast, shifts: dict[str, Shift], client_of: Login, turn_clock: Callable[..., None]
) -> None:
    turn_clock(clock.at(2026, 11, 26, 9))  # a Thursday
    reader = client_of(cast.guchangchuan)
    sheet = reader.get(reverse("service:roster"), {"department": "OM"})
    days = [day for day, _cells in sheet.context["lines"]]
    assert (days[0], days[-1]) == (date(2026, 11, 23), date(2026, 12, 13))
    whole = reader.get(reverse("service:roster"), {"department": "OM", "month": "2026-10"})
    days = [day for day, _cells in whole.context["lines"]]
    assert (days[0], days[-1]) == (date(2026, 10, 1), date(2026, 10, 31))


def test_a_new_kind_of_shift_is_made_for_ones_own_department(cast: Cast, client_of: Login) -> None:
    data = {"name": "早班", "begins": "08:00", "ends": "16:00"}
    planner = client_of(cast.fengtao)
    assert planner.post(reverse("service:shifts"), data).status_code == 303
    assert Shift.objects.get().department == cast.om
    assert planner.post(reverse("service:shifts"), data).status_code == 422
