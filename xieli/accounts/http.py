"""Requests as views see them, for type checking: what `PersonMiddleware` adds."""

from django.http import HttpRequest

from xieli.accounts.models import Account
from xieli.organisation.models import Appointment, Person


class Request(HttpRequest):
    """Any request behind the middleware."""

    account: Account | None
    person: Person | None
    appointment: Appointment | None


class AccountRequest(Request):
    """In views marked `signed_in` or `administrator`."""

    account: Account


class EmployeeRequest(AccountRequest):
    """In views marked `employee` or `duty`."""

    person: Person
