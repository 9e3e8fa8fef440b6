"""Links of customers: unguessable, for one purpose, with an end; tries are counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from xieli.core import clock
from xieli.customers import commands, limits, tokens
from xieli.customers.models import Customer, CustomerToken, Limit

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)
DAY = timedelta(days=1)


@pytest.fixture
def customer() -> Customer:
    return commands.meet("19900000001")


def test_the_secret_itself_is_nowhere_in_the_database(customer: Customer) -> None:
    secret = tokens.issue("tracking", customer, lasting=DAY, matter=7)
    assert len(secret) >= 22
    assert secret not in str(CustomerToken.objects.values())


def test_a_link_serves_its_own_purpose_only(customer: Customer) -> None:
    secret = tokens.issue("tracking", customer, lasting=DAY, matter=7)
    found = tokens.find("tracking", secret)
    assert found is not None
    assert (found.customer, found.matter) == (customer, 7)
    assert tokens.find("survey", secret) is None
    assert tokens.find("tracking", secret + "x") is None


def test_a_link_ends_at_its_moment(customer: Customer) -> None:
    with clock.turned_to(NINE):
        secret = tokens.issue("portal", customer, lasting=DAY)
    with clock.turned_to(NINE + DAY - timedelta(seconds=1)):
        assert tokens.find("portal", secret)
    with clock.turned_to(NINE + DAY):
        assert tokens.find("portal", secret) is None


def test_revoking_one_matters_links_leaves_the_others(customer: Customer) -> None:
    one, other = (tokens.issue("tracking", customer, lasting=DAY, matter=n) for n in (1, 2))
    assert tokens.revoke("tracking", customer, matter=1) == 1
    assert tokens.find("tracking", one) is None
    assert tokens.find("tracking", other)


def test_a_link_to_a_matter_names_the_matter(customer: Customer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tokens.issue("tracking", customer, lasting=DAY)


def test_a_code_fits_its_phone_and_works_once(customer: Customer) -> None:
    tokens.issue_code(customer, "135790", "19900000001", lasting=timedelta(minutes=5))
    assert not tokens.redeem_code(customer, "135790", "19900000002")
    assert not tokens.redeem_code(customer, "135791", "19900000001")
    assert tokens.redeem_code(customer, "135790", "19900000001")
    assert not tokens.redeem_code(customer, "135790", "19900000001")


def test_a_new_code_ends_the_one_before(customer: Customer) -> None:
    tokens.issue_code(customer, "111111", "19900000001", lasting=timedelta(minutes=5))
    tokens.issue_code(customer, "222222", "19900000001", lasting=timedelta(minutes=5))
    assert not tokens.redeem_code(customer, "111111", "19900000001")
    assert tokens.redeem_code(customer, "222222", "19900000001")


def test_a_code_outlives_neither_its_minutes_nor_a_second_sending(customer: Customer) -> None:
    with clock.turned_to(NINE):
        tokens.issue_code(customer, "135790", "19900000001", lasting=timedelta(minutes=5))
    with clock.turned_to(NINE + timedelta(minutes=5)):
        assert not tokens.redeem_code(customer, "135790", "19900000001")


def test_tries_are_counted_per_key_and_window() -> None:
    with clock.turned_to(NINE):
        assert [limits.spend("code", "a", 2, timedelta(hours=1)) for _ in range(2)] == [1, 0]
        with pytest.raises(limits.TooOften):
            limits.spend("code", "a", 2, timedelta(hours=1))
        assert limits.spend("code", "b", 2, timedelta(hours=1)) == 1
        assert limits.spend("report", "a", 2, timedelta(hours=1)) == 1
    with clock.turned_to(NINE + timedelta(hours=1)):
        assert limits.spend("code", "a", 2, timedelta(hours=1)) == 1


def test_what_is_limited_is_kept_as_a_digest_only() -> None:
    limits.spend("code", "19900000001", 2, timedelta(hours=1))
    assert "19900000001" not in str(Limit.objects.values())
