"""The reference figures of a replayed log, computed from the product's own work items and events alone."""

from typing import Any

from django.db import connection

_EVENTS = """
select count(*) from matters_event e join replay_replayed r on r.matter_id = e.matter_id where r.log = %(log)s
"""

# Moves out of resolved or closed into work again.
_REOPENS = """
select coalesce(sum(n), 0)::int, count(*)::int from (
    select e.matter_id, count(*) n from matters_event e join replay_replayed r on r.matter_id = e.matter_id
    where r.log = %(log)s and e.from_state in ('resolved', 'settled') and e.to_state in ('active', 'waiting')
    group by 1) moved
"""

# Consecutive holders of each case as its ledger tells them, lines of the same holder joined; an unknown holder is no
# holder. From events, since the line that ends a case may name a new holder, who then owes nothing any more.
_COUNT = "select count(*)::int, count(distinct matter_id)::int from passes"
_DISTINCT = "select count(distinct holder)::int from passes"
_HOLDERS = """
with held as (
    select e.matter_id, e.seq, d.short_name as team, coalesce(p.name, '') as organisation
    from matters_event e
    join replay_replayed r on r.matter_id = e.matter_id
    join organisation_department d on d.id = (e.facts->'data'->>'team')::bigint
    left join organisation_department p on p.id = d.parent_id
    where r.log = %(log)s and d.short_name <> '?'
), stretches as (
    select matter_id, seq, {by} as holder, lag({by}) over (partition by matter_id order by seq) as before from held
), passes as (
    select matter_id, seq, holder, lag(holder, 1) over (partition by matter_id order by seq) as before,
           lag(holder, 2) over (partition by matter_id order by seq) as earlier
    from stretches where before is null or before <> holder
)
"""
_CHANGES = f"{_HOLDERS} {_COUNT} where before is not null"
_RETURNS = f"{_HOLDERS} {_COUNT} where earlier = holder"
_TEAMS = f"{_HOLDERS} {_DISTINCT}"

_MARKS = """
select e.facts->'data'->>'mark', count(*)::int from matters_event e
join replay_replayed r on r.matter_id = e.matter_id join matters_matter m on m.id = e.matter_id
where r.log = %(log)s and (not %(last)s or e.seq = m.head_seq) group by 1
"""

_HOURS = """
select {what}, round(sum(extract(epoch from w.closed_at - w.opened_at)) / 3600.0, 1)::float from matters_workitem w
join replay_replayed r on r.matter_id = w.matter_id join organisation_department d on d.id = w.department_id
where r.log = %(log)s and w.main group by 1 order by 2 desc
"""

# From each line to the next of its case, by what the line says.
_SAID = """
select mark, round(sum(seconds) / 3600.0, 1)::float from (
    select e.facts->'data'->>'mark' as mark,
           extract(epoch from lead(e.at) over (partition by e.matter_id order by e.seq) - e.at) as seconds
    from matters_event e join replay_replayed r on r.matter_id = e.matter_id where r.log = %(log)s) lines
where seconds > 0 group by 1 order by 2 desc
"""

_REJECTIONS = """
select coalesce(e.facts->'data'->>'role', ''), count(*)::int from matters_event e
join replay_replayed r on r.matter_id = e.matter_id
where r.log = %(log)s and e.facts->'data'->>'mark' = 'rejected' group by 1 order by 2 desc
"""
_REJECTED_CASES = """
select count(distinct e.matter_id)::int from matters_event e join replay_replayed r on r.matter_id = e.matter_id
where r.log = %(log)s and e.facts->'data'->>'mark' = 'rejected'
"""


def _rows(statement: str, log: str, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"log": log, **more})
        return list(cursor.fetchall())


def _pair(statement: str, log: str) -> tuple[int, int]:
    return _rows(statement, log)[0][0], _rows(statement, log)[0][1]


def figures(log: str) -> dict[str, Any]:
    """Counts of one replayed log: cases and events for all, then what its reference speaks of."""
    found: dict[str, Any] = {
        "cases": _rows("select count(*)::int from replay_replayed where log = %(log)s", log)[0][0],
        "events": _rows(_EVENTS, log)[0][0],
    }
    return {**found, **_OF[log](log)}


def _incidents(log: str) -> dict[str, Any]:
    reopens, reopened = _pair(_REOPENS, log)
    changes, changed = _pair(_CHANGES.format(by="team"), log)
    marks = dict(_rows(_MARKS, log, last=True))
    return {
        "reopens": reopens,
        "reopened_cases": reopened,
        "group_changes": changes,
        "cases_with_group_changes": changed,
        "sla_met": marks.get("sla met", 0),
        "sla_missed": marks.get("sla missed", 0),
    }


def _handoffs(log: str) -> dict[str, Any]:
    passes, passing = _pair(_CHANGES.format(by="team"), log)
    back, going_back = _pair(_RETURNS.format(by="team"), log)
    between, across = _pair(_CHANGES.format(by="organisation"), log)
    hours = _rows(_HOURS.format(what="d.short_name"), log)
    steps = dict(_rows(_HOURS.format(what="w.step"), log))
    return {
        "teams": _rows(_TEAMS.format(by="team"), log)[0][0],
        "handoffs": passes,
        "cases_with_handoffs": passing,
        "returns": back,
        "cases_with_returns": going_back,
        "department_handoffs": between,
        "cases_with_department_handoffs": across,
        "held_hours": round(_rows(_HOURS.format(what="1"), log)[0][1], 1) if hours else 0.0,
        "most_hours": dict(hours[:3]),
        "hours_by_step": steps,
        "hours_by_state_of_the_log": dict(_rows(_SAID, log)),
    }


def _approvals(log: str) -> dict[str, Any]:
    rejections = dict(_rows(_REJECTIONS, log))
    marks = dict(_rows(_MARKS, log, last=False))
    return {
        "paid": marks.get("paid", 0),
        "rejections": sum(rejections.values()),
        "rejected_cases": _rows(_REJECTED_CASES, log)[0][0],
        "rejections_by": rejections,
    }


_OF = {"incidents": _incidents, "handoffs": _handoffs, "approvals": _approvals}
