"""Readers for the tests of this app."""

from datetime import date
from typing import Any

from xieli.accounts.models import Account
from xieli.organisation.models import Person


def reader(number: str = "0001", name: str = "林晚", **fields: Any) -> Person:
    """An employee with an address, without an account."""
    values = {"email": f"p{number}@example.com", "joined_on": date(2020, 1, 6), **fields}
    return Person.objects.create(number=number, name=name, **values)


def account(person: Person, **fields: Any) -> Account:
    """The person's login."""
    return Account.objects.create(username=person.number, person=person, **fields)
