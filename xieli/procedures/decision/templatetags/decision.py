"""Who signed a decision, for its page."""

from typing import Any

from django import template

from xieli.procedures.decision.signing import Signature, signatures

register = template.Library()


@register.simple_tag
def decision_signatures(page: Any) -> list[Signature]:
    """Everybody asked, with the line of who has signed."""
    return signatures(page.matter, page.scene.details.signers)
