"""A password for those who log in by hand, hashed once."""

from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from xieli.accounts.models import Account
from xieli.core import clock

PASSWORD = "correct horse battery staple"
NOW = clock.at(2026, 11, 23, 9)


@cache
def hashed():
    return make_password(PASSWORD)


@pytest.fixture(autouse=True)
def _now(turn_clock):
    turn_clock(NOW)


@pytest.fixture
def password_of():
    """`password_of(cast.linwan)`: she has PASSWORD; her account, as it is now."""

    def give(who):
        account = who if isinstance(who, Account) else who.account
        Account.objects.filter(pk=account.pk).update(password=hashed())
        return Account.objects.get(pk=account.pk)

    return give


@pytest.fixture
def enter(client):
    """`enter("linwan")`: fill in the login page."""

    def post(name, password=PASSWORD, **more):
        return client.post(reverse("accounts:login"), {"name": name, "password": password, **more})

    return post


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch):
    """Argon2 as in the product, with little work: the tests check who is let in, not how long guessing takes."""
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.memory_cost", 64)
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.time_cost", 1)
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.parallelism", 1)
