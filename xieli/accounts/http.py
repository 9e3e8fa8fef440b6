"""Requests as views see them, for type checking: what `PersonMiddleware` adds."""

from xieli.accounts.models import Account
from xieli.organisation.http import PersonRequest
from xieli.organisation.models import Person


class Request(PersonRequest):
    """Any request behind the middleware."""

    account: Account | None


class AccountRequest(Request):
    """In views marked `signed_in` or `administrator`."""

    account: Account


class EmployeeRequest(AccountRequest):
    """In views marked `employee` or `duty`."""

    person: Person
