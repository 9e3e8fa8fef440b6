"""Departments, posts, people, and who stands in for whom. Written by `organisation.commands` alone."""

from xieli.organisation.models.people import Appointment, Delegation, Person
from xieli.organisation.models.pins import Pin
from xieli.organisation.models.structure import Department, Post, Team, TeamMember
from xieli.organisation.models.version import OrganisationVersion

__all__ = [
    "Appointment",
    "Delegation",
    "Department",
    "OrganisationVersion",
    "Person",
    "Pin",
    "Post",
    "Team",
    "TeamMember",
]
