"""What an examination of the installation finds."""

from enum import StrEnum
from typing import NamedTuple


class Grade(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "FAULT"


class Finding(NamedTuple):
    """One line of the doctor's report."""

    grade: Grade
    subject: str
    sentence: str
