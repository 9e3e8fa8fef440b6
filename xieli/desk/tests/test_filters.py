"""Filters are drawn once for all who see the same, and anew when what they offer changes."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.cast import Cast
from xieli.desk import filters
from xieli.desk.filters import Filters
from xieli.desk.forms import ListFilter
from xieli.organisation import snapshot
from xieli.organisation.models import Department

pytestmark = pytest.mark.django_db


def bar(query: str = "") -> Filters:
    return Filters(QueryDict(query), "list ", ListFilter.base_fields, ListFilter)


def fresh(query: str) -> Any:
    return bar(query)._draw()


@pytest.mark.parametrize(
    "query", ["", "which=closed", "q=<b>", "lead=x", "since=2026-01-05&after=1", "mine=on"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_remembered_is_what_the_form_draws(cast: Cast, query: str, language: str) -> None:
    with translation.override(language):
        assert bar(query).drawn == bar(query).drawn == fresh(query)


def test_nothing_chosen_needs_no_form_and_a_wrong_choice_chooses_nothing(cast: Cast) -> None:
    assert bar("page=2").chosen == {} == bar("which=nonsense").chosen
    assert bar("which=closed").chosen["which"] == "closed"
    assert ListFilter(QueryDict("")).is_valid()


def test_a_department_in_use_from_now_on_is_offered_at_once(cast: Cast) -> None:
    before = "".join(bar().drawn)
    Department.objects.create(code="Z99", name="新设部门", short_name="新设")
    snapshot.refresh()
    assert "新设部门" not in before and "新设部门" in "".join(bar().drawn)


def test_a_choice_that_is_one_no_more_chooses_nothing_at_once(cast: Cast) -> None:
    query = f"lead={cast.rd.pk}"
    assert bar(query).chosen["lead"] == cast.rd.pk
    Department.objects.filter(pk=cast.rd.pk).update(active=False)
    snapshot.refresh()
    assert bar(query).chosen == {}


def test_what_one_page_does_with_what_is_chosen_stays_there(cast: Cast) -> None:
    bar("which=closed").chosen["which"] = "open"
    assert bar("which=closed").chosen["which"] == "closed"


def test_the_memory_has_a_limit(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(filters, "MOST", 2)
    monkeypatch.setattr(filters, "_drawn", {})
    for word in "abcd":
        assert word in bar(f"q={word}").drawn[0]
    assert len(filters._drawn) <= 2
