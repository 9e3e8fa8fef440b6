"""Choosing who is to come: beside the choice stands who is free, and when all are."""

from typing import Any

from xieli.matters.fields import PeopleField
from xieli.organisation.fields import PEOPLE, MultiPicker


class AttendeePicker(MultiPicker):
    """The usual picker with what the chosen ones have at the time chosen."""

    usual = MultiPicker.template_name
    template_name = "meeting/attendees.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the usual picker's template."""
        context = super().get_context(name, value, attrs)
        context["widget"]["usual"] = self.usual
        return context


def attendees_field(**kwargs: Any) -> PeopleField:
    """Who is to come."""
    return PeopleField(widget=AttendeePicker(url=PEOPLE), **kwargs)
