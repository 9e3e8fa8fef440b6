"""Choosing who is to come: beside the choice stands who is free, and when all are."""

from typing import Any

from xieli.matters.fields import PeopleField
from xieli.organisation.fields import PEOPLE, MultiPicker


class AttendeePicker(MultiPicker):
    """The usual picker with what the chosen ones have at the time chosen."""

    usual = MultiPicker.template_name
    template_name = "meeting/attendees.html"
    meeting = ""  # the one being planned: it keeps nobody from coming to itself

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the usual picker's template, and the meeting."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"usual": self.usual, "meeting": self.meeting}
        return context


def attendees_field(**kwargs: Any) -> PeopleField:
    """Who is to come."""
    return PeopleField(widget=AttendeePicker(url=PEOPLE), **kwargs)
