"""Spans of time as people say them: 1 小时 20 分, 3 工作日, 剩 5 小时, 超 6 分钟. Seconds in, words out."""

from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Unit = Literal["W", "C", "WD"]
WORKING_DAY = 8 * 3600
CALENDAR_DAY = 24 * 3600


def spoken(seconds: int, unit: Unit = "C", day_seconds: int = WORKING_DAY) -> str:
    """A length in at most two units, cut off and never rounded up: 5 399 s is "1 小时 29 分".

    `unit`: "C" for calendar time, "W" or "WD" for working time, whose day is `day_seconds` long.
    Days are spoken from two days on, because "26 小时" is clearer than "1 天 2 小时" for a deadline.
    """
    seconds = abs(int(seconds))
    day = CALENDAR_DAY if unit == "C" else day_seconds
    if seconds >= 2 * day:
        days, rest = divmod(seconds, day)
        word = calendar_days(days) if unit == "C" else working_days(days)
        return f"{word} {_hours(rest // 3600)}" if rest >= 3600 else word
    hours, minutes = divmod(seconds // 60, 60)
    if hours and minutes:
        return _("%(hours)s 小时 %(minutes)s 分") % {"hours": hours, "minutes": minutes}
    if hours:
        return _hours(hours)
    return _minutes(minutes) if minutes else _("不到 1 分钟")


def brief(seconds: int) -> str:
    """The same in the few characters a segment of the ribbon has room for: 3时10分, 14分."""
    hours, minutes = divmod(abs(int(seconds)) // 60, 60)
    if hours >= 100 or (hours and not minutes):
        return _("%(hours)s时") % {"hours": hours}
    if hours:
        return _("%(hours)s时%(minutes)s分") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s分") % {"minutes": minutes}


def left(seconds: int, unit: Unit = "C", day_seconds: int = WORKING_DAY) -> str:
    """What is left of an allowance; a negative number is how late it is: 剩 1 小时 20 分, 超 6 分钟, 刚超时."""
    if -60 < seconds < 0:
        return _("刚超时")
    span = spoken(seconds, unit, day_seconds)
    return (_("超 %(span)s") if seconds < 0 else _("剩 %(span)s")) % {"span": span}


def working_days(days: int) -> str:
    """`3 工作日`."""
    return ngettext("%(days)s 工作日", "%(days)s 工作日", days) % {"days": days}


def calendar_days(days: int) -> str:
    """`3 天`."""
    return ngettext("%(days)s 天", "%(days)s 天", days) % {"days": days}


def _hours(hours: int) -> str:
    return ngettext("%(hours)s 小时", "%(hours)s 小时", hours) % {"hours": hours}


def _minutes(minutes: int) -> str:
    return ngettext("%(minutes)s 分钟", "%(minutes)s 分钟", minutes) % {"minutes": minutes}
