"""What a person chose per kind and channel, over the defaults of the table of kinds."""

from collections.abc import Iterable

from xieli.notifications.kinds import KINDS, PRODUCT, Mode
from xieli.notifications.models import Choice, Preference
from xieli.notifications.timing import Habits


def default_mode(kind: str, channel: str) -> Mode:
    """The mode of somebody who never chose."""
    return Mode.NOW if channel == PRODUCT else KINDS[kind].outside


class Choices:
    """The choices and hours of several people, read in two statements."""

    def __init__(self, people: Iterable[int]) -> None:
        ids = list(people)
        self._modes: dict[tuple[int, str, str], Mode] = {
            (person, kind, channel): Mode(mode)
            for person, kind, channel, mode in Choice.objects.filter(person_id__in=ids).values_list(
                "person_id", "kind", "channel", "mode"
            )
        }
        self._habits = {row.person_id: row.habits() for row in Preference.objects.filter(person_id__in=ids)}

    def mode(self, person: int, kind: str, channel: str) -> Mode:
        """How this kind reaches the person over this channel."""
        return self._modes.get((person, kind, channel)) or default_mode(kind, channel)

    def habits(self, person: int) -> Habits:
        """The person's quiet hours and time of digest."""
        return self._habits.get(person, Habits())
