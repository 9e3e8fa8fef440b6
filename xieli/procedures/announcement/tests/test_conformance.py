"""Announcements keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def nothing(filler: Filler, form: Any) -> None:
    """Left empty."""


def one_department(filler: Filler, form: Any) -> list[str]:
    """A department with more than its head in it."""
    found = [one for one in organisation.departments() if len(organisation.members_of(one)) > 2]
    return [str(filler.random.choice(found).uid)]


class TestAnnouncement(Conformance):
    key = "announcement"
    rare = frozenset({"ask_joined", "expire", "supersede"})  # by the product: each has a test of its own
    answers: ClassVar = {
        "whole_company": nothing, "departments": one_department, "posts": nothing, "people": nothing,
        "confirm_by": nothing, "supersedes": nothing,
    }  # fmt: skip
