"""The thin ribbon of lists says what the ribbon of the matter's page says, read from columns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from tests.cast import Cast
from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.queries import story
from xieli.matters.web import ribbon, thin
from xieli.organisation import snapshot
from xieli.organisation.models import Department
from xieli.worktime import calendars
from xieli.worktime.calendar import WorkCalendar
from xieli.worktime.pattern import WEEKDAYS, WeekPattern

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)


def spell(department: int, begin: int, end: int | None, due: int | None, unit: str = "W") -> thin.Spell:
    """Hours after Monday nine o'clock."""
    at = [None if hour is None else NINE + timedelta(hours=hour) for hour in (begin, end, due)]
    assert at[0] is not None
    return thin.Spell(1, "decide", department, None, at[0], at[1], at[2], unit)


def drawn(toy: str, spells: list[thin.Spell], hours: int) -> list[tuple[str, int]]:
    found = thin.ribbon(registry.get(toy), spells, NINE + timedelta(hours=hours))
    return [(one.kind, one.share) for one in found]


def test_a_spell_is_cut_where_it_became_late(toy: str, cast: Cast) -> None:
    assert drawn(toy, [spell(cast.rd.pk, 0, None, 1)], 2) == [("ok", 50), ("red", 50)]


def test_what_still_runs_is_blue_and_what_ended_in_time_is_done(toy: str, cast: Cast) -> None:
    assert drawn(toy, [spell(cast.rd.pk, 0, 1, 4), spell(cast.om.pk, 1, None, None)], 2) == [
        ("ok", 50),
        ("blue", 50),
    ]


def test_what_took_no_working_time_is_left_out_unless_it_is_all_there_is(toy: str, cast: Cast) -> None:
    night = 12  # nine in the evening
    assert drawn(toy, [spell(cast.rd.pk, 0, 1, None), spell(cast.rd.pk, night, night + 1, None)], 14) == [
        ("ok", 100)
    ]
    assert len(drawn(toy, [spell(cast.rd.pk, night, night + 1, None)], 14)) == 1


def test_a_limit_that_runs_day_and_night_counts_the_night_too(toy: str, cast: Cast) -> None:
    night = 12  # nine in the evening
    assert drawn(toy, [spell(cast.rd.pk, night, None, night + 1, "C")], night + 4) == [
        ("ok", 25),
        ("red", 75),
    ]


def test_it_agrees_with_the_ribbon_of_the_page(toy: str, cast: Cast) -> None:
    with clock.turned_to(NINE):
        data = {"title": "核查桩端日志", "amount": 5, "lead_department": str(cast.rd.uid)}
        matter = open_matter(toy, Actor.of(cast.linwan), "submit", data)
    now = NINE + timedelta(days=2)
    procedure = registry.get(toy)
    full = ribbon.drawn(procedure, story.ribbon(matter, now))
    short = thin.ribbon(procedure, thin.spells_of([matter.pk])[matter.pk], now)
    assert [(one.kind, one.share, one.title) for one in full] == [tuple(one) for one in short]
    assert short


def titles(toy: str, spells: list[thin.Spell]) -> list[str]:
    return [one.title for one in thin.ribbon(registry.get(toy), spells, NINE + timedelta(days=3))]


def test_what_is_remembered_of_a_spell_is_said_in_the_reader_s_language(toy: str, cast: Cast) -> None:
    ended = [spell(cast.rd.pk, 0, 2, 1)]
    chinese = titles(toy, ended)
    with override("en"):
        english = titles(toy, ended)
    assert "超时" in chinese[1] and "Late" in english[1]
    assert titles(toy, ended) == chinese


def test_a_department_renamed_is_called_by_its_new_name_at_once(toy: str, cast: Cast) -> None:
    ended, running = [spell(cast.rd.pk, 0, 2, None)], [spell(cast.rd.pk, 0, None, None)]
    assert all(cast.rd.name in said for said in (*titles(toy, ended), *titles(toy, running)))
    Department.objects.filter(pk=cast.rd.pk).update(name="换了名字的部门")
    snapshot.refresh()
    assert all("换了名字的部门" in said for said in (*titles(toy, ended), *titles(toy, running)))


def test_a_calendar_changed_counts_the_hours_anew_at_once(toy: str, cast: Cast) -> None:
    ended = [spell(cast.rd.pk, 0, 2, None)]
    assert "2 小时" in titles(toy, ended)[0]
    calendars.hold(worked_from("10:00"))
    assert "1 小时" in titles(toy, ended)[0]
    calendars.forget()
    assert "2 小时" in titles(toy, ended)[0]


def worked_from(opening: str) -> calendars.Snapshot:
    """All calendars with days that begin at this hour."""
    shipped = calendars.shipped()
    pattern = WeekPattern.parse({"weeks": [{day: [f"{opening}-18:00"] for day in WEEKDAYS}]})
    late = {code: WorkCalendar(code, pattern) for code in shipped.calendars}
    return replace(shipped, calendars=late)


def test_a_procedure_declared_anew_names_its_steps_anew(toy: str, cast: Cast) -> None:
    ended, spec = [spell(cast.rd.pk, 0, 2, None)._replace(step="accept")], registry.get(toy)
    before = titles(toy, ended)
    owing = {
        name: replace(state, owed=replace(state.owed, label="改了名的环节"))
        if state.owed is not None and state.owed.step == "accept"
        else state
        for name, state in spec.states.items()
    }
    registry.add(replace(spec, states=owing))
    try:
        assert "改了名的环节" in titles(toy, ended)[0] and "已提交" in before[0]
    finally:
        registry.add(spec)
    assert titles(toy, ended) == before
