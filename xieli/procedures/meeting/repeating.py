"""How often: a recurrence rule (RFC 5545) written from three answers, and read back in words. Pure."""

from datetime import datetime

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core import clock

WEEKS, DAY, WEEKDAY = "weeks", "day", "weekday"
CHOICES = [
    (WEEKS, gettext_lazy("每几周一次")),
    (DAY, gettext_lazy("每月同一天")),
    (WEEKDAY, gettext_lazy("每月同一个星期几")),
]
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = [
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"), gettext_lazy("周五"),
    gettext_lazy("周六"), gettext_lazy("周日"),
]  # fmt: skip


def written(repeat: str, weeks: int, first: datetime) -> str:
    """The rule for meetings from `first` (aware) on. Months without a 31st meet on their last day, those without a
    fifth Monday on their last."""
    local = clock.local(first)
    if repeat == DAY:
        days = range(28, local.day + 1) if local.day > 28 else (local.day,)
        last = ";BYSETPOS=-1" if local.day > 28 else ""
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}{last}"
    if repeat == WEEKDAY:
        place = (local.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{CODES[local.weekday()]}"
    return f"FREQ=WEEKLY;INTERVAL={weeks}"


def parts(rule: str) -> dict[str, str]:
    """FREQ, INTERVAL … of a rule."""
    return dict(one.split("=", 1) for one in rule.split(";"))


def answers(rule: str) -> tuple[str, int]:
    """The answers a rule was written from: how it repeats, every how many weeks."""
    said = parts(rule)
    if said["FREQ"] == "WEEKLY":
        return WEEKS, int(said.get("INTERVAL", "1"))
    return (DAY if "BYMONTHDAY" in said else WEEKDAY), 2


def in_words(rule: str, first: datetime) -> str:
    """每 2 周的周三, 每月第 1 个周一, 每月 10 日: in the active language."""
    said, weekday = parts(rule), NAMES[clock.local(first).weekday()]
    if said["FREQ"] == "WEEKLY":
        weeks = int(said.get("INTERVAL", "1"))
        told = _("每周%(day)s") if weeks == 1 else _("每 %(n)s 周的%(day)s")
        return told % {"n": weeks, "day": weekday}
    if "BYMONTHDAY" in said:
        day = said["BYMONTHDAY"].split(",")[-1]
        told = _("每月 %(n)s 日（没有这一天的月份为月末）") if "BYSETPOS" in said else _("每月 %(n)s 日")
        return told % {"n": day}
    place = said["BYDAY"][:-2]
    if place == "-1":
        return _("每月最后一个%(day)s") % {"day": weekday}
    return _("每月第 %(n)s 个%(day)s") % {"n": place, "day": weekday}


def occurrence(rule: str, begins: datetime, ends: datetime, first: datetime) -> datetime:
    """When a month's meeting is: the moment the rule gives between `begins` and `ends` (local midnights)."""
    at = clock.local(first)
    start = begins.replace(hour=at.hour, minute=at.minute, tzinfo=None)
    found: datetime | None = rrulestr(rule, dtstart=start).before(ends.replace(tzinfo=None))
    assert found is not None, rule
    return found.replace(tzinfo=begins.tzinfo)
