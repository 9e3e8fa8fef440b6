"""Calendars for tests: the shipped ones with the published holidays, made without a database."""

from xieli.worktime.calendar import WorkCalendar
from xieli.worktime.defaults import defaults
from xieli.worktime.statutory import published

SAMPLES = {
    code: WorkCalendar(code, definition.pattern, published() if definition.keeps_holidays else None)
    for code, definition in defaults().items()
}
OFFICE = SAMPLES["office"]
SHIFTS = SAMPLES["two_shift"]
ALWAYS = SAMPLES["round_the_clock"]
BIG_SMALL = SAMPLES["big_small_week"]
