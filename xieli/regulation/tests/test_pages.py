"""Everybody in the company can read the clauses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.regulation import clauses
from xieli.regulation.models import Regulation


@pytest.fixture
def reader(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.linwan)


def test_one_page_shows_every_clause(reader: Client) -> None:
    page = reader.get("/clauses/").content.decode()
    for clause in clauses.all():
        assert clause.get_absolute_url() in page


def test_the_version_in_force_today_is_named_and_a_coming_one_is_not(reader: Client) -> None:
    for number, day in [("启元〔2024〕1号", date(2024, 1, 1)), ("启元〔2027〕1号", date(2027, 1, 1))]:
        Regulation.objects.create(number=number, title="部门协作协调规章", in_force_from=day)
    with clock.turned_to(clock.at(2026, 11, 23, 9)):
        page = reader.get("/clauses/").content.decode()
    assert "启元〔2024〕1号" in page
    assert "启元〔2027〕1号" not in page


def test_a_clause_has_its_page_with_summary_place_and_neighbours(reader: Client) -> None:
    page = reader.get("/clauses/4.3.b/").content.decode()
    for part in (
        "处理",
        clauses.get("4.3.b").summary_zh,
        "/clauses/4.3/",
        "/clauses/4.3.a/",
        "/clauses/4.3.c/",
    ):
        assert part in page


def test_a_section_lists_its_clauses(reader: Client) -> None:
    page = reader.get("/clauses/4.3/").content.decode()
    assert clauses.get("4.3.c").summary_zh in page


@pytest.mark.parametrize("id", ["1", "6.2.c"])
def test_the_first_and_the_last_have_a_page_too(reader: Client, id: str) -> None:
    assert reader.get(f"/clauses/{id}/").status_code == 200


@pytest.mark.parametrize("id", ["7", "4.3.z", "4.3.B", "x"])
def test_what_is_no_clause_is_not_found(reader: Client, id: str) -> None:
    assert reader.get(f"/clauses/{id}/").status_code == 404


def test_strangers_are_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get("/clauses/4.3.b/").status_code == 302


def test_reading_a_clause_costs_a_handful_of_queries(
    reader: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    reader.get("/clauses/")
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        reader.get("/clauses/4.3.b/")


def test_before_any_version_is_in_force_none_is_named(reader: Client) -> None:
    with clock.turned_to(clock.at(2026, 11, 23, 9)):
        assert reader.get("/clauses/").context["version"] is None


def test_from_its_day_on_a_newer_version_takes_the_place_of_the_older(reader: Client) -> None:
    for number, day in [("启元〔2024〕1号", date(2024, 1, 1)), ("启元〔2027〕1号", date(2027, 1, 1))]:
        Regulation.objects.create(number=number, title="部门协作协调规章", in_force_from=day)
    for moment, number in [
        (clock.at(2026, 12, 31, 23, 59), "启元〔2024〕1号"),  # still last year in China, whatever UTC says
        (clock.at(2027, 1, 1, 0, 0), "启元〔2027〕1号"),
    ]:
        with clock.turned_to(moment):
            assert reader.get("/clauses/").context["version"].number == number


@pytest.mark.parametrize("same", ["number", "in_force_from"])
def test_two_versions_have_neither_number_nor_day_in_common(db: None, same: str) -> None:
    facts = {"number": "启元〔2024〕1号", "in_force_from": date(2024, 1, 1)}
    Regulation.objects.create(title="部门协作协调规章", **facts)
    other = {"number": "启元〔2025〕1号", "in_force_from": date(2025, 1, 1)} | {same: facts[same]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.create(title="部门协作协调规章", **other)
