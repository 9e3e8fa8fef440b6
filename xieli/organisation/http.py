"""Requests as views see them: what the middleware of `accounts` adds, as far as this layer may know."""

from django.http import HttpRequest

from xieli.organisation.models import Appointment, Person


class PersonRequest(HttpRequest):
    """Any request: `person` is None for visitors and administrators."""

    person: Person | None
    appointment: Appointment | None


class OwnRequest(PersonRequest):
    """In views only employees reach."""

    person: Person
