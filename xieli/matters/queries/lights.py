"""The light of an open item told by the database, for numbers and orders over more items than a page draws.

It goes by the warnings due by now, so it is what `web.due` says of the clock as soon as the watcher has looked.
"""

from xieli.matters.warnings import TEMPLATES

_PASSED = "(clock.level + (clock.next_at <= %(now)s)::int)"
_WHEN = "\n".join(
    f"    WHEN clock.warnings = '{template}' AND {_PASSED} > {number} THEN '{level.colour}'"
    for template, levels in TEMPLATES.items()
    for number, level in reversed(list(enumerate(levels)))
    if level.colour in ("amber", "blue")
)
# Beside `FROM matters_workitem item`: its clock, and of that its light. Wants the value `now`.
CLOCK = "LEFT JOIN matters_clock clock ON clock.item_id = item.id AND clock.stopped_at IS NULL"
LIGHT = f"""CASE
    WHEN clock.id IS NULL THEN 'none'
    WHEN clock.paused_at IS NOT NULL THEN 'pause'
    WHEN clock.due_at < %(now)s THEN 'red'
{_WHEN}
    ELSE 'ok'
END"""
MOMENT = "CASE WHEN clock.paused_at IS NULL THEN clock.due_at ELSE clock.pause_until END"
