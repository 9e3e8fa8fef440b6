"""Which robot speaks for whom: that of the department, else of the nearest one above it, else the company's."""

from collections.abc import Iterable

from xieli.notifications.kinds import Mode
from xieli.notifications.models import Robot, RobotChoice
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person


class Robots:
    """All working robots and what their departments chose, read in at most two statements."""

    def __init__(self) -> None:
        self._by_place = {
            (row.service, row.department_id): row
            for row in Robot.objects.filter(active=True, broken_at=None).defer("address", "secret")
        }
        self._modes = {
            (row.robot_id, row.kind): Mode(row.mode)
            for row in (
                RobotChoice.objects.filter(robot__in=self._by_place.values()) if self._by_place else ()
            )
        }

    def of(self, person: int, service: str) -> Robot | None:
        """The robot that tells this person, by key, over the service."""
        if not self._by_place:
            return None
        known = organisation.person_by_id(person)
        place = known.department_id if known else None
        while place is not None:
            if (service, place) in self._by_place:
                return self._by_place[service, place]
            department = organisation.department_by_id(place)
            place = department.parent_id if department else None
        return self._by_place.get((service, None))

    def services(self, person: int) -> list[str]:
        """The services over which the person can be told."""
        codes = dict.fromkeys(service for service, _place in self._by_place)
        return [code for code in codes if self.of(person, code) is not None]

    def mode(self, robot: Robot, kind: str) -> Mode:
        """What the robot's group gets of a kind unless the person concerned chose otherwise."""
        return self._modes.get((robot.pk, kind), Mode.OFF)

    def headed_by(self, person: Person) -> list[Robot]:
        """The robots of the departments this person heads, who therefore chooses for them."""
        headed = set(organisation.headed_by(person))
        return [row for row in self._by_place.values() if row.department_id in headed]


def phones_of(people: Iterable[Person]) -> list[str]:
    """The telephone numbers by which a service knows them."""
    return [person.phone for person in people if person.phone]
