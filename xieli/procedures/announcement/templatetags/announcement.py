"""What the page of an announcement says of its readers."""

from typing import Any

from django import template

from xieli.matters.web.page import Page

from .. import documents, reading
from ..permissions import overseen_departments, sees_all_readers

register = template.Library()


@register.simple_tag
def reading_of(page: Page) -> dict[str, Any]:
    """The figures, what is asked of who looks, and whether they see the readers by name."""
    details = page.scene.details
    whole = sees_all_readers(page.matter, page.person)
    return {
        "figures": reading.figures([details]).get(details.pk)
        or reading.Figures(must_confirm=details.must_confirm),
        "own": reading.own_state([page.matter], page.person).get(page.matter.pk, ""),
        "names": whole or bool(overseen_departments(page.person)),
        "to": documents.addressees(details),
    }
