"""Statutory holidays and shifted working days (调休) as the State Council announced them, by year."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from chinese_calendar import constants


@cache
def published() -> Mapping[date, bool]:
    """Every day the library knows to differ from a plain week: worked (调休) or not (假日)."""
    off = dict.fromkeys(constants.holidays, False)
    return MappingProxyType(off | dict.fromkeys(constants.workdays, True))


@cache
def published_years() -> frozenset[int]:
    """The years whose announcement the library holds."""
    return frozenset(day.year for day in published())


@cache
def published_names() -> Mapping[date, str]:
    """The holiday each published day belongs to, in Chinese."""
    return MappingProxyType(
        {
            day: constants.Holiday(name).chinese
            for day, name in (constants.holidays | constants.workdays).items()
        }
    )
