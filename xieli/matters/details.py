"""The row of details of a matter: what its procedure keeps beside it."""

from copy import copy
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet

from xieli.core.composed import Composed, composed

from .models import Matter
from .procedure import Procedure


def accessor(procedure: Procedure) -> str | None:
    """The name under which a matter holds its details of this procedure, if there is one."""
    relation = procedure.details()._meta.get_field("matter").remote_field
    return None if relation.hidden else str(relation.get_accessor_name())


def details_of(matter: Matter, procedure: Procedure) -> Any:
    """The details, read along with the matter where it was asked for, else by a query of their own; None: not yet."""
    name = accessor(procedure)
    if name is not None and name in matter._state.fields_cache:
        return getattr(matter, name, None)
    return details_by_key(procedure.details()).first(matter.pk)


@cache
def details_by_key(model: type[Model]) -> Composed[Any]:
    """The statement that reads a row of details."""
    return composed(lambda matter: read_with(model).filter(pk=matter))


def read_with(model: type[Model]) -> QuerySet[Any]:
    """Rows of details together with what their procedure's facts always ask for (the model's `READ_WITH`)."""
    related = getattr(model, "READ_WITH", ())
    rows = model._default_manager.all()
    return rows.select_related(*related) if related else rows


def plain_values(row: Model) -> dict[str, Any]:
    """The columns of a row as they are now, lists and mappings copied."""
    return {field.attname: copy(getattr(row, field.attname)) for field in row._meta.concrete_fields}
