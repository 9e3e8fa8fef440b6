"""The sheet of a project for its page."""

from typing import Any

from django import template

from xieli.procedures.project import sheet

register = template.Library()


@register.simple_tag
def project_sheet(page: Any) -> sheet.Sheet:
    """What the application and its assessment say to this reader."""
    return sheet.of(page.scene, page.person)
