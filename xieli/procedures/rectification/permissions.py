"""Who may order a rectification, and who answers for one."""

from xieli.matters.holders import Place, Who, department, of_person, person
from xieli.matters.predicates import did, duty, head, holder, person_in
from xieli.matters.scene import Scene


def _doer(scene: Scene) -> list[Place]:
    """The person named, else the queue of the department that mends."""
    return [Place(department(scene.matter.lead_department_id), person(scene.details.doer_id))]


doer = Who("doer", _doer)
# Not `field(…)`: a step passed on makes nobody else the owner or the checker.
owner_seat = Who("owner", lambda scene: [of_person(person(scene.details.owner_id))])
checker_seat = Who("checker", lambda scene: [of_person(person(scene.details.checker_id))])
owner = person_in("owner")
# Whoever it was passed on to, never who answers for it or handed the result in; the one named always may.
rechecks = (holder | head | person_in("checker")) & ~owner & ~did("submit_proof")
supervises = duty("supervision", "audit", "pmo", "inspector", "executive", "general_manager")
