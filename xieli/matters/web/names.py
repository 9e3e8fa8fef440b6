"""What people read for the names in a declaration and in the ledger."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.matters import registry
from xieli.matters.commands.timed import PREFIX
from xieli.matters.models import Matter, WorkItem
from xieli.matters.procedure import Procedure
from xieli.matters.verbs import VERBS
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

Text = str | Promise

# What the engine itself writes into the ledger of matters.
ENGINE: dict[str, Text] = {
    "leave": gettext_lazy("离职退回"),
    "hand_over": gettext_lazy("工作交接"),
    "hand_back": gettext_lazy("交接退还"),
    "stand_in": gettext_lazy("代理变更"),
}


def state_label(procedure: Procedure, name: str) -> Text:
    """The name of a state, also of one that was renamed since."""
    state = procedure.states.get(procedure.moved.get(name, name))
    return state.label if state else name


def ending(matter: Matter) -> str:
    """The name of the state in which a matter is over; empty while it is not."""
    if matter.closed_at is None:
        return ""
    return str(state_label(registry.get(matter.procedure), matter.state))


def action_label(procedure: Procedure, name: str, asked: str = "") -> Text:
    """The name of an act in the ledger: declared, general, a child opened, a timer, an act awaiting a second person.
    `asked`: the side that an acknowledgement answers, where the ledger says it."""
    if name.startswith("open:"):
        child = procedure.children.get(name[5:])
        return child.label if child else name[5:]
    if name.endswith("?"):
        return _("%(action)s（待复核）") % {"action": action_label(procedure, name[:-1])}
    if name == "acknowledge" and (own := _answered(procedure, asked)):
        return own
    if name.startswith(PREFIX) and (timer := procedure.timers.get(name[len(PREFIX) :])):
        return timer.label or _("到时自动办理")
    for group in (procedure.actions, VERBS):
        if name in group and group[name].label:
            return group[name].label
    return ENGINE.get(name, name)


def _answered(procedure: Procedure, asked: str) -> Text:
    """What an acknowledgement says: of the side it answers, else where the procedure asks for one thing only."""
    if asked in procedure.sides:
        return procedure.sides[asked].button
    verbs = {side.button for side in procedure.sides.values()}
    return verbs.pop() if len(verbs) == 1 else ""


def clock_label(procedure: Procedure, name: str) -> Text:
    """The name of a clock: declared, or that of the step it belongs to."""
    return procedure.clocks[name].label if name in procedure.clocks else procedure.step_label(name)


def department(pk: int | None) -> Department | None:
    """A department by id, from what is in memory."""
    return organisation.department_by_id(pk) if pk else None


def person(pk: int | None) -> Person | None:
    """A person by id, from what is in memory."""
    return organisation.person_by_id(pk) if pk else None


def with_names(item: WorkItem) -> WorkItem:
    """The item with department, person and deputy as the organisation holds them in memory: no joins."""
    known(
        item,
        department=department(item.department_id),
        person=person(item.person_id),
        deputy=person(item.deputy_id),
    )
    return item


def known(row: Any, **related: Any) -> None:
    """Rows that `row` refers to and that are at hand already: kept where Django keeps what it has read."""
    row._state.fields_cache.update(related)


def with_people(row: Any) -> None:
    """People and departments a row names are taken from memory instead of being read one by one."""
    for field in row._meta.concrete_fields:
        find = _REMEMBERED.get(field.related_model) if field.many_to_one else None
        if find is not None and (known := find(getattr(row, field.attname))) is not None:
            field.set_cached_value(row, known)


_REMEMBERED: dict[Any, Callable[[int | None], Any]] = {Person: person, Department: department}


def department_name(department: int | None, *, short: bool = False) -> str:
    """A department's name by id, from what is in memory."""
    found = organisation.department_by_id(department) if department else None
    if found is None:
        return ""
    return (found.short_name if short else "") or found.name


def person_name(person: int | None) -> str:
    """A person's name by id, from what is in memory."""
    found = organisation.person_by_id(person) if person else None
    return found.name if found else ""


def holder_name(department: int | None, person: int | None, *, short: bool = False) -> str:
    """运维检修中心 · 顾长川; only the department while nobody took it."""
    return " · ".join(
        part for part in (department_name(department, short=short), person_name(person)) if part
    )
