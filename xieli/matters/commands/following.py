"""Keeping the fields of a matter in step with who really works on it."""

from django.db.models import Model

from xieli.matters.commands.act import Act
from xieli.matters.models import WorkItem
from xieli.matters.procedure import Item
from xieli.organisation.models import Department, Person


def follow(act: Act, item: WorkItem, department: Department | None, person: Person | None) -> None:
    """The field that says who owes a step follows the ball, so that later steps ask who really works on it."""
    owed = act.scene.state.owed
    if not item.main or not isinstance(owed, Item) or not owed.who.field:
        return
    values: dict[str, object] = {}
    if department is not None and department.pk != item.department_id:
        if item.department_id == act.matter.lead_department_id:
            values["lead_department"] = department
        if _names(act.details, owed.who.field, Department):
            values[owed.who.field] = department
    if person is not None and _names(act.details, owed.who.field, Person):
        values[owed.who.field] = person
    if values:
        act.set_details(**values)


def _names(details: Model, field: str, kind: type[Model]) -> bool:
    return any(one.name == field and one.related_model is kind for one in details._meta.concrete_fields)
