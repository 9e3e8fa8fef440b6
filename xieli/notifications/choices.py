"""What a person chose per kind and channel, over the defaults of the table of kinds."""

from collections.abc import Iterable

from xieli.notifications.kinds import KINDS, PRODUCT, Mode
from xieli.notifications.models import Choice, Preference, Robot
from xieli.notifications.robots.finding import Robots
from xieli.notifications.timing import Habits


def default_mode(kind: str, channel: str) -> Mode:
    """The mode of somebody who never chose."""
    return Mode.NOW if channel == PRODUCT else KINDS[kind].outside


class Choices:
    """The choices and hours of several people, and the robots that could tell them, in three or four statements."""

    def __init__(self, people: Iterable[int]) -> None:
        ids = list(people)
        self.robots = Robots()
        self._modes: dict[tuple[int, str, str], Mode] = {
            (person, kind, channel): Mode(mode)
            for person, kind, channel, mode in Choice.objects.filter(person_id__in=ids).values_list(
                "person_id", "kind", "channel", "mode"
            )
        }
        self._habits = {row.person_id: row.habits() for row in Preference.objects.filter(person_id__in=ids)}

    def mode(self, person: int, kind: str, channel: str) -> Mode:
        """How this kind reaches the person over this channel."""
        return self.own(person, kind, channel) or self.default(person, kind, channel)

    def own(self, person: int, kind: str, channel: str) -> Mode | None:
        """What the person chose, if anything."""
        return self._modes.get((person, kind, channel))

    def default(self, person: int, kind: str, channel: str) -> Mode:
        """What holds without a choice: for a robot what the head of its department chose."""
        robot = self.robot(person, channel)
        return self.robots.mode(robot, kind) if robot else default_mode(kind, channel)

    def robot(self, person: int, channel: str) -> Robot | None:
        """The robot that tells this person over the channel, where it is one of robots."""
        return self.robots.of(person, channel)

    def habits(self, person: int) -> Habits:
        """The person's quiet hours and time of digest."""
        return self._habits.get(person, Habits())
