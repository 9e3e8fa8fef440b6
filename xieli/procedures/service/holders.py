"""Who owes a step of a service case, where the general rules don't say it."""

from xieli.matters.holders import Place, Who, of_person
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation


def _dispatched_to(scene: Scene) -> list[Place]:
    """The person named when dispatching, else the lead department's queue."""
    department, nominee = scene.matter.lead_department, scene.details.nominee
    if (
        nominee is not None
        and department is not None
        and department.pk in organisation.departments_of(nominee)
    ):
        return [Place(department, nominee)]
    return [Place(department)]


def _service_managers(scene: Scene) -> list[Place]:
    return [of_person(person) for person in organisation.people_with_duty("service_manager")]


dispatched_to = Who("dispatched_to", _dispatched_to)
service_managers = Who("service_managers", _service_managers)
