"""Weekly patterns in words: 周一至周五 08:30–12:00、13:30–17:30."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core.marks import listed
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.period import Day, write_day

DAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]


def pattern_in_words(pattern: WeekPattern) -> list[str]:
    """One sentence per week of the pattern."""
    told = [_week(week) for week in pattern.weeks]
    if len(told) == 1:
        return told
    return [_("第 %(n)s 周：%(week)s") % {"n": n, "week": week} for n, week in enumerate(told, 1)]


def _week(week: tuple[Day, ...]) -> str:
    parts = []
    for hours, group in groupby(enumerate(week), key=lambda pair: pair[1]):
        numbers = [number for number, _day in group]
        if hours:
            parts.append(f"{_span(numbers)} {listed(write_day(hours))}")
    return listed(parts, "；")


def _span(numbers: list[int]) -> str:
    first, last = DAYS[numbers[0]], DAYS[numbers[-1]]
    if len(numbers) == 1:
        return str(first)
    return _("%(first)s至%(last)s") % {"first": first, "last": last}
