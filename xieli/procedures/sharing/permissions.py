"""Who lends and who answers for what is lent."""

from xieli.matters.actors import Actor
from xieli.matters.holders import Place, Who, department, of_person, person
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation


def _lender(scene: Scene) -> list[Place]:
    """Its custodian while employed, else the head of the department that owns it."""
    resource = scene.details.resource
    keeper = person(resource.custodian_id)
    if keeper is not None and keeper.active:
        return [of_person(keeper)]
    owner = department(resource.department_id)
    return [Place(owner, organisation.head_of(owner))] if owner else []


lender = Who("lender", _lender)


@predicate("owner_department")
def owner_department(scene: Scene, actor: Actor) -> bool:
    """Somebody of the department that owns the resource."""
    resource = scene.details.resource if scene.details.resource_id else None
    return (
        actor.person is not None
        and resource is not None
        and resource.department_id in organisation.departments_of(actor.person)
    )
