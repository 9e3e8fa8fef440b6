"""Whether the roles a procedure declares for handovers name somebody of a matter."""

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from xieli.matters.procedure import Hold, Procedure


def dangling(procedure: Procedure) -> Iterator[str]:
    """Roles whose model or fields do not exist, or name no person and no matter."""
    for hold in procedure.holds:
        if not _names_a_person(procedure, hold):
            yield f"holds {hold.model or 'details'}.{hold.person}: names no person of a matter"


def _names_a_person(procedure: Procedure, hold: Hold) -> bool:
    try:
        model = apps.get_model(procedure.app, hold.model) if hold.model else procedure.details()
        fields = [model._meta.get_field(hold.person), model._meta.get_field(hold.matter)]
    except (LookupError, FieldDoesNotExist):
        return False
    return [getattr(one.related_model, "__name__", "") for one in fields] == ["Person", "Matter"]
